/** `dnnc explain FILE --plan`: how a training step is computed, launch by launch, and what it costs. */
import type { Node, Origin } from "../graph/ir.ts";
import { costOfLaunch, type LaunchCost } from "../graph/launch-cost.ts";
import { countOperations, makeSchedule } from "../graph/make-schedule.ts";
import { bytesPerNumber, readBy, writtenBy } from "../graph/place-buffers.ts";
import type { Launch, Schedule } from "../graph/schedule.ts";
import { allWeights } from "../graph/step.ts";
import { trainingGraph } from "../graph/training-graph.ts";
import type { Training } from "../network/resolve-train.ts";
import { costOf, memoryOf } from "./cost.ts";
import { fold } from "./fold.ts";
import { bytes, grouped, scaled } from "./numbers.ts";
import { renderTable, type Column } from "./table.ts";

const columns: readonly Column[] = [
  { head: "", align: "right" },
  { head: "computes", align: "left", most: 28 },
  { head: "by", align: "left", most: 21 },
  { head: "reads", align: "right" },
  { head: "writes", align: "right" },
  { head: "flops", align: "right" },
  { head: "to", align: "right", most: 11 },
];

interface Row {
  readonly number: number;
  readonly launch: Launch;
  readonly computes: string;
  readonly cost: LaunchCost;
  readonly to: string;
}

/** The table of a step, at most 100 columns wide, with its totals; a stretch of launches that comes again and again is shown once. */
export function explainPlan(training: Training): string {
  const { network, data, batchSize, name } = training;
  const title = `network ${network.name} on ${data.spec.name}, run ${name}: a step of ${grouped(batchSize)} examples\n`;
  const costs = network.layers.map((layer) => costOf(network, layer));
  const memory = memoryOf(training, costs);
  const outputs = data.outputs ?? training.heads[0]!.width;
  if (memory === undefined || outputs === undefined) return `${title}\nthe plan is known when the data is read\n`;
  const { graph } = trainingGraph(training, allWeights(network), batchSize, outputs);
  const schedule = makeSchedule(graph, { fuse: true });
  const rows = schedule.launches.map((launch, i): Row => {
    const computes = computesText(launch, graph.nodes);
    return {
      ...{ number: i + 1, launch, computes },
      ...{ cost: costOfLaunch(launch, schedule.buffers), to: placeText(launch, schedule) },
    };
  });
  const states = memory.optimizer === 0 ? "" : `, optimizer ${bytes(memory.optimizer)}`;
  const facts = [
    ["launches", `${grouped(schedule.launches.length)}, for ${grouped(countOperations(graph))} operations`],
    ["arithmetic", arithmeticText(rows)],
    ["memory", `weights ${bytes(memory.weights)}${states}, what lives within a step ${bytes(schedule.arenaBytes)}`],
    ["traffic", `${traffic(rows, "read")} read, ${traffic(rows, "written")} written`],
  ];
  const ends = facts.map(([fact, text]) => `${fact!.padEnd(12)}${text}\n`).join("");
  return `${title}\n${renderTable(columns, tableOf(rows))}\n${ends}`;
}

function tableOf(rows: readonly Row[]): readonly (readonly string[])[] {
  return fold(rows, keyOf).flatMap(({ rows: shown, again }) => {
    const cells = shown.map(({ number, launch, computes, cost, to }) => [
      ...[String(number), computes, workText(launch)],
      ...[bytes(bytesPerNumber * cost.read), bytes(bytesPerNumber * cost.written), scaled(cost.operations), to],
    ]);
    if (again === 0) return cells;
    const [first, last] = [shown[0]!.number, shown.at(-1)!.number];
    const which = first === last ? `${first}` : `${first} to ${last}`;
    const what = `${which} again ${grouped(again)} times`;
    return [...cells, ["…", what, "", "", "", "", ""]];
  });
}

/** What launches have in common that do the same for another layer. */
const keyOf = ({ launch, computes }: Row): string =>
  JSON.stringify([
    computes.replaceAll(/_\d+/g, ""),
    launch.kind === "loop" ? launch.loop : launch.kind === "product" ? [launch.m, launch.k, launch.n] : launch.kind,
  ]);

const sidesText = (sides: readonly number[]): string => (sides.length === 0 ? "1" : sides.join("×"));

function workText(launch: Launch): string {
  switch (launch.kind) {
    case "product":
      return `product ${sidesText([launch.m, launch.k, launch.n])}`;
    case "loop":
      return `loop ${sidesText(launch.loop.space)}`;
    case "draw":
      return "draw";
    case "foreign":
      return launch.op;
    case "allReduce":
      return "exchange";
  }
}

type Named = Partial<Record<Origin["work"], readonly string[]>>;

/** From what matters most: an update is told, and not the end of the gradient that it is computed with. */
const tellings: readonly ((named: Named) => string | undefined)[] = [
  ({ update }) => update && `update of ${update.join(", ")}`,
  ({ clipping }) => clipping?.join(", "),
  ({ gradient }) => gradient && `gradient of ${gradient.join(", ")}`,
  ({ loss }) => loss?.join(", "),
  ({ value, statistics = [] }) => value && [...new Set([...value, ...statistics])].join(", "),
  ({ statistics }) => statistics && `statistics of ${statistics.join(", ")}`,
];

function computesText({ nodes }: Launch, all: readonly Node[]): string {
  const named: Named = {};
  for (const id of nodes) {
    const { origin } = all[id]!;
    if (origin !== undefined) named[origin.work] = [...new Set([...(named[origin.work] ?? []), origin.name])];
  }
  return tellings.map((tell) => tell(named)).find((text) => text !== undefined) ?? "";
}

/** Where results go: over what is read, into weights and states, or to a place in the arena; `+` where to several. */
function placeText(launch: Launch, { buffers }: Schedule): string {
  const read = new Set(readBy(launch));
  const [first, ...others] = new Set(
    writtenBy(launch).map((buffer) => {
      const { place } = buffers[buffer]!;
      if (read.has(buffer)) return "in place";
      return place.kind === "arena" ? grouped(place.offset) : "variable";
    }),
  );
  return others.length === 0 ? first! : `${first} +`;
}

const sumOf = (rows: readonly Row[], what: keyof LaunchCost): number =>
  rows.reduce((sum, { cost }) => sum + cost[what], 0);
const traffic = (rows: readonly Row[], what: "read" | "written"): string => bytes(bytesPerNumber * sumOf(rows, what));

function arithmeticText(rows: readonly Row[]): string {
  const all = sumOf(rows, "operations");
  const products = sumOf(
    rows.filter(({ launch }) => launch.kind === "product"),
    "operations",
  );
  return `${scaled(all)} flops, ${Math.round((100 * products) / all)}% of them in products`;
}
