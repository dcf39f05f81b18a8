/** Where a loss leads an output, found by looking at it from many sides. */
import { compileFormula } from "../formula/compile.ts";
import { evaluate } from "../formula/evaluate.ts";
import { isReduction, some, type Formula } from "../formula/formula.ts";
import { isSameAlong, pairs, type LossAt } from "../vocabulary/loss-reading.ts";

export interface Looks {
  /** The name of what the loss takes: the output, or what goes into its activation, which is unbounded. */
  readonly input: string;
  readonly low: number;
  readonly high: number;
  readonly units: number | undefined;
  readonly isNumber: boolean;
  readonly isAnswer: boolean;
  readonly hasRivals: boolean;
}

export type LossFault =
  | { readonly kind: "flat" | "turned" }
  | {
      readonly kind: "falls";
      readonly moves: "grows" | "sinks";
      /** None where it is so for each. */ readonly target: number | undefined;
    }
  | { readonly kind: "half"; readonly target: number }
  | { readonly kind: "sure"; readonly wrong: number; readonly undecided: number }
  | {
      readonly kind: "mirrored";
      readonly target: number;
      readonly right: number;
      readonly opposite: number;
      readonly wrong: number;
    }
  | {
      readonly kind: "jumps";
      readonly before: number;
      readonly after: number;
      readonly output: number;
      readonly target: number;
    }
  | { readonly kind: "below"; readonly value: number };

/** Where a bounded output is looked at, in shares of its range, and any other. */
const shares = [0.05, 0.2, 0.4, 0.6, 0.8, 0.95];
const sides = [-1000, -30, -2.9, -1.7, -0.6, 0.2, 0.7, 1.4, 3.1, 30, 1000];

export function lossFault(formula: Formula, looks: Looks): LossFault | undefined {
  const { units, input } = looks;
  const isRow = some(formula, isReduction) && units !== 1;
  if (isRow && units === undefined) return undefined;
  if (isRow) {
    const isOfRow = looks.isNumber || looks.isAnswer;
    return isOfRow ? fallOf(lossOfLike(formula, looks), looks) : faultOfClasses(formula, looks);
  }
  const loss = compileFormula(formula);
  const lossAt = (target: number, output: number): number => loss({ target, [input]: output, outputs: 1 });
  return faultOfOne(formula, lossAt, looks);
}

/** A number may be a share. */
const targetsOf = ({ isNumber }: Looks): readonly number[] => (isNumber ? [0, 0.5, 1] : [0, 1]);

const ways = [
  [1, "grows"],
  [-1, "sinks"],
] as const;

/** Whether a loss falls however far the output goes, where nothing holds the output. */
function fallOf(lossAt: LossAt, looks: Looks): LossFault | undefined {
  const { low, high, hasRivals } = looks;
  const targets = targetsOf(looks);
  for (const [side, moves] of ways) {
    if (hasRivals || (side === 1 ? high : -low) < Infinity) continue;
    const falling = targets.filter((one) => {
      const [near, far] = [lossAt(one, side * 100), lossAt(one, side * 1000)];
      return far < near && near < Math.min(...targets.map((output) => lossAt(one, side * output))) - 1;
    });
    if (falling.length > 0)
      return { kind: "falls", moves, target: falling.length < targets.length ? falling[0] : undefined };
  }
  return undefined;
}

/** A loss over a row of outputs that are all alike, and so are their targets. */
function lossOfLike(formula: Formula, { input, units }: Looks): LossAt {
  const count = Math.max(2, Math.min(units!, 4));
  const row = (value: number): readonly number[] => Array.from({ length: count }, () => value);
  return (target, output) => {
    const value = evaluate(formula, { target: row(target), [input]: row(output), outputs: count }, count);
    return typeof value === "number" ? value : value.reduce((sum, one) => sum + one, 0);
  };
}

/** Of outputs each of which has a loss of its own. */
function faultOfOne(formula: Formula, lossAt: LossAt, looks: Looks): LossFault | undefined {
  const { low, high, isNumber, isAnswer, hasRivals } = looks;
  const targets = targetsOf(looks);
  const isBounded = Number.isFinite(low) && Number.isFinite(high);
  const places = isBounded
    ? shares.map((share) => low + (high - low) * share)
    : sides.filter((output) => output > low && output < high);
  const [first, last] = [places[0]!, places.at(-1)!];
  const isFlat = (one: number): boolean =>
    places.every((output) => lossAt(one, output) === lossAt(one, output + Math.abs(output) * 1e-4));
  if (targets.every(isFlat)) return { kind: "flat" };
  const fall = fallOf(lossAt, looks);
  if (fall !== undefined) return fall;
  if (isNumber) return faultOfNumber(formula, lossAt, low === -Infinity && high === Infinity);
  if (hasRivals) return undefined;
  if (lossAt(1, last) > lossAt(1, first) && lossAt(0, first) > lossAt(0, last)) return { kind: "turned" };
  const deaf = isAnswer ? [0, 1].find(isFlat) : undefined;
  if (deaf !== undefined) return { kind: "half", target: deaf };
  const [wrongs, halfway] = [
    isBounded ? [high - (high - low) * 1e-3, low + (high - low) * 1e-3] : [30, -30],
    isBounded ? (low + high) / 2 : 0,
  ];
  for (const target of [0, 1]) {
    const [wrong, undecided] = [lossAt(target, wrongs[target]!), lossAt(target, halfway)];
    if (wrong < undecided - 1e-6 * (1 + Math.abs(undecided)))
      return { kind: "sure", wrong: short(wrong), undecided: short(undecided) };
  }
  return undefined;
}

const short = (value: number): number => (Math.abs(value) < 1e-6 ? 0 : Number(value.toPrecision(3)));

function faultOfNumber(formula: Formula, lossAt: LossAt, isEndless: boolean): LossFault | undefined {
  if (isEndless && isSameAlong(lossAt, -1)) {
    const [right, wrong] = [lossAt(2, 2), lossAt(2, -2)];
    if (wrong < right) return { kind: "mirrored", target: 2, opposite: -2, right: short(right), wrong: short(wrong) };
  }
  if (!some(formula, ({ op }) => op === "where" || comparing.has(op)) || !isSameAlong(lossAt, 1)) return undefined;
  const value = lossAt(1, 1);
  const isLeast = pairs.every(([, output]) => lossAt(1, output) > value);
  return (
    jumpOf((output) => lossAt(0, output)) ??
    (isLeast && value < -1e-3 ? { kind: "below", value: short(value) } : undefined)
  );
}

const comparing: ReadonlySet<string> = new Set(["less", "less_equal", "greater", "greater_equal", "sign", "floor"]);

/** The first place where a loss of a target of 0 jumps, be the step ever so small. */
function jumpOf(f: (output: number) => number): LossFault | undefined {
  for (let i = -500; i < 500; i++) {
    let [low, high] = [i / 50 + 0.0031, (i + 1) / 50 + 0.0031];
    const by = Math.abs(f(high) - f(low));
    if (!(by > 1e-3)) continue;
    for (let halvings = 0; halvings < 40; halvings++) {
      const middle = (low + high) / 2;
      if (Math.abs(f(middle) - f(low)) > Math.abs(f(high) - f(middle))) high = middle;
      else low = middle;
    }
    const [before, after] = [f(low), f(high)];
    if (Math.abs(after - before) > 1e-3)
      return { kind: "jumps", before: short(before), after: short(after), output: short(high), target: 0 };
  }
  return undefined;
}

/** Of a row of classes, by answers that are right, undecided and wrong. */
function faultOfClasses(formula: Formula, { input, low, high, hasRivals, units }: Looks): LossFault | undefined {
  const isBounded = Number.isFinite(low) && Number.isFinite(high);
  const count = Math.max(2, Math.min(units!, 4));
  const isShare = isBounded && hasRivals;
  const row = (place: number, sure: number): readonly number[] =>
    Array.from({ length: count }, (_, i) =>
      isShare
        ? i === place
          ? sure
          : (1 - sure) / (count - 1)
        : isBounded
          ? low + (high - low) * (i === place ? sure : 1 - sure)
          : (i === place ? 1 : -1) * 6 * (sure - 0.5),
    );
  const target = Array.from({ length: count }, (_, i) => (i === 0 ? 1 : 0));
  const at = (output: readonly number[]): number => {
    const value = evaluate(formula, { target, [input]: output, outputs: count }, count);
    return typeof value === "number" ? value : value.reduce((sum, one) => sum + one, 0);
  };
  const [right, wrong] = [at(row(0, 0.9)), at(row(1, 0.9))];
  const rights = [0.62, 0.71, 0.83, 0.91].flatMap((sure) => [row(0, sure), row(1, sure)]);
  if (rights.every((one) => at(one) === at(one.map((x, i) => x * (1 + 1e-4 * (i + 1)))))) return { kind: "flat" };
  if (right > wrong) return { kind: "turned" };
  const undecided = at(row(0, isShare ? 1 / count : 0.5));
  const sure = at(row(1, 0.999));
  return sure < undecided - 1e-6 * (1 + Math.abs(undecided))
    ? { kind: "sure", wrong: short(sure), undecided: short(undecided) }
    : undefined;
}
