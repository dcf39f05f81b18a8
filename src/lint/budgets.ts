/** Budgets: the most that a network may cost, declared in the config for the files that a pattern names. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { costOf, memoryOf, sum, total, type LayerCost } from "../explain/cost.ts";
import { bytes, grouped } from "../explain/numbers.ts";
import type { Network } from "../network/network.ts";
import type { Model } from "../network/resolve.ts";
import type { Training } from "../network/resolve-train.ts";

export interface Budgets {
  readonly parameters?: number;
  readonly multiplyAdds?: number;
  readonly stepMemory?: number;
}

interface Budget {
  readonly key: keyof Budgets;
  /** The finding's code. */
  readonly code: string;
  /** What may be no more than declared. */
  readonly note: string;
  /** What a network costs; `undefined` where that is known only when the data is read, or for no training. */
  readonly cost: (costs: readonly LayerCost[], training: Training | undefined) => number | undefined;
  /** The part of one layer. */
  readonly part: (cost: LayerCost) => number | undefined;
  readonly say: (cost: number) => string;
}

const weightsOf = ({ trained, frozen, kept }: LayerCost): number | undefined => sum([trained, frozen, kept]);

export const budgets: readonly Budget[] = [
  {
    key: "parameters",
    code: "param-budget",
    note: "the most weights of a network, learned and kept",
    cost: (costs) => sum(costs.map(weightsOf)),
    part: weightsOf,
    say: (cost) => `${grouped(cost)} ${cost === 1 ? "parameter" : "parameters"}`,
  },
  {
    key: "multiplyAdds",
    code: "multiply-add-budget",
    note: "the most multiplications with an addition for one example, forward",
    cost: (costs) => total(costs, "multiplyAdds"),
    part: ({ multiplyAdds }) => multiplyAdds,
    say: (cost) => `${grouped(cost)} multiply-adds`,
  },
  {
    key: "stepMemory",
    code: "memory-budget",
    note: "the most bytes that a training step holds",
    cost: (costs, training) => {
      const memory = training && memoryOf(training, costs);
      return memory && memory.weights + memory.gradients + memory.optimizer + memory.values;
    },
    part: weightsOf,
    say: (cost) => `${bytes(cost)} a training step`,
  },
];

/** The networks of a sound spec that cost more than they may. */
export function overBudget({ trainings, networks }: Model, most: Budgets): Diagnostic[] {
  const asked = budgets.flatMap((budget) => {
    const limit = most[budget.key];
    return limit === undefined ? [] : [{ budget, limit }];
  });
  if (asked.length === 0) return [];
  const judge = (network: Network, training: Training | undefined): Diagnostic[] => {
    const costs = network.layers.map((layer) => costOf(network, layer));
    return asked.flatMap(({ budget, limit }) => {
      const cost = budget.cost(costs, training);
      return cost === undefined || cost <= limit ? [] : [finding(network, costs, budget, cost, limit)];
    });
  };
  return [
    ...trainings.flatMap((training) => judge(training.network, training)),
    ...networks.flatMap((network) => judge(network, undefined)),
  ];
}

function finding(
  { name, declaration }: Network,
  costs: readonly LayerCost[],
  { code, say, part }: Budget,
  cost: number,
  limit: number,
): Diagnostic {
  const largest = costs.reduce((most, one) => ((part(one) ?? 0) > (part(most) ?? 0) ? one : most));
  return {
    code,
    severity: "error",
    message: `the network \`${name}\` takes ${say(cost)}, and its budget is ${say(limit)}`,
    at: declaration.name.span,
    related: [{ at: largest.layer.at, label: `the largest part: ${grouped(part(largest) ?? 0)} of them` }],
    why: "the project's configuration declares what fits where the network is to run",
    help: "make the largest layers narrower, or raise the budget in `dnnc.config.json`",
  };
}
