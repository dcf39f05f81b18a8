/** What a graph needs and asks for, checked before it is made ready to run. A failed check is a mistake in the compiler. */
import { exchangesOf } from "../graph/exchanges.ts";
import { sizeOf, type AllReduce, type Feed, type Graph, type Node, type NodeId, type Shape } from "../graph/ir.ts";
import type { AllReduceValues } from "./session.ts";

/** Throws unless every variable is there with its shape, and every update has its variable's size and is the only one. */
export function checkVariables({ nodes, updates }: Graph, shapes: ReadonlyMap<string, Shape>): void {
  for (const node of nodes) {
    if (node.op !== "variable") continue;
    const shape = shapes.get(node.name);
    if (shape === undefined) throw new Error(`no variable "${node.name}"`);
    if (String(shape) !== String(node.shape)) {
      throw new Error(`variable "${node.name}" is [${shape}], the graph takes it for [${node.shape}]`);
    }
  }
  const written = new Set<string>();
  for (const { variable, value } of updates) {
    const shape = shapes.get(variable);
    if (shape === undefined) throw new Error(`an update of no variable "${variable}"`);
    if (sizeOf(shape) !== sizeOf(nodes[value]!.shape)) {
      throw new Error(`variable "${variable}" is [${shape}], its update [${nodes[value]!.shape}]`);
    }
    if (written.has(variable)) throw new Error(`two updates of variable "${variable}"`);
    written.add(variable);
  }
}

/** What is exchanged with other workers, by the node that is the last of its exchange; throws where there is nobody to exchange with. */
export function exchangesAt(
  nodes: readonly Node[],
  allReduce: AllReduceValues | undefined,
): ReadonlyMap<NodeId, { readonly members: readonly AllReduce[]; exchange(values: readonly Float32Array[]): void }> {
  return new Map(
    exchangesOf(nodes).map((members) => {
      if (allReduce === undefined) throw new Error("a graph for one of several workers, and there are no others");
      const { combine } = members[0]!;
      return [members.at(-1)!.id, { members, exchange: (values) => allReduce(values, combine) }];
    }),
  );
}

/** Throws unless a variable is given as many numbers as it has. */
export function checkCount(name: string, shape: Shape, values: Float32Array): void {
  const size = sizeOf(shape);
  if (values.length !== size) throw new Error(`variable "${name}" takes ${size} numbers, not ${values.length}`);
}

/** Writes into the numbers of a feed, which start at `start` of `target`. */
export interface FeedWriter {
  readonly target: Float32Array;
  readonly start: number;
}

export function writeFeed({ name, shape }: Feed, { target, start }: FeedWriter, values: Float32Array | number): void {
  const size = sizeOf(shape);
  const given = typeof values === "number" ? 1 : values.length;
  if (given !== size) throw new Error(`feed "${name}" takes ${size} numbers, not ${given}`);
  if (typeof values === "number") target[start] = values;
  else target.set(values, start);
}

/** From this width on a row is copied as a whole: a view of it costs as much as 32 numbers. */
const shortRow = 32;

export function gatherFeed(
  { name, shape }: Feed,
  { target, start }: FeedWriter,
  source: Float32Array,
  width: number,
  rows: Uint32Array,
  first: number,
): void {
  const size = sizeOf(shape);
  const count = width === 0 ? 0 : size / width;
  if (count * width !== size || !Number.isInteger(count)) {
    throw new Error(`feed "${name}" takes ${size} numbers, which are not rows of ${width}`);
  }
  if (first + count > rows.length)
    throw new Error(`feed "${name}" takes ${count} rows from row ${first} of ${rows.length}`);
  for (let i = 0, place = start; i < count; i++) {
    const from = rows[first + i]! * width;
    if (from + width > source.length) throw new Error(`feed "${name}" has no row ${rows[first + i]} in its source`);
    if (width < shortRow) for (let column = 0; column < width; column++) target[place++] = source[from + column]!;
    else {
      target.set(source.subarray(from, from + width), place);
      place += width;
    }
  }
}

/** The entry of a name that must be there. */
export function known<T>(entries: ReadonlyMap<string, T>, what: string, name: string): T {
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`no ${what} "${name}"`);
  return entry;
}
