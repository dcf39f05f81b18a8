/** From a graph to a schedule: its work, put together into launches, put in order, and given memory. */
import { buffersOf, type Buffers } from "./buffers.ts";
import { buildLoop } from "./build-loop.ts";
import { groupsOf, type Group } from "./groups.ts";
import type { Graph } from "./ir.ts";
import { itemsOf, type ForeignOp, type IsForeign, type Item } from "./items.ts";
import type { Loop } from "./loop.ts";
import { orderOf } from "./order.ts";
import { placeBuffers } from "./place-buffers.ts";
import type { BufferId, Launch, Schedule } from "./schedule.ts";

export interface ScheduleOptions {
  /** Whether work is put together; otherwise every operation is a launch of its own. */
  readonly fuse: boolean;
  /** Whether loops do not compute an operation; `exponent` is that of a `pow`, where it is a constant. */
  readonly isForeign?: IsForeign;
}

const foreignOps: ReadonlySet<string> = new Set<ForeignOp>(["sin", "cos", "pow", "mod"]);
const isUsuallyForeign: IsForeign = (op) => foreignOps.has(op);

export function makeSchedule(graph: Graph, { fuse, isForeign = isUsuallyForeign }: ScheduleOptions): Schedule {
  const work = itemsOf(graph, isForeign);
  const { groups, direct } = orderOf(work, groupsOf(work, fuse));
  const memory = buffersOf(work, direct);
  const launches = groups.flatMap((group) => launchOf(work.items, group, memory) ?? []);
  for (const { variable, value } of work.updates)
    if (!direct.has(variable)) launches.push(copy(work.items[value]!, memory.read(value), memory.variable(variable)));
  const outputs = Object.entries(work.outputs).map(([name, item]) => [name, memory.read(item)] as const);
  return placeBuffers(launches, memory.buffers, Object.fromEntries(outputs));
}

/** How many launches there would be if nothing were put together. */
export function countOperations(graph: Graph): number {
  const launched = ({ kind }: Item): boolean => kind !== "given" && kind !== "constant" && kind !== "whole";
  return itemsOf(graph, isUsuallyForeign).items.filter(launched).length;
}

function launchOf(items: readonly Item[], group: Group, memory: Buffers): Launch | undefined {
  const members = [...group.members].sort((a, b) => a - b).map((id) => items[id]!);
  const nodes = [...new Set(members.map(({ node }) => node))];
  const [item] = members as [Item];
  const output = (): BufferId => memory.written(item.id)[0]!;
  const inputs = item.reads.map((access) => memory.read(access.item));
  switch (item.kind) {
    case "given":
    case "constant":
    case "whole":
      return undefined;
    case "draw":
      return { kind: "draw", draw: item.draw, output: output(), nodes };
    case "foreign":
      return { kind: "foreign", op: item.op, inputs, output: output(), nodes };
    case "product": {
      const [left, right] = inputs as [BufferId, BufferId];
      return { kind: "product", ...item.form, left, right, output: output(), nodes };
    }
    case "exchange": {
      const outputs = item.of.map((id) => memory.written(id)[0]!);
      return { kind: "allReduce", combine: item.combine, inputs, outputs, nodes: item.of.map((id) => items[id]!.node) };
    }
    default:
      return { ...loopOf(items, group, memory), nodes };
  }
}

function loopOf(
  items: readonly Item[],
  { members, stored }: Group,
  memory: Buffers,
): Omit<Launch & { kind: "loop" }, "nodes"> {
  const stores = new Map([...stored].map((id) => [id, memory.written(id)]));
  const { loop, inputs, results } = buildLoop(items, members, new Map([...stores].map(([id, to]) => [id, to.length])));
  const left = new Map([...stores].map(([id, to]) => [id, [...to]]));
  return {
    kind: "loop",
    loop,
    inputs: inputs.map(memory.read),
    results: results.map((id) => left.get(id)?.shift() ?? memory.written(id)[0]!),
  };
}

/** A variable's new value put into its place when everything is computed. */
function copy({ size, node }: Item, from: BufferId, to: BufferId): Launch {
  const walk = { offset: 0, strides: size === 1 ? [] : [1] };
  const loop: Loop = {
    space: size === 1 ? [] : [size],
    inputs: [{ ...walk, truth: false }],
    values: [],
    results: [{ from: 0, how: "store", ...walk }],
  };
  return { kind: "loop", loop, inputs: [from], results: [to], nodes: [node] };
}
