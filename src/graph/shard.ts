/**
 * A step divided among workers: each has some of a batch's examples and the same weights, and what runs over the examples is put
 * together from all of them. The graphs of all workers have the same nodes in the same order and differ in the sides of the batch alone, so
 * that each worker comes to the same updates.
 */
import { sizeOf, type Graph, type Node, type NodeId, type Shape } from "./ir.ts";
import { spreadOf, type Given, type Place } from "./spread.ts";

/** A node without its place. */
type Loose<N = Node> = N extends Node ? Omit<N, "id"> : never;
type Add = (node: Loose) => NodeId;

/** One of several workers; ranks count from 0. */
export interface Shard {
  readonly workers: number;
  readonly rank: number;
}

/** What cannot be divided, and why: a sentence without its subject. */
export interface Indivisible {
  readonly node: Node;
  readonly why: string;
}

/** The rows `[first, last)` of a batch that a worker takes. Later workers take one more where they do not come out even. */
export const rowsOf = (batch: number, { workers, rank }: Shard): { readonly first: number; readonly last: number } => ({
  first: Math.floor((batch * rank) / workers),
  last: Math.floor((batch * (rank + 1)) / workers),
});

/**
 * The graph of one worker, for a graph of a whole batch of `batch` examples: fed with the rows of its shard, it computes for each of its
 * examples, and for the whole, what the graph of the whole batch computes, up to the order of sums. Counts stay those of the whole batch, and
 * what is drawn is the shard's part of what is drawn for the batch. Outputs that have a row for each example have the shard's rows.
 */
export function shardGraph(
  { nodes, outputs, updates }: Graph,
  batch: number,
  shard: Shard,
): { readonly graph: Graph } | { readonly indivisible: Indivisible } {
  const { first, last } = rowsOf(batch, shard);
  const made: Node[] = [];
  /** Where the node that has a node's value stands now. */
  const moved: NodeId[] = [];
  const places: Place[] = [];
  const add: Add = (node) => made.push({ ...node, id: made.length } as Node) - 1;
  const sidesAt = (shape: Shape, place: Place): Shape =>
    place === "whole" ? shape : shape.with(place.axis, (last - first) * place.group);

  for (const node of nodes) {
    const inputs = node.inputs.map((id): Given => ({ place: places[id]!, shape: nodes[id]!.shape }));
    const verdict = spreadOf(node, inputs, batch);
    if (typeof verdict === "object" && "refused" in verdict) return { indivisible: { node, why: verdict.refused } };
    const place = verdict === "combined" ? "whole" : verdict;
    const own = { ...node, inputs: node.inputs.map((id) => moved[id]!), shape: sidesAt(node.shape, place) };
    places.push(place);
    moved.push(
      verdict === "combined"
        ? combined(own as Node, nodes[node.inputs[0]!]!.shape, add)
        : add(drawnFrom(own as Node, first)),
    );
  }
  const torn = updates.find(({ value }) => places[value] !== "whole");
  if (torn !== undefined)
    return { indivisible: { node: nodes[torn.value]!, why: "is kept, and has a number for each place of a batch" } };
  return {
    graph: byExchange({
      nodes: made,
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, id]) => [name, moved[id]!])),
      updates: updates.map(({ variable, value }) => ({ variable, value: moved[value]! })),
    }),
  };
}

/** A draw goes on where the examples before the shard's end. */
const drawnFrom = (node: Node, row: number): Node =>
  node.op === "draw" ? { ...node, draw: { ...node.draw, first: row * sizeOf(node.shape.slice(1)) } } : node;

/** What runs over the examples: over the shard's, then over all workers; a mean is a sum divided by how many the whole batch has. */
function combined(node: Node, whole: Shape, add: Add): NodeId {
  const part = add(node.op === "mean" ? { ...node, op: "sum" } : node);
  const { shape, dtype, at } = node;
  const sum = add({ op: "allReduce", combine: node.op === "max" ? "max" : "sum", shape, dtype, at, inputs: [part] });
  if (node.op !== "mean") return sum;
  const value = sizeOf(node.axes.map((axis) => whole[axis]!));
  const count = add({ op: "constant", value, shape: [], inputs: [], dtype, at });
  return add({ op: "div", shape, dtype, at, inputs: [sum, count] });
}

/**
 * The same graph in an order with as few exchanges as can be: everything that can be computed before the first, then all that can be
 * exchanged by then, side by side, then what can be computed before the next.
 */
function byExchange({ nodes, outputs, updates }: Graph): Graph {
  /** How many exchanges stand before a node. */
  const stages: number[] = [];
  for (const { inputs } of nodes)
    stages.push(Math.max(0, ...inputs.map((id) => stages[id]! + (nodes[id]!.op === "allReduce" ? 1 : 0))));
  const turn = (node: Node): number => (node.op !== "allReduce" ? 0 : node.combine === "sum" ? 1 : 2);
  const order = [...nodes].sort((a, b) => stages[a.id]! - stages[b.id]! || turn(a) - turn(b) || a.id - b.id);
  const places = new Map(order.map(({ id }, place) => [id, place]));
  const at = (id: NodeId): NodeId => places.get(id)!;
  return {
    nodes: order.map((node, id) => ({ ...node, id, inputs: node.inputs.map(at) })),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, id]) => [name, at(id)])),
    updates: updates.map(({ variable, value }) => ({ variable, value: at(value) })),
  };
}
