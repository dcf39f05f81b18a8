/** `dnnc summary`: a network's layers with their shapes, weights and arithmetic, and what a step holds. */
import { dimsText, type Layer, type Network } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { costOf, memoryOf, sum, total, type LayerCost } from "./cost.ts";
import { bytes, grouped } from "./numbers.ts";
import { renderTable, type Column } from "./table.ts";

const columns: readonly Column[] = [
  { head: "layer", align: "left", most: 28 },
  { head: "from", align: "left", most: 24 },
  { head: "shape", align: "left", most: 16 },
  { head: "parameters", align: "right" },
  { head: "multiply-adds", align: "right" },
];

const known = (value: number | undefined): string => (value === undefined ? "?" : grouped(value));
const unlessZero = (value: number | undefined): string => (value === 0 ? "" : known(value));

/** The table of a network, at most 100 columns wide, with its totals and, where it is trained, the memory of a step. */
export function summarize(network: Network, training?: Training): string {
  const costs = network.layers.map((layer) => costOf(network, layer));
  const rows = costs.map((cost) => row(network, cost));
  const title =
    training === undefined
      ? `network ${network.name}`
      : `network ${network.name} on ${training.data.spec.name}, run ${training.name}`;
  const facts = [
    ["parameters", parametersText(costs)],
    ["multiply-adds", `${known(total(costs, "multiplyAdds"))} for one example, forward`],
    ["memory", memoryText(costs, training)],
  ];
  const ends = facts.map(([name, text]) => `${name!.padEnd(15)}${text}\n`).join("");
  return `${title}\n\n${renderTable(columns, rows)}\n${ends}`;
}

function row(network: Network, cost: LayerCost): readonly string[] {
  const { layer } = cost;
  const weights = sum([cost.trained, cost.frozen, cost.kept]);
  const name = layer.kept === undefined ? layer.name : `${layer.name} = ${layer.kept}`;
  return [name, from(network, layer), dimsText(layer.shape), unlessZero(weights), unlessZero(cost.multiplyAdds)];
}

/** The layers it reads, unless it is the one before alone. */
const from = (network: Network, { id, inputs }: Layer): string =>
  inputs.length === 0 || (inputs.length === 1 && inputs[0] === id - 1)
    ? ""
    : inputs.map((input) => network.layers[input]!.name).join(", ");

function parametersText(costs: readonly LayerCost[]): string {
  const [trained, frozen, kept] = [total(costs, "trained"), total(costs, "frozen"), total(costs, "kept")];
  if (trained === undefined || frozen === undefined || kept === undefined) return "known when the data is read";
  const parts = [
    [trained, "trained"],
    [frozen, "frozen"],
    [kept, "moving averages"],
  ] as const;
  const told = parts.filter(([count], i) => i === 0 || count > 0).map(([count, what]) => `${grouped(count)} ${what}`);
  return told.length === 1
    ? `${grouped(trained)}, all trained`
    : `${grouped(trained + frozen + kept)}: ${told.join(", ")}`;
}

function memoryText(costs: readonly LayerCost[], training: Training | undefined): string {
  const memory = training && memoryOf(training, costs);
  const weights = sum([total(costs, "trained"), total(costs, "frozen")]);
  if (memory === undefined)
    return weights === undefined ? "known when the data is read" : `weights ${bytes(4 * weights)}`;
  const all = memory.weights + memory.gradients + memory.optimizer + memory.values;
  return [
    `at most ${bytes(all)} a step of ${grouped(training!.batchSize)} examples:`,
    `weights ${bytes(memory.weights)}, gradients ${bytes(memory.gradients)},`,
    `\n${" ".repeat(15)}optimizer ${bytes(memory.optimizer)}, values and their gradients ${bytes(memory.values)}`,
  ]
    .join(" ")
    .replace(" \n", "\n");
}
