/** dnnc's emitted program on TF.js's WASM backend: its own `train`, called once a round. */
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { EmittedJob } from "../job.ts";
import { readData } from "../made-data.ts";
import { inRounds, openRounds } from "../rounds.ts";

/** What an emitted program gives, as far as it is used here. */
interface Emitted {
  createModel(inputs: number): object;
  train(
    model: object,
    data: {
      readonly train: { readonly count: number; readonly features: Float32Array; readonly targets: Float32Array };
    },
    options: { readonly epochs: number; readonly onEpoch: (line: { readonly loss: number }) => void },
  ): Promise<unknown>;
}

export async function race({ program, batchSize, data }: EmittedJob): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend("wasm");
  const emitted = (await import(program)) as Emitted;
  const { train: all } = readData(data);
  const model = emitted.createModel(data.width);
  const rounds = openRounds([], () => ({ tensors: tf.memory().numTensors, tensorBytes: tf.memory().numBytes }));
  await inRounds(rounds, async (steps) => {
    // Rounds longer than the data are whole times as long.
    const count = Math.min(steps * batchSize, all.count);
    const train = {
      count,
      features: all.features.subarray(0, count * data.width),
      targets: all.targets.subarray(0, count * data.outputs),
    };
    let last = NaN;
    const epochs = (steps * batchSize) / count;
    await emitted.train(model, { train }, { epochs, onEpoch: ({ loss }) => (last = loss) });
    return last;
  });
}
