/** Which updates can be computed right into their variables, so that they need not be copied there. */
import type { Graph, NodeId } from "../graph/ir.ts";
import { kernelOf, kernels } from "./kernels/index.ts";
import { isComputed } from "./kernels/kernel.ts";
import { neededNodes } from "./needs.ts";

/**
 * From the node of a new value to the variable whose memory it may take: nothing reads the variable's old value after that node,
 * and the node itself reads it element by element.
 */
export function updatedInPlace(graph: Graph): ReadonlyMap<NodeId, string> {
  const { nodes, outputs, updates } = graph;
  const computation = (id: NodeId) => {
    const node = nodes[id]!;
    return isComputed(node) ? kernelOf(kernels, node) : undefined;
  };
  const variableBehind = (id: NodeId): string | undefined => {
    const node = nodes[id]!;
    if (node.op === "variable") return node.name;
    const kernel = computation(id);
    return kernel !== undefined && "view" in kernel ? variableBehind(node.inputs[0]!) : undefined;
  };

  const lastRead = new Map<string, number>();
  const read = (id: NodeId, when: number): void => {
    const name = variableBehind(id);
    if (name !== undefined) lastRead.set(name, Math.max(when, lastRead.get(name) ?? -1));
  };
  for (const { id, inputs } of neededNodes(graph)) for (const input of inputs) read(input, id);
  const readAfterwards = new Set(Object.values(outputs));
  for (const id of [...readAfterwards, ...updates.map(({ value }) => value)]) read(id, Infinity);

  const taken = new Map<NodeId, string>();
  for (const { variable, value } of updates) {
    const kernel = computation(value);
    const pointwise = kernel !== undefined && "plan" in kernel && kernel.pointwise === true;
    const free = !taken.has(value) && !readAfterwards.has(value) && (lastRead.get(variable) ?? -1) <= value;
    if (pointwise && free) taken.set(value, variable);
  }
  return taken;
}
