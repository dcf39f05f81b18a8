/** What an example's class weighs in the training loss. */
import { fail } from "./fail.ts";

/** The class of example i of `targets`, `[count, outputs]`: where the 1 of its row stands, or the single 0 or 1 itself. */
export function classAt(targets: ArrayLike<number>, outputs: number, i: number): number {
  if (outputs === 1) return targets[i]! > 0.5 ? 1 : 0;
  let place = 0;
  while (place < outputs - 1 && targets[i * outputs + place] !== 1) place++;
  return place;
}

/** Weights under which every class counts alike: `count / (classes * examples of the class)`, 1 on the average of the examples. */
export function balancedWeights(targets: ArrayLike<number>, outputs: number): number[] {
  const count = targets.length / outputs;
  const sizes = new Array<number>(Math.max(outputs, 2)).fill(0);
  for (let i = 0; i < count; i++) sizes[classAt(targets, outputs, i)]!++;
  const empty = sizes.indexOf(0);
  if (empty >= 0) fail(`class ${empty} has no training example, and cannot be balanced`);
  return sizes.map((size) => count / (sizes.length * size));
}

/** The weight of each example by its class, `[count, 1]`. */
export function exampleWeights(targets: ArrayLike<number>, outputs: number, weights: readonly number[]): Float32Array {
  return Float32Array.from({ length: targets.length / outputs }, (_, i) => weights[classAt(targets, outputs, i)]!);
}
