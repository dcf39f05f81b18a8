/** Our figures beside the book's, and the orderings that the chapter teaches. */
import { book, type Figures } from "./book.ts";

/** The book's runs are one seed each, and so are ours: accuracies within this are the same. */
export const tolerance = 0.015;

const accuracies = [
  "trainAccuracy",
  "measuredAccuracy",
  "validationAccuracy",
  "testAccuracy",
  "monteCarloAccuracy",
] as const;
export type Accuracy = (typeof accuracies)[number];

export interface Difference {
  readonly of: Accuracy;
  readonly value: number;
}

/** Ours less the book's, for each accuracy that the book prints. */
export const differences = (name: string, ours: Figures): readonly Difference[] =>
  accuracies.flatMap((of) => {
    const [own, printed] = [ours[of], book[name]?.[of]];
    return own === undefined || printed === undefined ? [] : [{ of, value: own - printed }];
  });

/** The difference that is largest in size. */
export const largest = (found: readonly Difference[]): Difference | undefined =>
  found.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];

export const isWithin = (found: readonly Difference[]): boolean =>
  found.every(({ value }) => Math.abs(value) <= tolerance + 1e-9);

export interface Ordering {
  readonly claim: string;
  /** `undefined` where not all of its runs are there. */
  readonly holds: boolean | undefined;
  readonly because: string;
}

type Runs = ReadonlyMap<string, Figures>;

/** A claim that some runs come out above others by an accuracy; `slack` is what chance may take away. */
function above(
  claim: string,
  runs: Runs,
  higher: readonly string[],
  lower: readonly string[],
  of: Accuracy = "validationAccuracy",
): Ordering {
  const told = (name: string): string => `${name} ${runs.get(name)?.[of]?.toFixed(4) ?? "not trained"}`;
  const values = (names: readonly string[]) => names.map((name) => runs.get(name)?.[of]);
  const [high, low] = [values(higher), values(lower)];
  const isWhole = [...high, ...low].every((value) => value !== undefined);
  return {
    claim,
    holds: isWhole ? Math.min(...(high as number[])) > Math.max(...(low as number[])) : undefined,
    because: `${higher.map(told).join(", ")}; ${lower.map(told).join(", ")}`,
  };
}

/** Test accuracy with and without dropout at prediction: as good or better, but for a third of a percent. */
function monteCarlo(name: string, runs: Runs): Ordering {
  const figures = runs.get(name);
  const [mean, plain] = [figures?.monteCarloAccuracy, figures?.testAccuracy];
  return {
    claim: `the mean of 100 passes of ${name} is about as good as one pass without, or better`,
    holds: mean === undefined || plain === undefined ? undefined : mean >= plain - 0.003,
    because: `${mean?.toFixed(4) ?? "not trained"}; ${plain?.toFixed(4) ?? "not trained"}`,
  };
}

const fast = ["momentum", "nesterov", "rmsprop", "adam", "adamax", "nadam", "adamw"];
const schedules = ["power", "exponential_by_epoch", "exponential_by_step", "piecewise", "performance"];

export const orderings = (runs: Runs): readonly Ordering[] => [
  above("100 layers of selu train where relu stalls", runs, ["selu_100_layers"], ["relu_100_layers"]),
  above("momentum and what came of it beat AdaGrad after 10 epochs", runs, fast, ["adagrad"]),
  above("1cycle ends best of the schedules", runs, ["one_cycle"], schedules),
  monteCarlo("dropout", runs),
  monteCarlo("alpha_dropout", runs),
];
