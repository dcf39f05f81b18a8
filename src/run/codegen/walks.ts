/** A loop in the fewest axes. */
import type { Loop, Walk } from "../../graph/loop.ts";

/** The same elements in the same order: without axes of side 1, and with neighbouring axes that everything walks as one made one. */
export function simplestWalks(loop: Loop): Loop {
  const kept = loop.space.map((_, axis) => axis).filter((axis) => loop.space[axis] !== 1);
  const walks: readonly Walk[] = [...loop.inputs, ...loop.results];
  const space: number[] = [];
  const sources: number[] = [];
  for (const axis of kept) {
    const side = loop.space[axis]!;
    const before = sources.at(-1);
    const isOne = before !== undefined && walks.every(({ strides }) => strides[before] === strides[axis]! * side);
    if (isOne) {
      space.push(space.pop()! * side);
      sources.pop();
    } else space.push(side);
    sources.push(axis);
  }
  const simplest = <W extends Walk>(walk: W): W => ({ ...walk, strides: sources.map((axis) => walk.strides[axis]!) });
  return { ...loop, space, inputs: loop.inputs.map(simplest), results: loop.results.map(simplest) };
}

/** Equal for loops that one kernel serves. */
export const loopKey = (loop: Loop): string => JSON.stringify(simplestWalks(loop), asText);

/** JSON has no -0, NaN and Infinity. */
const asText = (_name: string, value: unknown): unknown =>
  typeof value === "number" && (Object.is(value, -0) || !Number.isFinite(value))
    ? `number ${1 / value} ${value}`
    : value;

/** How many axes must be entered, outermost first, before the place is known. */
export const depthOf = ({ strides }: Walk): number => strides.findLastIndex((stride) => stride !== 0) + 1;
