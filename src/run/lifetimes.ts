/** How long each value of a graph is needed. */
import type { Graph, NodeId } from "../graph/ir.ts";
import { kernelOf, kernels } from "./kernels/index.ts";
import { isComputed, type Computation, type ComputedNode } from "./kernels/kernel.ts";
import { neededNodes } from "../graph/needed.ts";

export interface Lifetimes {
  /** The node whose memory a node shows: itself, unless it is a view. */
  source(id: NodeId): NodeId;
  /** The last node that reads a source or a view of it; Infinity if it is read when everything is computed, -1 if never. */
  lastRead(source: NodeId): number;
}

export function lifetimesOf(graph: Graph): Lifetimes {
  const { nodes, outputs, updates } = graph;
  // Inputs stand before the nodes that read them.
  const sources: NodeId[] = [];
  for (const node of nodes)
    sources.push(isComputed(node) && "view" in kernelOf(kernels, node) ? sources[node.inputs[0]!]! : node.id);
  const source = (id: NodeId): NodeId => sources[id]!;
  const last = new Map<NodeId, number>();
  for (const { id, inputs } of neededNodes(graph)) for (const input of inputs) last.set(source(input), id);
  for (const id of [...Object.values(outputs), ...updates.map(({ value }) => value)]) last.set(source(id), Infinity);
  return { source, lastRead: (id) => last.get(id) ?? -1 };
}

/**
 * From the node of a new value to the variable whose memory it may take, so that the update need not be copied there:
 * nothing reads the variable's old value after that node, and the node itself reads it element by element.
 */
export function updatedInPlace(graph: Graph, { source, lastRead }: Lifetimes): ReadonlyMap<NodeId, string> {
  const { nodes, outputs, updates } = graph;
  const lastReads = new Map<string, number>();
  for (const node of nodes)
    if (node.op === "variable") lastReads.set(node.name, Math.max(lastReads.get(node.name) ?? -1, lastRead(node.id)));
  const readAfterwards = new Set(Object.values(outputs).map(source));
  const taken = new Map<NodeId, string>();
  for (const { variable, value } of updates) {
    const node = nodes[value]!;
    const free = !taken.has(value) && !readAfterwards.has(value) && (lastReads.get(variable) ?? -1) <= value;
    if (free && isComputed(node) && isPointwise(node)) taken.set(value, variable);
  }
  return taken;
}

function isPointwise(node: ComputedNode): boolean {
  const kernel = kernelOf(kernels, node);
  return "plan" in kernel && (kernel as Computation<ComputedNode>).pointwise === true;
}
