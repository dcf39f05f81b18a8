/** Axes in another order, by the C kernel: `void Transpose(x_id, x_shape, x_rank, dtype, out_id, permutation, rank)`. */
import type { Shape } from "../../graph/ir.ts";
import { typeCode, type Buffer, type Heap } from "../heap.ts";
import type { Call } from "./kernel.ts";

/** Where a kernel writes its shapes. */
export interface Shelf {
  readonly heap: Heap;
  integers(values: readonly number[]): number;
}

/** Whether the numbers stay in their places: only axes of length 1 move. */
export const keepsOrder = (shape: Shape, permutation: readonly number[]): boolean =>
  permutation.filter((axis) => shape[axis] !== 1).every((axis, i, kept) => i === 0 || kept[i - 1]! < axis);

/** Puts `x`, of shape `shape`, with its axes in the order `permutation` into `output`. Axes of length 1 are left out: fewer axes are faster. */
export function transposition(
  { heap, integers }: Shelf,
  x: Buffer,
  shape: Shape,
  permutation: readonly number[],
  output: Buffer,
): Call {
  const kept = permutation.filter((axis) => shape[axis] !== 1);
  const sorted = kept.toSorted((a, b) => a - b);
  const kernel = heap.kernel("Transpose");
  const rank = kept.length;
  const shapeAt = integers(sorted.map((axis) => shape[axis]!));
  const permutationAt = integers(kept.map((axis) => sorted.indexOf(axis)));
  const [from, type, to] = [x.id, typeCode[x.dtype], output.id];
  return () => kernel(from, shapeAt, rank, type, to, permutationAt, rank);
}
