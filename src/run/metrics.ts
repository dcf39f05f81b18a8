import { compileFormula, type Numbers } from "../formula/compile.ts";
import { simplify } from "../formula/simplify.ts";
import { number, substitute } from "../formula/formula.ts";
import { planMetric, rowNumbersOf, type RowNumber } from "../formula/metric.ts";
import type { Scaling } from "../data/spec.ts";
import type { WordUse } from "../network/value.ts";
import { areaUnderRoc } from "../portable/roc.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { portableMetricOf, type PortableMetric } from "../vocabulary/portable-metrics.ts";

/** Takes in outputs and targets batch by batch, in float64, and tells the measure. */
export interface Meter {
  readonly name: string;
  /** Adds `count` examples: those of `outputs` from the start, their targets at `rows[first]` and on (or `first` and on). */
  add(outputs: Float32Array, targets: Float32Array, count: number, first: number, rows?: Uint32Array): void;
  /** The metric of everything added since the last reading. */
  read(): number;
  /** What was added since the last reading, for a meter of the same metric elsewhere; it counts as read. */
  take(): Float64Array;
  /** Adds what another meter has taken in. */
  merge(taken: Float64Array): void;
}

type Restore = (value: number, column: number) => number;

/** A meter of a metric on `width` outputs; `scalings` take regression outputs and targets back into their own units. */
export function makeMeter(use: WordUse, width: number, scalings: readonly Scaling[], name = use.word.name): Meter {
  const restore: Restore = (value, column) => {
    const scaling = scalings[column];
    return scaling === undefined ? value : value * scaling.scale + scaling.shift;
  };
  const measure = portableMetricOf(use);
  return { name, ...(measure === undefined ? adding(use, width, restore) : collecting(measure, width, restore)) };
}

type Measure = (outputs: ArrayLike<number>, targets: ArrayLike<number>) => number;
const measures: { readonly [K in PortableMetric]: Measure } = { areaUnderRoc };

/** A metric that looks at all outputs of a part at once. */
function collecting(measure: PortableMetric, width: number, restore: Restore): Omit<Meter, "name"> {
  let all: { readonly outputs: number[]; readonly targets: number[] } = { outputs: [], targets: [] };
  return {
    add(outputs, targets, count, first, rows) {
      for (let i = 0; i < count; i++) {
        const row = rows === undefined ? first + i : rows[first + i]!;
        for (let column = 0; column < width; column++) {
          all.outputs.push(restore(outputs[i * width + column]!, column));
          all.targets.push(restore(targets[row * width + column]!, column));
        }
      }
    },
    read() {
      const found = measures[measure](all.outputs, all.targets);
      all = { outputs: [], targets: [] };
      return found;
    },
    take() {
      const taken = Float64Array.from([...all.outputs, ...all.targets]);
      all = { outputs: [], targets: [] };
      return taken;
    },
    merge(taken) {
      const count = taken.length / 2;
      for (let i = 0; i < count; i++) {
        all.outputs.push(taken[i]!);
        all.targets.push(taken[count + i]!);
      }
    },
  };
}

/** A metric by its formula: what it averages is added up example by example. */
function adding(use: WordUse, width: number, restore: Restore): Omit<Meter, "name"> {
  const plan = planMetric(simplify(substitute(formulaOf(use)!, new Map([["outputs", number(width)]]))));
  if (typeof plan === "string") throw new Error(plan);
  const { apart } = plan;
  const sums = plan.sums.map((sum) => ({
    ...sum,
    f: compileFormula(sum.formula),
    totals: new Float64Array(apart ? width : 1),
  }));
  const result = compileFormula(plan.result);
  const asked = rowNumbersOf(plan);
  const perExample = sums.filter(({ per }) => per === "example");
  const perElement = sums.filter(({ per }) => per === "element");
  const numbers: Numbers = { output: 0, target: 0 };
  let examples = 0;
  const clear = (): void => {
    sums.forEach(({ totals }) => totals.fill(0));
    examples = 0;
  };
  /** Where the largest of an example's numbers stands, in their own units; of equal ones the first. */
  const largestAt = (values: Float32Array, start: number): number => {
    let best = 0;
    for (let i = 1; i < width; i++) if (restore(values[start + i]!, i) > restore(values[start + best]!, best)) best = i;
    return best;
  };
  /** How many of an example's numbers are larger than the one at `place`. */
  const rankAt = (values: Float32Array, start: number, place: number): number => {
    const own = restore(values[start + place]!, place);
    let larger = 0;
    for (let i = 0; i < width; i++) if (restore(values[start + i]!, i) > own) larger++;
    return larger;
  };
  type Rows = readonly [outputs: Float32Array, i: number, targets: Float32Array, row: number];
  const rowNumbers: { readonly [K in RowNumber]: (...rows: Rows) => number } = {
    argmax_output: (outputs, i) => largestAt(outputs, i),
    argmax_target: (_outputs, _i, targets, row) => largestAt(targets, row),
    rank_output_target: (outputs, i, targets, row) => rankAt(outputs, i, largestAt(targets, row)),
    rank_target_output: (outputs, i, targets, row) => rankAt(targets, row, largestAt(outputs, i)),
  };
  return {
    add(outputs, targets, count, first, rows) {
      for (let i = 0; i < count; i++) {
        const row = rows === undefined ? first + i : rows[first + i]!;
        for (const name of asked) numbers[name] = rowNumbers[name](outputs, i * width, targets, row * width);
        for (const { f, totals } of perExample) totals[0]! += f(numbers);
        for (let column = 0; perElement.length > 0 && column < width; column++) {
          numbers["output"] = restore(outputs[i * width + column]!, column);
          numbers["target"] = restore(targets[row * width + column]!, column);
          for (const { f, totals } of perElement) totals[apart ? column : 0]! += f(numbers);
        }
      }
      examples += count;
    },
    read() {
      const outputs = apart ? width : 1;
      let all = 0;
      for (let output = 0; output < outputs; output++) {
        const found: Numbers = {};
        for (const { name, how, per, totals } of sums) {
          const count = per === "example" || apart ? examples : examples * width;
          found[name] = how === "sum" ? totals[output]! : totals[output]! / count;
        }
        all += result(found);
      }
      clear();
      return all / outputs;
    },
    take() {
      const taken = Float64Array.from([examples, ...sums.flatMap(({ totals }) => [...totals])]);
      clear();
      return taken;
    },
    merge([count, ...numbers]) {
      examples += count!;
      let place = 0;
      for (const { totals } of sums) totals.forEach((total, i) => (totals[i] = total + numbers[place++]!));
    },
  };
}
