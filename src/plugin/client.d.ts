/**
 * What every module of a spec exports, for a TypeScript project that has no types written for each: `"types": ["dnnc/client"]`.
 * Where a type depends on the spec it says what holds for all of them; an argument that only some programs take is optional.
 */
declare module "*.dnn" {
  import type * as tf from "@tensorflow/tfjs-core";

  /** What the network gives: a tensor, or one for each output by its name. */
  export type Outputs = tf.Tensor | Record<string, tf.Tensor>;

  /** A network, and its weights by their names in a checkpoint: `dense_1.kernel`. */
  export type Model = { weights: Record<string, tf.Variable> };

  /** One part of the data: features and targets row by row. */
  export type Part = { readonly count: number; readonly features: Float32Array; readonly targets: Float32Array };

  /** What takes a number of the data to the scale that the network learns on: `(value - shift) / scale`. */
  export type Scaling = { readonly shift: number; readonly scale: number };

  /** The parts of the data, and what the network's data has besides: how many numbers an example has, what normalizes features and targets. */
  export type Data = {
    train: Part;
    validation?: Part;
    test?: Part;
    inputs?: number;
    featureScalings?: readonly Scaling[];
    scalings?: readonly Scaling[];
  };

  /** What is measured of a part: the loss, and the metrics by their names. */
  export type Measures = { loss: number; [metric: string]: number };

  /** A line of the history: an epoch, the learning rate of its last step, what was measured, and how long it took. */
  export type Line = {
    event: "epoch";
    epoch: number;
    step: number;
    learning_rate: number;
    seconds: number;
    loss: number;
    [measure: string]: number | "epoch";
  };

  export type TrainOptions = { epochs?: number; onEpoch?: (line: Line) => void; signal?: AbortSignal };

  export type Ending = { reason: "epochs" | "early_stopping" | "interrupted"; best_epoch: number };

  /** Gives the bytes of a data file by its path, as it stands in the spec. */
  export type Read = (path: string) => Promise<Uint8Array>;

  /** The network with its weights as they are drawn; `inputs` where only the data tells how wide it is. */
  export function createModel(inputs?: number): Model;
  export function predict(model: Model, features: tf.Tensor): Outputs;
  /** The loss and the metrics of a part; the data goes before it where targets are scaled, or features as wide as the data says. */
  export function evaluate(model: Model, ...of: [part: Part] | [data: Data, part: Part]): Measures;
  export function train(model: Model, data: Data, options?: TrainOptions): Promise<Ending>;
  /** The weights as a safetensors file. */
  export function saveWeights(model: Model): Uint8Array<ArrayBuffer>;
  export function loadWeights(model: Model, bytes: Uint8Array): void;
  /** Reads the data, a promise, or makes it. */
  export function loadData(read?: Read): Data | Promise<Data>;
}
