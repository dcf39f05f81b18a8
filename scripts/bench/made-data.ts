/** Data with something to learn, the same for all contenders: a file of float32 numbers, features row by row, then targets. */
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import type { DataSet } from "../../src/data/spec.ts";

/** Where the data lies, and its sides: `[count, width]` features, `[count, outputs]` targets. */
export interface DataFile {
  readonly path: string;
  readonly count: number;
  readonly width: number;
  readonly outputs: number;
}

interface Sides {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether the target is a number, and not one of several classes. */
  readonly isNumber: boolean;
}

/** Features of mean 0 and variance 1: classes lie around a centre each; of regression the target is a sum of the features. */
export function writeData(path: string, count: number, sides: Sides): DataFile {
  const { inputs, outputs, isNumber } = sides;
  const draw = generator(1);
  const spread = (): number => Math.sqrt(12) * (draw() - 0.5);
  const centres = Float32Array.from({ length: inputs * outputs }, spread);
  const values = new Float32Array(count * (inputs + outputs));
  const targets = values.subarray(count * inputs);
  for (let row = 0; row < count; row++) {
    const kind = Math.floor(draw() * outputs);
    const features = values.subarray(row * inputs, (row + 1) * inputs);
    for (let i = 0; i < inputs; i++)
      features[i] = Math.sqrt(0.9) * spread() + Math.sqrt(0.1) * centres[kind * inputs + i]!;
    targets[row * outputs + kind] = isNumber ? features.reduce((sum, x) => sum + x, 0) / Math.sqrt(inputs) : 1;
  }
  writeFileSync(path, values);
  return { path, count, width: inputs, outputs };
}

/** Numbers in [0, 1) without a visible order (mulberry32): quick, for tens of millions are drawn. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The data of a file, as a run takes it. */
export function readData({ path, count, width, outputs }: DataFile): DataSet {
  const values = new Float32Array(count * (width + outputs));
  const file = openSync(path, "r");
  readSync(file, values);
  closeSync(file);
  return {
    train: { count, features: values.subarray(0, count * width), targets: values.subarray(count * width) },
    validation: undefined,
    test: undefined,
    shape: [width],
    outputs,
    fitted: { columns: [], features: [], targets: [] },
  };
}

export interface Batch {
  readonly features: Float32Array;
  readonly targets: Float32Array;
}

/** One batch after the other, in a new random order each time that the data has been gone through. */
export function batches(data: DataFile, size: number): () => Batch {
  const { count, features, targets } = readData(data).train;
  const { width, outputs } = data;
  const draw = generator(2);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let first = count;
  return () => {
    if (first >= count) {
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor(draw() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      first = 0;
    }
    const batch = { features: new Float32Array(size * width), targets: new Float32Array(size * outputs) };
    for (let i = 0; i < size; i++, first++) {
      const row = order[first]!;
      batch.features.set(features.subarray(row * width, (row + 1) * width), i * width);
      batch.targets.set(targets.subarray(row * outputs, (row + 1) * outputs), i * outputs);
    }
    return batch;
  };
}
