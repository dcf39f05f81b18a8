import type { Graph, Node, NodeId } from "./ir.ts";

/** The nodes that the outputs and updates depend on, and all feeds, in order. */
export function neededNodes({ nodes, outputs, updates }: Graph): Node[] {
  const needed = new Set<NodeId>([...Object.values(outputs), ...updates.map((update) => update.value)]);
  for (const node of nodes.toReversed()) if (needed.has(node.id)) for (const input of node.inputs) needed.add(input);
  return nodes.filter((node) => node.op === "feed" || needed.has(node.id));
}
