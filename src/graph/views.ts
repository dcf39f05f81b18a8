/** Nodes that compute nothing: their numbers are another's, found by other strides. */
import type { Node, Shape } from "./ir.ts";
import { reshapedView, rowMajor, type View } from "./walks.ts";

/** The axes in another order. */
export const permuted = ({ shape, offset, strides }: View, order: readonly number[]): View => ({
  shape: order.map((axis) => shape[axis]!),
  offset,
  strides: order.map((axis) => strides[axis]!),
});

const sliced = ({ offset, strides }: View, begin: readonly number[], shape: Shape): View => ({
  shape,
  offset: begin.reduce((place, at, axis) => place + at * strides[axis]!, offset),
  strides: strides.map((stride, axis) => (shape[axis] === 1 ? 0 : stride)),
});

/** The input as a node sees it; undefined for a node that computes, or one whose order no strides can say. */
export function viewOf(node: Node, input: View | undefined): View | undefined {
  if (input === undefined) return undefined;
  if (node.op === "transpose") return permuted(input, [1, 0]);
  if (node.op === "slice") return sliced(input, node.begin, node.shape);
  if (node.op === "reshape") return reshapedView(input, node.shape);
  return undefined;
}

/** Where a part that begins at `begin` of a whole lies. */
export const placeIn = (whole: Shape, begin: readonly number[], part: Shape): View =>
  sliced({ shape: whole, offset: 0, strides: rowMajor(whole) }, begin, part);
