/** What is known of a run before it starts: its length, its learning rate at each step, how its optimizer takes that. */
import { compileFormula, type Numbers } from "../formula/compile.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
import type { Program } from "../formula/program.ts";
import { makeRunner } from "../formula/runner.ts";
import type { Training } from "../network/resolve-train.ts";
import { numberOf } from "../network/value.ts";

export const hasValidation = ({ data: { spec } }: Pick<Training, "data">): boolean =>
  spec.sources.validation !== undefined || spec.split?.validation !== undefined;

/** The examples that are trained on, where their number is declared: of the data, or of the part that is split off to train on. */
export function trainingExamplesOf({ data: { examples, spec } }: Pick<Training, "data">): number | undefined {
  const train = spec.split?.train;
  if (train !== undefined && "count" in train) return train.count;
  if (examples === undefined) return undefined;
  const sizes = spec.split === undefined ? [] : [spec.split.validation, spec.split.test];
  const away = sizes.reduce(
    (sum, size) => sum + (size === undefined ? 0 : "share" in size ? size.share * examples : size.count),
    0,
  );
  return Math.max(0, Math.round(examples - away));
}

/** The steps of an epoch, where the number of examples is declared. */
export function stepsPerEpochOf(training: Training): number | undefined {
  const examples = trainingExamplesOf(training);
  return examples === undefined ? undefined : Math.max(1, Math.ceil(examples / training.batchSize));
}

export interface Moment {
  readonly step: number;
  readonly rate: number;
  readonly momentum: number | undefined;
}

/** How many moments of a run are looked at, the first and the last among them: most runs have no more steps. */
const looks = 20_000;
/** The same for a schedule that watches the loss, whose rate changes once an epoch. */
const looksWatching = 500;
/** Stands in for the steps of an epoch that are not known: a schedule's height does not hang on them. */
const someSteps = 100;

/** How the loss may go that a schedule watches, by the number of epochs done. */
export const courses: { readonly [K in "falling" | "level" | "rising"]: (epoch: number) => number } = {
  falling: (epoch) => 1 / epoch,
  level: () => 1,
  rising: (epoch) => epoch,
};

/** Rate and momentum through the run; of a schedule that watches the loss, through a run of each course. */
export function momentsOf(training: Training): readonly Moment[] {
  const known = seen.get(training);
  if (known !== undefined) return known;
  const moments =
    training.watchedProgram === undefined
      ? momentsAlong(training)
      : Object.values(courses).flatMap((course) => momentsAlong(training, { course }));
  seen.set(training, moments);
  return moments;
}

/** Several rules look at one run. */
const seen = new WeakMap<Training, readonly Moment[]>();

/** The moments of one run; without a course nothing is told to a schedule that watches. */
export function momentsAlong(
  training: Training,
  {
    course,
    epochs = training.epochs,
    steps,
  }: { course?: (epoch: number) => number; epochs?: number; steps?: readonly number[] } = {},
): readonly Moment[] {
  const { scheduleProgram, watchedProgram } = training;
  const spe = stepsPerEpochOf(training) ?? someSteps;
  const total = epochs * spe;
  const given = (step: number): Numbers => ({
    step,
    epoch: Math.floor(step / spe),
    total,
    steps_per_run: total,
    steps_per_epoch: spe,
  });
  const schedule = makeRunner(scheduleProgram);
  const watched = watchedProgram && makeRunner(watchedProgram);
  let done = 0;
  return (steps ?? stepsOf(training, total, spe)).flatMap((step) => {
    for (; course !== undefined && watched !== undefined && done < Math.floor(step / spe); done++)
      watched.run({ ...given((done + 1) * spe), monitored: course(done + 1) });
    const values = schedule.run({ ...given(step), ...watched?.begin(given(0)) });
    const at = (name: string): number | undefined => values[scheduleProgram.results.get(name) ?? ""];
    const rate = at("rate");
    return rate === undefined ? [] : [{ step, rate, momentum: at("momentum") }];
  });
}

/** Every step of a schedule that keeps a state, else some through the run; of one that watches, the first of each epoch too. */
function stepsOf({ scheduleProgram, watchedProgram }: Training, total: number, spe: number): readonly number[] {
  const { states, lines } = scheduleProgram;
  if (states.length > 0) return Array.from({ length: Math.min(total, looks) }, (_, step) => step);
  if (watchedProgram === undefined && lines.every(({ value }) => value.op === "number")) return [0];
  const last = Math.min(total, watchedProgram === undefined ? Infinity : looks * spe) - 1;
  const count = Math.min(watchedProgram === undefined ? looks : looksWatching, last + 1);
  const spread = Array.from({ length: count }, (_, i) => Math.round((last * i) / Math.max(1, count - 1)));
  if (watchedProgram === undefined) return spread;
  const begins = Array.from({ length: Math.min(total / spe, 2000) }, (_, epoch) => epoch * spe);
  return [...new Set([...spread, ...begins])].sort((one, other) => one - other);
}

/** `plain`: a step grows with the gradient; `adaptive`: it does not; `fading`: nor does it, and it becomes ever smaller. */
export type OptimizerFamily = "plain" | "adaptive" | "fading" | "other";

/** Found by taking steps along a constant gradient, so that a user's own optimizer is judged too. */
export function familyOf(training: Training): OptimizerFamily {
  const known = families.get(training.optimizerProgram);
  if (known !== undefined) return known;
  const family = findFamily(training);
  families.set(training.optimizerProgram, family);
  return family;
}

const families = new WeakMap<Program, OptimizerFamily>();

function findFamily(training: Training): OptimizerFamily {
  const small = stepsAlong(training, 1, 800);
  const large = stepsAlong(training, 1000, 1);
  const ratio = large[0]! / small[0]!;
  if (Math.abs(ratio / 1000 - 1) < 0.1) return "plain";
  if (Math.abs(ratio - 1) > 0.1) return "other";
  // Steps that fall with the root of their number go on falling; a slow running mean comes to an end.
  return small.at(-1)! < 0.75 * small[small.length / 2 - 1]! ? "fading" : "adaptive";
}

/** How far an update goes when the gradient has been `g` for a while. */
export const stepAt = (training: Training, g: number): number => stepsAlong(training, g, 100).at(-1)!;

/** How far each of `count` updates goes while the gradient stays `g`. */
const stepsAlong = (training: Training, g: number, count: number): readonly number[] =>
  movesAlong(training, g, count).map(Math.abs);

/** The same with its direction: below 0 where the weight becomes smaller. */
export function movesAlong(
  { optimizerProgram: program, optimizer }: Training,
  g: number,
  count: number,
): readonly number[] {
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
    steps_per_run: 100 * someSteps,
  };
  for (const { name, initial } of program.states) values[name] = evaluateNumber(initial, values);
  const lines = program.lines.map(({ name, value }) => [name, compileFormula(value)] as const);
  return Array.from({ length: count }, (_, i) => {
    const before = values["w"]!;
    values["t"] = i + 1;
    for (const [name, formula] of lines) values[name] = formula(values);
    for (const [written, name] of program.results) values[written] = values[name]!;
    return values["w"]! - before;
  });
}

/** A rate with momentum acts as one this many times larger without. */
export const gainOf = ({ optimizer }: Training, momentum: number | undefined): number => {
  const own = optimizer.arguments["momentum"];
  return own === undefined ? 1 : 1 / (1 - (momentum ?? numberOf(own)));
};
