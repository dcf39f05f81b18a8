/** Whether a loss is a number where its output has gone to its end, as training drives it to. */
import { evaluate, type Value } from "../formula/evaluate.ts";
import { isReduction, some, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { remembered } from "../formula/remembered.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial } from "../vocabulary/learned.ts";
import type { Output } from "./output.ts";

export interface SaturatedLoss {
  /** The output at which the loss is no finite number, and the sum from which on the activation gives it in float32. */
  readonly output: number;
  readonly sum: number;
  readonly loss: number;
}

/** How far sums are looked at: a share of float32 is 0 or 1 from there on. */
const furthest = 110;

const isRow = (formula: Formula): boolean => some(formula, (part) => isReduction(part) || part.op === "width");

/** The smallest sum at which the loss is lost; of an activation with one end alone only that end is looked at. */
export function saturatedLoss({ loss, head, target, units }: Output): SaturatedLoss | undefined {
  const [formula, use] = [formulaOf(loss), head.activation?.use];
  const activation = use && formulaOf(atInitial(use));
  const range = head.activation?.traits.range;
  if (formula === undefined || activation === undefined || range === undefined) return undefined;
  const ends = [range.low, range.high].filter(Number.isFinite).length;
  if (ends === 0) return undefined;
  const width = isRow(activation) || (isRow(formula) && units !== 1) ? 3 : 1;
  const key = [target.kind, width, ends, printFormula(activation), printFormula(formula)].join("\n");
  return known(key, () => [lossAtEnds(formula, activation, { target, width, isBounded: ends === 2 })])[0];
}

const known = remembered<readonly [SaturatedLoss | undefined]>(500);

interface Sides extends Pick<Output, "target"> {
  readonly width: number;
  readonly isBounded: boolean;
}

function lossAtEnds(
  formula: Formula,
  activation: Formula,
  { target, width, isBounded }: Sides,
): SaturatedLoss | undefined {
  const targets: readonly Value[] =
    target.kind === "regression"
      ? width === 1
        ? [0.5, 1]
        : [[0.5, 0.3, 0.2]]
      : width === 1
        ? [0, 1]
        : [
            [1, 0, 0],
            [0, 1, 0],
          ];
  const outputAt = (sum: number): Value => {
    const x = width === 1 ? sum : [sum, 0, 0];
    return evaluate(activation, { x }, width, Math.fround);
  };
  const firstOf = (value: Value): number => (typeof value === "number" ? value : value[0]!);
  for (let size = 1; size <= (isBounded ? furthest : 1); size++)
    for (const sum of [size, -size]) {
      const output = outputAt(sum);
      // What the activation itself makes wrong is not the loss's fault.
      if (![output].flat().every(Number.isFinite)) continue;
      // Where only one end is, a sum may meet some number by chance.
      if (!isBounded && firstOf(output) !== firstOf(outputAt(2 * sum))) continue;
      for (const one of targets) {
        const found = evaluate(formula, { target: one, output, outputs: width }, width, Math.fround);
        const lost = (typeof found === "number" ? [found] : found).findIndex((value) => !Number.isFinite(value));
        if (lost < 0) continue;
        const outputs = typeof output === "number" ? [output] : output;
        // A reduction over a row does not tell which of its numbers it was: the end nearest to 0 is.
        const at = typeof found === "number" ? Math.min(...outputs) : outputs[lost]!;
        return { output: at, sum, loss: typeof found === "number" ? found : found[lost]! };
      }
    }
  return undefined;
}
