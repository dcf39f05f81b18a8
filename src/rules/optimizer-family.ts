/** How an optimizer takes its gradients, found by taking steps: so a user's own is judged like a built-in one. */
import { compileReading } from "../formula/compile.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
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

/** How far an update goes when the gradient has been `g` for a while. */
export const stepAt = (training: Training, g: number): number => stepsAlong(training, g, 100).at(-1)!;

const numbersOf = ({ optimizer }: Training): readonly (readonly [name: string, value: number])[] =>
  Object.entries(optimizer.arguments).flatMap(([name, { value }]) =>
    value.kind === "number" ? [[name, value.value] as const] : [],
  );

/** All that the steps hang on: the program, and the numbers that a schedule would drive. */
const keyOf = (training: Training): string =>
  `${numbersOf(training).join(" ")}\n${printProgram(training.optimizerProgram)}`;

/** How far each of `count` updates goes while the gradient stays `g`. */
const stepsAlong = (training: Training, g: number, count: number): readonly number[] =>
  movesAlong(training, g, count).map(Math.abs);

/** The same with its direction: below 0 where the weight becomes smaller. */
export const movesAlong = (training: Training, g: number, count: number): readonly number[] =>
  ways(`${g} ${count} ${keyOf(training)}`, () => walk(training, g, count));

function walk(training: Training, g: number, count: number): readonly number[] {
  const { optimizerProgram: program } = training;
  const given: Record<string, number> = {
    ...Object.fromEntries(numbersOf(training)),
    w: 0,
    g,
    rate: 1e-3,
    decayed: 0,
    steps_per_epoch: someSteps,
    steps_per_run: 100 * someSteps,
  };
  for (const { name, initial } of program.states) given[name] = evaluateNumber(initial, given);
  const { slotOf, read, numbers } = makeSlots();
  for (const [name, value] of Object.entries(given)) numbers[slotOf(name)] = value;
  const lines = program.lines.map(({ name, value }) => [slotOf(name), compileReading(value, read)] as const);
  const results = [...program.results].map(([written, name]) => [slotOf(written), slotOf(name)] as const);
  const [w, t] = [slotOf("w"), slotOf("t")];
  return Array.from({ length: count }, (_, i) => {
    const before = numbers[w]!;
    numbers[t] = i + 1;
    for (const [slot, formula] of lines) numbers[slot] = formula(numbers);
    for (const [written, slot] of results) numbers[written] = numbers[slot]!;
    return numbers[w]! - before;
  });
}

/** A rate with momentum acts as one this many times larger without. */
export const gainOf = ({ optimizer }: Training, momentum: number | undefined): number => {
  const own = optimizer.arguments["momentum"];
  return own === undefined ? 1 : 1 / (1 - (momentum ?? numberOf(own)));
};
