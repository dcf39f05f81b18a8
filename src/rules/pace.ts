/** Whether the learning rate goes through a run as a schedule's should, found by running the schedule: one's own too. */
import { remembered } from "../formula/remembered.ts";
import type { Training } from "../network/resolve-train.ts";
import { keyOf, momentsAlong, type Moment } from "./rates.ts";
import { someSteps, stepsPerEpochOf } from "./runs.ts";

export type Pace =
  /** It is the same throughout, though it is no constant by its formula. */
  | { readonly kind: "level"; readonly at: Moment }
  /** It is nothing from `at` on, where a tenth of the run or more is left. */
  | { readonly kind: "dead"; readonly at: Moment }
  /** Nearly all of the way that the rate goes lies in the first tenth: `at` is where that ends. */
  | { readonly kind: "spent"; readonly at: Moment }
  /** It has come down within an epoch, and stays there. */
  | { readonly kind: "settled"; readonly at: Moment }
  /** It is highest at the end, and was never as high in the first half. */
  | { readonly kind: "rises"; readonly at: Moment }
  /** It jumps up again more than twice an epoch. */
  | { readonly kind: "restarts"; readonly at: Moment; readonly count: number }
  /** The run ends before half of a period that began at `from`, after earlier ones had come down. */
  | { readonly kind: "cut"; readonly at: Moment; readonly from: number };

/** In so few epochs a rate may be tried out. */
const fewest = 3;
/** A schedule for long runs does little in fewer steps than these. */
const fewestSteps = 500;

const paces = remembered<Pace | undefined>(500);

export const paceOf = (training: Training): Pace | undefined =>
  paces(`${training.schedule.word.name} ${training.earlyStopping?.patience} ${keyOf(training)}`, () => find(training));

function find(training: Training): Pace | undefined {
  const { epochs, schedule, watchedProgram, scheduleProgram } = training;
  if (epochs < fewest || watchedProgram !== undefined) return undefined;
  const perEpoch = stepsPerEpochOf(training);
  const alone = momentsAlong(training);
  // By its formula one number, of a word that goes by the step.
  if (alone.length === 1 && schedule.word.given.some(({ name }) => name === "step" || name === "epoch"))
    return { kind: "level", at: alone[0]! };
  if (alone.length < 2 || alone.some(({ rate }) => !(rate >= 0 && Number.isFinite(rate)))) return undefined;
  // Of a schedule that keeps a state only the beginning is known.
  if (scheduleProgram.states.length > 0 && alone.at(-1)!.step + 1 < epochs * (perEpoch ?? someSteps)) return undefined;
  const shape = risesIn(alone) ?? cutIn(alone, training);
  if (perEpoch === undefined) {
    // What is counted in steps lies elsewhere in an epoch of other length.
    const longer = momentsAlong(training, { perEpoch: 20 * someSteps });
    return shape && (shape.kind === "cut" ? cutIn(longer, training) : risesIn(longer)) && shape;
  }
  const peak = alone.reduce((most, { rate }) => Math.max(most, rate), 0);
  if (alone.every(({ rate }) => rate > 0.99 * peak) && epochs * perEpoch >= fewestSteps)
    return { kind: "level", at: alone.at(-1)! };
  return restartsIn(alone, epochs) ?? shape ?? fallsIn(alone, training, perEpoch);
}

function risesIn(moments: readonly Moment[]): Pace | undefined {
  const last = moments.at(-1)!;
  const before = moments.slice(0, Math.ceil(moments.length / 2));
  const high = before.reduce((most, { rate }) => Math.max(most, rate), 0);
  const peak = moments.reduce((most, { rate }) => Math.max(most, rate), 0);
  return last.rate >= 0.999 * peak && last.rate > 1.5 * high ? { kind: "rises", at: last } : undefined;
}

function restartsIn(moments: readonly Moment[], epochs: number): Pace | undefined {
  const jumps = moments.filter(({ rate }, i) => i > 0 && rate > 1.5 * moments[i - 1]!.rate);
  const first = jumps[0];
  return first !== undefined && jumps.length > 2 * epochs
    ? { kind: "restarts", at: first, count: jumps.length }
    : undefined;
}

function cutIn(moments: readonly Moment[], { epochs, earlyStopping }: Training): Pace | undefined {
  if ((earlyStopping?.patience ?? Infinity) < epochs) return undefined;
  const last = moments.at(-1)!;
  const restart = moments.findLastIndex(({ rate }, i) => i > 0 && rate > 1.5 * moments[i - 1]!.rate);
  if (restart < 1) return undefined;
  const [before, again] = [moments[restart - 1]!, moments[restart]!];
  const peak = moments.slice(0, restart).reduce((most, { rate }) => Math.max(most, rate), 0);
  const hadFallen = peak > 2 * before.rate;
  return hadFallen && last.rate > 0.5 * again.rate && last.rate > 2 * before.rate
    ? { kind: "cut", at: last, from: again.step }
    : undefined;
}

function fallsIn(moments: readonly Moment[], training: Training, perEpoch: number): Pace | undefined {
  // Early stopping may end the run soon after the rate is spent.
  const { epochs, earlyStopping } = training;
  const lasting = Math.min(epochs, (earlyStopping?.patience ?? Infinity) + 1) * perEpoch;
  const run = moments.filter(({ step }) => step < lasting);
  const last = run.at(-1);
  if (last === undefined || lasting < fewest * perEpoch) return undefined;
  const peak = run.reduce((most, { rate }) => Math.max(most, rate), 0);
  const alive = run.findLastIndex(({ rate }) => rate > 1e-10 * peak);
  const dead = run[alive + 1];
  const ways = run.map(({ rate, step }, i) => rate * ((run[i + 1]?.step ?? lasting) - step));
  const whole = ways.reduce((sum, way) => sum + way, 0);
  const tenth = run.findIndex(({ step }) => step >= lasting / 10);
  const way = ways.slice(0, tenth).reduce((sum, one) => sum + one, 0);
  if (tenth > 0 && way > 0.99 * whole && run[tenth]!.rate < 0.01 * peak) return { kind: "spent", at: run[tenth]! };
  if (dead !== undefined && lasting - dead.step > lasting / 10) return { kind: "dead", at: dead };
  const soon = Math.min(perEpoch, lasting / 50);
  const settled = run.findIndex(({ rate }) => rate === last.rate);
  const stays = settled > 0 && run[settled]!.step <= soon && run.slice(settled).every(({ rate }) => rate === last.rate);
  return stays && last.rate <= peak / 5 ? { kind: "settled", at: run[settled]! } : undefined;
}
