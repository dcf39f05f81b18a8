import type { Rule, Algebra } from "../../graph/algebra.ts";
import type { Draw } from "../../graph/ir.ts";
import type { Dims, Layer, Network } from "../../network/network.ts";
import type { Arguments, WordUse } from "../../network/value.ts";

/** What a layer is: its signature stands in `grammar/std/layers.dnn`, the rest here, one file a layer. */
export interface LayerDefinition {
  /** The shape of one example's value, or why there is none. */
  readonly shape: (inputs: readonly Dims[], args: Arguments) => Dims | Misfit;
  /** What it learns and what it keeps; nothing where absent. */
  readonly weights?: (inputs: readonly Dims[], args: Arguments) => readonly Weight[];
  /** Says what is computed, in training or in inference. */
  readonly lower: (step: StepBuilder, layer: Layer, inputs: readonly Ref[]) => Ref;
  /** A norm brings its values to a common scale, noise disturbs them in training; both leave what they mean. */
  readonly nature?: "norm" | "noise";
  /** Whether it draws random numbers (for its weights or for a mask); or from how many streams. */
  readonly draws?: boolean | ((args: Arguments) => number);
}

/** Why inputs do not fit a layer. */
export interface Misfit {
  readonly code: string;
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
}

export const isMisfit = (shape: Dims | Misfit): shape is Misfit => "code" in shape;

export interface Weight {
  /** Within its layer: `kernel`. */
  readonly name: string;
  readonly shape: Dims;
  /** Kernels are regularized and drawn; biases and scales are not; statistics are kept and not learned. */
  readonly kind: "kernel" | "bias" | "scale" | "statistic";
  /** How many inputs come into a unit, and how many units leave an input. */
  readonly fans?: readonly [fanIn: number | undefined, fanOut: number | undefined];
  readonly initial: WordUse | number;
  readonly penalty?: WordUse | undefined;
  /** What the weight becomes after each update. */
  readonly constraint?: WordUse | undefined;
}

/** A tensor of a step before it is a node or a piece of text. */
export type Ref =
  | { readonly kind: "features" }
  | { readonly kind: "target" }
  /** `[batch, 1]`: what each example weighs in the training loss. */
  | { readonly kind: "example_weight" }
  | { readonly kind: "weight"; readonly layer: Layer; readonly weight: string }
  | { readonly kind: "draw"; readonly draw: Draw; readonly like: Ref; readonly layer: Layer }
  | { readonly kind: "call"; readonly index: number };

/** How what a layer keeps of past batches changes with each: from the old values and the batch to the new values, by weight. */
export interface Statistics {
  /** A valid identifier; statistics with equal keys change alike. */
  readonly name: string;
  readonly key: string;
  readonly doc: string;
  readonly weights: readonly string[];
  readonly next: <T>(algebra: Algebra<T>, old: Readonly<Record<string, T>>, input: T) => Readonly<Record<string, T>>;
}

/** Takes down the calls of a step, layer by layer. */
export interface StepBuilder {
  readonly network: Network;
  /** In training norms go by the batch, but for those that are frozen. */
  readonly training: boolean;
  /** Whether masks and noise are drawn: in training, and in Monte Carlo dropout, whose norms go by the history. */
  readonly noisy: boolean;
  /** The shape of one example of a layer's value. */
  readonly dims: (layer: number) => Dims;
  call(rule: Rule, inputs: readonly Ref[], layer: Layer): Ref;
  weight(layer: Layer, name: string): Ref;
  /** The statistics of a layer go after `input`, when the step is done. */
  follow(layer: Layer, statistics: Statistics, input: Ref): void;
}
