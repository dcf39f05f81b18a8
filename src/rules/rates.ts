/** The learning rate through a run, known before the run starts. */
import { printProgram } from "../formula/print-program.ts";
import { remembered } from "../formula/remembered.ts";
import type { Training } from "../network/resolve-train.ts";
import { makeMachine } from "./machine.ts";
import { someSteps, stepsPerEpochOf } from "./runs.ts";

export interface Moment {
  readonly step: number;
  readonly rate: number;
  readonly momentum: number | undefined;
}

/** How many moments of a run are looked at, the first and the last among them, before what lies between them is. */
const looks = 1000;
/** The most steps of a schedule that keeps a state, of which none can be left out. */
const stepsWithState = 20_000;
/** The same for a schedule that watches the loss, whose rate changes once an epoch. */
const looksWatching = 500;

/** How the loss may go that a schedule watches, by the number of epochs done. */
export const courses = {
  falling: (epoch: number) => 1 / epoch,
  level: () => 1,
  rising: (epoch: number) => epoch,
} as const;

export type Course = keyof typeof courses;

export const courseNames = Object.keys(courses) as readonly Course[];

/** What rules ask of the rates of a run; of a schedule that watches the loss, of a run of each course. */
export interface Rates {
  readonly first: Moment | undefined;
  readonly middle: Moment | undefined;
  readonly last: Moment | undefined;
  /** Where the rate is largest, if it is ever above 0. */
  readonly highest: Moment | undefined;
  /** Where it acts like the largest, under the momentum that the schedule sets. */
  readonly strongest: Moment | undefined;
  /** The largest rate, or 0; no number where one is none. */
  readonly peak: number;
  readonly mean: number;
  /** The first below 0, and the first that is infinite or no number. */
  readonly negative: Moment | undefined;
  readonly lost: Moment | undefined;
}

const summaries = remembered<Rates>(500);

/** Of a run, whose rates many rules ask for. */
const ofRuns = new WeakMap<Training, Rates>();

export function ratesOf(training: Training): Rates {
  const rates = ofRuns.get(training) ?? summaries(keyOf(training), () => findRates(training));
  ofRuns.set(training, rates);
  return rates;
}

const findRates = (training: Training): Rates =>
  isFree(training)
    ? refined(training, momentsAlong(training))
    : summaryOf(
        training.watchedProgram === undefined
          ? momentsAlong(training)
          : courseNames.flatMap((course) => momentsAlong(training, { course })),
      );

/** Whether the rate of a step hangs on that step alone. */
const isFree = ({ scheduleProgram, watchedProgram }: Training): boolean =>
  scheduleProgram.states.length === 0 && watchedProgram === undefined;

/** The same with the steps themselves where the rate is largest or is first no good rate, and with the first and the last steps. */
function refined(training: Training, moments: readonly Moment[]): Rates {
  const rough = summaryOf(moments);
  const last = rough.last?.step ?? 0;
  if (moments.length > last) return rough;
  let near = { ...rough };
  let gap = Math.ceil(last / (moments.length - 1));
  let steps = [...Array(ends).keys()].flatMap((i) => [i, last - i]);
  for (;;) {
    const places = [near.highest, near.strongest, near.negative, near.lost].flatMap((one) => one?.step ?? []);
    const finer = Math.ceil(gap / ends);
    for (const place of new Set(places))
      for (let step = place - gap; step <= place + gap; step += finer) steps.push(Math.min(Math.max(step, 0), last));
    const seen = summaryOf(momentsAt(training, [...Float64Array.from(new Set(steps)).sort()]));
    near = {
      ...near,
      highest: higher(near.highest, seen.highest, ({ rate }) => rate),
      strongest: higher(near.strongest, seen.strongest, actingRate),
      peak: Math.max(near.peak, seen.peak),
      negative: earlier(near.negative, seen.negative),
      lost: earlier(near.lost, seen.lost),
    };
    if (finer === 1) return near;
    [gap, steps] = [finer, []];
  }
}

/** How many steps at either end of a run are looked at, and how much finer each next look is. */
const ends = 64;

const higher = (one: Moment | undefined, other: Moment | undefined, height: (moment: Moment) => number) =>
  one === undefined || (other !== undefined && height(other) > height(one)) ? other : one;

const earlier = (one: Moment | undefined, other: Moment | undefined) =>
  one === undefined || (other !== undefined && other.step < one.step) ? other : one;

/** What a rate comes to in the long run, where each step goes on by the momentum's share. */
const actingRate = ({ rate, momentum }: Moment): number =>
  momentum === undefined ? rate : rate * (1 / (1 - momentum));

function summaryOf(moments: readonly Moment[]): Rates {
  let [peak, sum, most, strength] = [0, 0, 0, 0];
  let [highest, strongest]: (Moment | undefined)[] = [];
  for (const moment of moments) {
    const { rate } = moment;
    const acting = actingRate(moment);
    peak = Math.max(peak, rate);
    sum += rate;
    if (rate > most) [most, highest] = [rate, moment];
    if (acting > strength) [strength, strongest] = [acting, moment];
  }
  return {
    ...{ highest, strongest, peak, mean: sum / moments.length },
    first: moments[0],
    middle: moments[Math.floor((moments.length - 1) / 2)],
    last: moments.at(-1),
    negative: moments.find(({ rate }) => rate < 0),
    lost: moments.find(({ rate }) => !Number.isFinite(rate)),
  };
}

interface Run {
  /** Without one nothing is told to a schedule that watches. */
  readonly course?: Course;
  readonly epochs?: number;
  /** The steps of an epoch, in place of what is known of them. */
  readonly perEpoch?: number;
}

/** All that the moments of a run hang on. */
export const keyOf = (training: Training, { course, epochs = training.epochs, perEpoch }: Run = {}): string => {
  const { scheduleProgram, watchedProgram } = training;
  const programs = [scheduleProgram, watchedProgram].map((program) => program && printProgram(program));
  return [epochs, perEpoch ?? stepsPerEpochOf(training), course, ...programs].join("\n;");
};

const runs = remembered<readonly Moment[]>(16);

/** The moments of one run. */
export const momentsAlong = (training: Training, run: Run = {}): readonly Moment[] =>
  runs(keyOf(training, run), () => momentsAt(training, undefined, run));

/** The same at these steps; where none are given, at as many as there is time for. */
export function momentsAt(
  training: Training,
  given: readonly number[] | undefined,
  { course, epochs = training.epochs, perEpoch = stepsPerEpochOf(training) ?? someSteps }: Run = {},
): readonly Moment[] {
  const { scheduleProgram, watchedProgram } = training;
  const total = epochs * perEpoch;
  const first = { step: 0, epoch: 0, total, steps_per_run: total, steps_per_epoch: perEpoch };
  const schedule = makeMachine(scheduleProgram, first);
  const watched = watchedProgram && makeMachine(watchedProgram, { ...first, monitored: NaN });
  const told = (watchedProgram?.states ?? []).map(
    ({ name }) => [schedule.slotOf(name), watched!.slotOf(name)] as const,
  );
  const [rate, momentum] = ["rate", "momentum"].map((name) => {
    const from = scheduleProgram.results.get(name);
    return from === undefined ? undefined : schedule.slotOf(from);
  });
  if (rate === undefined) return [];
  let done = 0;
  return (given ?? stepsOf(training, total, perEpoch)).map((step) => {
    const epoch = Math.floor(step / perEpoch);
    for (; course !== undefined && watched !== undefined && done < epoch; done++)
      watched.run({ step: (done + 1) * perEpoch, epoch: done + 1, monitored: courses[course](done + 1) });
    for (const [to, from] of told) schedule.numbers[to] = watched!.numbers[from]!;
    schedule.run({ step, epoch });
    const { numbers } = schedule;
    return { step, rate: numbers[rate]!, momentum: momentum === undefined ? undefined : numbers[momentum]! };
  });
}

/** Every step of a schedule that keeps a state, else some through the run; of one that watches, the first of each epoch too. */
function stepsOf({ scheduleProgram, watchedProgram }: Training, total: number, perEpoch: number): readonly number[] {
  const { states, lines } = scheduleProgram;
  if (states.length > 0) return Array.from({ length: Math.min(total, stepsWithState) }, (_, step) => step);
  if (watchedProgram === undefined && lines.every(({ value }) => value.op === "number")) return [0];
  const last = Math.min(total, watchedProgram === undefined ? Infinity : stepsWithState * perEpoch) - 1;
  const count = Math.min(watchedProgram === undefined ? looks : looksWatching, last + 1);
  const spread = Array.from({ length: count }, (_, i) => Math.round((last * i) / Math.max(1, count - 1)));
  if (watchedProgram === undefined) return spread;
  const begins = Array.from({ length: Math.min(total / perEpoch, 2000) }, (_, epoch) => epoch * perEpoch);
  return [...Float64Array.from(new Set([...spread, ...begins])).sort()];
}
