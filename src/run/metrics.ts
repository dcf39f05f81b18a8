import { compileFormula, type Numbers } from "../formula/compile.ts";
import { simplify } from "../formula/simplify.ts";
import { number, substitute } from "../formula/formula.ts";
import { planMetric } from "../formula/metric.ts";
import type { Scaling } from "../data/spec.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";

/** Takes in outputs and targets batch by batch, in float64, and tells the measure. */
export interface Meter {
  readonly name: string;
  /** Adds `count` examples: those of `outputs` from the start, their targets at `rows[first]` and on (or `first` and on). */
  add(outputs: Float32Array, targets: Float32Array, count: number, first: number, rows?: Uint32Array): void;
  /** The metric of everything added since the last reading. */
  read(): number;
}

/** A meter of a metric on `width` outputs; `scalings` take regression outputs and targets back into their own units. */
export function makeMeter(use: WordUse, width: number, scalings: readonly Scaling[]): Meter {
  const formula = simplify(substitute(formulaOf(use)!, new Map([["outputs", number(width)]])));
  const plan = planMetric(formula);
  if (typeof plan === "string") throw new Error(plan);
  const sums = plan.sums.map((sum) => ({ ...sum, f: compileFormula(sum.formula), total: 0 }));
  const result = compileFormula(plan.result);
  const perExample = sums.some(({ per }) => per === "example");
  const perElement = sums.some(({ per }) => per === "element");
  const numbers: Numbers = { output: 0, target: 0, argmax_output: 0, argmax_target: 0 };
  let examples = 0;
  const restore = (value: number, column: number): number => {
    const scaling = scalings[column];
    return scaling === undefined ? value : value * scaling.scale + scaling.shift;
  };
  /** Where the largest of an example's numbers stands, in their own units; of equal ones the first. */
  const largestAt = (values: Float32Array, start: number): number => {
    let best = 0;
    for (let i = 1; i < width; i++) if (restore(values[start + i]!, i) > restore(values[start + best]!, best)) best = i;
    return best;
  };
  return {
    name: use.word.name,
    add(outputs, targets, count, first, rows) {
      for (let i = 0; i < count; i++) {
        const row = rows === undefined ? first + i : rows[first + i]!;
        if (perExample) {
          numbers["argmax_output"] = largestAt(outputs, i * width);
          numbers["argmax_target"] = largestAt(targets, row * width);
          for (const sum of sums) if (sum.per === "example") sum.total += sum.f(numbers);
        }
        for (let column = 0; perElement && column < width; column++) {
          numbers["output"] = restore(outputs[i * width + column]!, column);
          numbers["target"] = restore(targets[row * width + column]!, column);
          for (const sum of sums) if (sum.per === "element") sum.total += sum.f(numbers);
        }
      }
      examples += count;
    },
    read() {
      const found: Numbers = {};
      for (const sum of sums) {
        found[sum.name] =
          sum.how === "sum" ? sum.total : sum.total / (sum.per === "example" ? examples : examples * width);
        sum.total = 0;
      }
      examples = 0;
      return result(found);
    },
  };
}
