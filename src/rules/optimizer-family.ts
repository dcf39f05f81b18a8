/** How an optimizer takes its gradients, found by taking steps: so a user's own is judged like a built-in one. */
import { compileReading } from "../formula/compile.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
import { mentions } from "../formula/formula.ts";
import { printProgram } from "../formula/print-program.ts";
import { remembered } from "../formula/remembered.ts";
import type { Training } from "../network/resolve-train.ts";
import { numberOf } from "../network/value.ts";
import { someSteps } from "./runs.ts";
import { makeSlots } from "./slots.ts";

/** `plain`: a step grows with the gradient; `adaptive`: it does not; `fading`: nor does it, and it becomes ever smaller. */
export type OptimizerFamily = "plain" | "adaptive" | "fading" | "other";

const families = remembered<OptimizerFamily>(500);
const ways = remembered<readonly number[]>(500);

export const familyOf = (training: Training): OptimizerFamily =>
  families(keyOf(training), () => {
    const small = stepsAlong(training, 1, 800);
    const large = stepsAlong(training, 1000, 1);
    const ratio = large[0]! / small[0]!;
    if (Math.abs(ratio / 1000 - 1) < 0.1) return "plain";
    if (Math.abs(ratio - 1) > 0.1) return "other";
    // Steps that fall with the root of their number go on falling; a slow running mean comes to an end.
    return small.at(-1)! < 0.75 * small[small.length / 2 - 1]! ? "fading" : "adaptive";
  });

/** Whether an update goes by the learning rate. */
export const readsRate = ({ optimizerProgram: { lines } }: Training): boolean =>
  lines.some(({ value }) => mentions(value, "rate"));

/** How far an update goes when the gradient has been `g` for a while. */
export const stepAt = (training: Training, g: number): number => Math.abs(movesAlong(training, g, 100).at(-1)!);

const numbersOf = ({ optimizer }: Training): readonly (readonly [name: string, value: number])[] =>
  Object.entries(optimizer.arguments).flatMap(([name, { value }]) =>
    value.kind === "number" ? [[name, value.value] as const] : [],
  );

/** All that the steps hang on: the program, and the numbers that a schedule would drive. */
function keyOf(training: Training): string {
  const key = keys.get(training) ?? `${numbersOf(training).join(" ")}\n${printProgram(training.optimizerProgram)}`;
  keys.set(training, key);
  return key;
}

const keys = new WeakMap<Training, string>();

/** How far each of `count` updates goes while the gradient stays `g`. */
const stepsAlong = (training: Training, g: number, count: number): readonly number[] =>
  movesAlong(training, g, count).map(Math.abs);

/** The same with its direction: below 0 where the weight becomes smaller. The gradient may change on the way. */
export const movesAlong = (training: Training, g: number, count: number, change?: Change): readonly number[] =>
  ways(`${g} ${count} ${change?.from} ${change?.g} ${keyOf(training)}`, () => walk(training, { g }, count, change));

/** What a gradient is from a step on. */
interface Change {
  readonly from: number;
  readonly g: number;
}

/** The share that an update takes off a kernel's weight where no gradient draws it: the decay that is no part of a penalty. */
export function decayOf(training: Training, rate: number): number {
  const [move] = ways(`decay ${rate} ${keyOf(training)}`, () => walk(training, { g: 0, w: 1, decayed: 1, rate }, 1));
  return move! < 0 ? -move! : 0;
}

interface Start {
  readonly g: number;
  readonly w?: number;
  readonly decayed?: number;
  readonly rate?: number;
}

function walk(training: Training, start: Start, count: number, change?: Change): readonly number[] {
  const { optimizerProgram: program } = training;
  const given: Record<string, number> = {
    ...Object.fromEntries(numbersOf(training)),
    ...{ w: 0, rate: testRate, decayed: 0, ...start },
    steps_per_epoch: someSteps,
    steps_per_run: 100 * someSteps,
  };
  for (const { name, initial } of program.states) given[name] = evaluateNumber(initial, given);
  const { slotOf, read, numbers } = makeSlots();
  for (const [name, value] of Object.entries(given)) numbers[slotOf(name)] = value;
  const lines = program.lines.map(({ name, value }) => [slotOf(name), compileReading(value, read)] as const);
  const results = [...program.results].map(([written, name]) => [slotOf(written), slotOf(name)] as const);
  const [w, t, gradient] = [slotOf("w"), slotOf("t"), slotOf("g")];
  return Array.from({ length: count }, (_, i) => {
    const before = numbers[w]!;
    numbers[t] = i + 1;
    if (i === change?.from) numbers[gradient] = change.g;
    for (const [slot, formula] of lines) numbers[slot] = formula(numbers);
    for (const [written, slot] of results) numbers[written] = numbers[slot]!;
    return numbers[w]! - before;
  });
}

/**
 * A rate with momentum acts as one this many times larger without. Where no argument is called so it is found by taking steps:
 * plain ones along one gradient until they grow no more; of others whose first step is far from the rate, that step. 0 for an
 * optimizer that does not go by the rate.
 */
export const gainOf = (training: Training, momentum: number | undefined): number => {
  const own = training.optimizer.arguments["momentum"];
  if (!readsRate(training)) return 0;
  if (own !== undefined) return 1 / (1 - (momentum ?? numberOf(own)));
  const family = familyOf(training);
  if (family === "plain") return rounded(Math.abs(movesAlong(training, 1, 2000).at(-1)!) / testRate);
  const first = family === "adaptive" ? Math.abs(movesAlong(training, 1, 1)[0]!) / testRate : 1;
  return first > 0 && first < 0.05 ? first : 1;
};

/** What differs from a whole number by rounding is that number. */
const rounded = (gain: number): number => (Math.abs(gain - Math.round(gain)) < 1e-6 ? Math.round(gain) : gain);

const testRate = 1e-3;
