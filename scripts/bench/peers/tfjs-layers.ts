/** TF.js's layers on its WASM backend. `trainOnBatch` took 10 to 20% less time than `fit`, which cuts the batches out of a tensor. */
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import type { PeerJob } from "../job.ts";
import { batches } from "../made-data.ts";
import type { PlainLayer, PlainTraining } from "../plain-training.ts";
import { inRounds, openRounds } from "../rounds.ts";

type ActivationName = NonNullable<Parameters<typeof layers.layers.activation>[0]["activation"]>;

const built: { readonly [K in PlainLayer["kind"]]: (layer: Extract<PlainLayer, { kind: K }>) => layers.layers.Layer } =
  {
    dense: ({ inputs, units, bias, deviation, l2 }) =>
      layers.layers.dense({
        units,
        useBias: bias,
        inputShape: [inputs],
        kernelInitializer: layers.initializers.randomNormal({ stddev: deviation }),
        ...(l2 > 0 && { kernelRegularizer: layers.regularizers.l2({ l2 }) }),
      }),
    batch_norm: ({ momentum, epsilon }) => layers.layers.batchNormalization({ momentum, epsilon }),
    activation: ({ name }) => layers.layers.activation({ activation: name as ActivationName }),
    dropout: ({ rate }) => layers.layers.dropout({ rate }),
  };

function optimizerOf({ optimizer: { name, numbers }, rate }: PlainTraining): tf.Optimizer {
  const { beta1, beta2, epsilon, momentum = 0.9 } = numbers;
  switch (name) {
    case "sgd":
      return tf.train.sgd(rate);
    case "momentum":
    case "nesterov":
      return tf.train.momentum(rate, momentum, name === "nesterov");
    default:
      return tf.train.adam(rate, beta1, beta2, epsilon);
  }
}

/** What this peer cannot say, and leaves out or replaces by less. */
const notesOf = ({ optimizer, schedule, globalNorm }: PlainTraining): readonly string[] => [
  ...(optimizer.name === "nadam" ? ["adam, for it has no nadam"] : []),
  ...(schedule === undefined ? [] : ["a constant rate, for it has no schedules"]),
  ...(globalNorm === undefined ? [] : ["no clipping by the global norm, which it does not have"]),
];

export async function race({ plain, data }: PeerJob): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend("wasm");
  const softmax = plain.loss === "cross_entropy" ? [layers.layers.softmax()] : [];
  const model = layers.sequential({
    layers: [...plain.layers.map((layer) => built[layer.kind](layer as never)), ...softmax],
  });
  const loss = plain.loss === "mse" ? "meanSquaredError" : "categoricalCrossentropy";
  model.compile({ optimizer: optimizerOf(plain), loss });
  const next = batches(data, plain.batchSize);
  const rounds = openRounds(notesOf(plain), () => ({ tensors: tf.memory().numTensors }));
  await inRounds(rounds, async (steps) => {
    let last = NaN;
    for (let step = 0; step < steps; step++) {
      const { features, targets } = next();
      const x = tf.tensor2d(features, [plain.batchSize, data.width]);
      const y = tf.tensor2d(targets, [plain.batchSize, data.outputs]);
      last = (await model.trainOnBatch(x, y)) as number;
      tf.dispose([x, y]);
    }
    return last;
  });
}
