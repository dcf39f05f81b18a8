import type { AllReduce, Node, NodeId } from "./ir.ts";

/**
 * The all-reduces of a graph in their order, those together that are exchanged at once: neighbours that combine alike, none of which
 * reads another. Whoever runs a graph exchanges them by this, so that all workers do the same.
 */
export function exchangesOf(nodes: readonly Node[]): readonly (readonly AllReduce[])[] {
  const exchanges: AllReduce[][] = [];
  let open: { members: AllReduce[]; ids: Set<NodeId> } | undefined;
  for (const node of nodes) {
    if (node.op !== "allReduce") {
      open = undefined;
      continue;
    }
    if (open === undefined || open.members[0]!.combine !== node.combine || open.ids.has(node.inputs[0]!)) {
      open = { members: [], ids: new Set() };
      exchanges.push(open.members);
    }
    open.members.push(node);
    open.ids.add(node.id);
  }
  return exchanges;
}
