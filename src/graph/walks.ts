/** How elements are found in memory: strides, counted in numbers. */
import { sizeOf, type Shape } from "./ir.ts";
import type { Walk } from "./loop.ts";

/** The strides of numbers that lie in rows without gaps, 0 along an axis of side 1. */
export const rowMajor = (shape: Shape): number[] => shape.map((_, axis) => strideIn(shape, axis));

function strideIn(shape: Shape, axis: number): number {
  if (shape[axis] === 1) return 0;
  let stride = 1;
  for (let inner = axis + 1; inner < shape.length; inner++) stride *= shape[inner]!;
  return stride;
}

/** Something in memory seen as a tensor. */
export interface View extends Walk {
  readonly shape: Shape;
}

export const wholeView = (shape: Shape): View => ({ shape, offset: 0, strides: rowMajor(shape) });

/** Whether a view is all of a buffer with `size` numbers in their order. */
export const isWhole = ({ shape, offset, strides }: View, size: number): boolean =>
  isInOrder({ offset, strides }, shape, size);

/** The strides of a view when it is broadcast to a shape. */
export const broadcastStrides = ({ shape, strides }: View, to: Shape): number[] =>
  to.map((_, axis) => {
    const own = axis - to.length + shape.length;
    return own < 0 || shape[own] === 1 ? 0 : strides[own]!;
  });

/** What is left of the axes of a shape when those of side 1 are taken out. */
export const squeezed = <T>(perAxis: readonly T[], shape: Shape): T[] => perAxis.filter((_, axis) => shape[axis] !== 1);

/**
 * A view in another shape of the same size, or undefined where no strides say it: each new axis must lie within one old axis, or
 * within several that follow each other in memory.
 */
export function reshapedView({ shape, offset, strides }: View, to: Shape): View | undefined {
  if (sizeOf(to) === 0) return wholeView(to);
  const [sides, steps] = collapse(squeezed(shape, shape), [squeezed(strides, shape)]);
  const found: number[] = [];
  let axis = sides.length - 1;
  // What is left of the old axis, and the stride in what is left.
  let [left, stride] = [sides[axis] ?? 1, steps[0]![axis] ?? 0];
  for (const side of to.toReversed()) {
    if (side === 1) {
      found.unshift(0);
      continue;
    }
    if (left === 1 && axis > 0) {
      axis--;
      [left, stride] = [sides[axis]!, steps[0]![axis]!];
    }
    if (left % side !== 0) return undefined;
    found.unshift(stride);
    [left, stride] = [left / side, stride * side];
  }
  return { shape: to, offset, strides: found };
}

/**
 * A space without axes of side 1, and with neighbouring axes made one where each of the walks goes through both as through one; with
 * it the strides of each walk there.
 */
export function collapse(space: Shape, walks: readonly (readonly number[])[]): [number[], number[][]] {
  const kept = walks.map((strides) => squeezed(strides, space));
  const sides: number[] = [];
  const steps: number[][] = kept.map(() => []);
  for (const [axis, side] of squeezed(space, space).entries()) {
    const joins = axis > 0 && kept.every((strides) => strides[axis - 1] === strides[axis]! * side);
    if (!joins) sides.push(side);
    else sides[sides.length - 1]! *= side;
    kept.forEach((strides, i) => (joins ? steps[i]!.splice(-1, 1, strides[axis]!) : steps[i]!.push(strides[axis]!)));
  }
  return [sides, steps];
}

/** Whether a walk goes through all of a buffer with `size` numbers in their order. */
export const isInOrder = ({ offset, strides }: Walk, space: Shape, size: number): boolean =>
  offset === 0 && sizeOf(space) === size && strides.every((stride, axis) => stride === strideIn(space, axis));
