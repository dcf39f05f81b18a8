/** What is known of a run before it starts: its length, its learning rate at each step, how its optimizer takes that. */
import { evaluateNumber } from "../formula/evaluate.ts";
import type { Training } from "../network/resolve-train.ts";
import { numberOf } from "../network/value.ts";

export const hasValidation = ({ data: { spec } }: Pick<Training, "data">): boolean =>
  spec.sources.validation !== undefined || spec.split?.validation !== undefined;

/** The steps of an epoch, where the number of examples is declared. */
export function stepsPerEpochOf({ data: { examples, spec }, batchSize }: Training): number | undefined {
  if (examples === undefined) return undefined;
  const sizes = spec.split === undefined ? [] : [spec.split.validation, spec.split.test];
  const away = sizes.reduce(
    (sum, size) => sum + (size === undefined ? 0 : "share" in size ? size.share * examples : size.count),
    0,
  );
  return Math.max(1, Math.ceil((examples - away) / batchSize));
}

export interface Moment {
  readonly step: number;
  readonly rate: number;
  readonly momentum: number | undefined;
}

/** How many moments of a run are looked at, the first and the last among them. */
const looks = 200;
/** Stands in for the steps of an epoch that are not known: a schedule's height does not hang on them. */
const someSteps = 100;

/** Rate and momentum through the run; the first moment alone for a schedule that keeps a state. */
export function momentsOf(training: Training): readonly Moment[] {
  const { scheduleProgram: program, epochs } = training;
  const spe = stepsPerEpochOf(training) ?? someSteps;
  const total = epochs * spe;
  const last = program.states.length > 0 ? 0 : total - 1;
  const steps = new Set(Array.from({ length: looks }, (_, i) => Math.round((last * i) / (looks - 1))));
  return [...steps].flatMap((step) => {
    const values: Record<string, number> = {
      step,
      epoch: Math.floor(step / spe),
      total,
      steps_per_epoch: spe,
      monitored: 0,
    };
    for (const { name, initial } of program.states) values[name] = evaluateNumber(initial, values);
    for (const { name, value } of program.lines) values[name] = evaluateNumber(value, values);
    const at = (name: string): number | undefined => values[program.results.get(name) ?? ""];
    const rate = at("rate");
    return rate === undefined ? [] : [{ step, rate, momentum: at("momentum") }];
  });
}

/** `plain`: a step grows with the gradient; `adaptive`: it does not; `fading`: nor does it, and it becomes ever smaller. */
export type OptimizerFamily = "plain" | "adaptive" | "fading" | "other";

/** Found by taking steps along a constant gradient, so that a user's own optimizer is judged too. */
export function familyOf(training: Training): OptimizerFamily {
  const small = stepsAlong(training, 1);
  const large = stepsAlong(training, 1000);
  const ratio = large[0]! / small[0]!;
  if (Math.abs(ratio / 1000 - 1) < 0.1) return "plain";
  if (Math.abs(ratio - 1) > 0.1) return "other";
  return small.at(-1)! < small[0]! / 4 ? "fading" : "adaptive";
}

/** How far each of a hundred updates goes while the gradient stays `g`. */
function stepsAlong({ optimizerProgram: program, optimizer }: Training, g: number): readonly number[] {
  const own = Object.entries(optimizer.arguments).flatMap(([name, { value }]) =>
    value.kind === "number" ? [[name, value.value] as const] : [],
  );
  const values: Record<string, number> = {
    ...Object.fromEntries(own),
    w: 0,
    g,
    rate: 1e-3,
    decayed: 0,
    steps_per_epoch: someSteps,
  };
  for (const { name, initial } of program.states) values[name] = evaluateNumber(initial, values);
  return Array.from({ length: 100 }, (_, i) => {
    const before = values["w"]!;
    values["t"] = i + 1;
    for (const { name, value } of program.lines) values[name] = evaluateNumber(value, values);
    for (const [written, name] of program.results) values[written] = values[name]!;
    return Math.abs(values["w"]! - before);
  });
}

/** A rate with momentum acts as one this many times larger without. */
export const gainOf = ({ optimizer }: Training, momentum: number | undefined): number => {
  const own = optimizer.arguments["momentum"];
  return own === undefined ? 1 : 1 / (1 - (momentum ?? numberOf(own)));
};
