import { planMetric, type MetricSum } from "../../formula/metric.ts";
import { printCode, printTruth, truthOperators } from "../../formula/print-code.ts";
import { number, substitute, type Formula } from "../../formula/formula.ts";
import { simplify } from "../../formula/simplify.ts";
import type { WordUse } from "../../network/value.ts";
import { formulaOf } from "../../vocabulary/instantiate.ts";
import { docComment, makeNames, type Names } from "./names.ts";

export interface MetricText {
  /** The name in the history. */
  readonly name: string;
  readonly functionName: string;
  readonly code: readonly string[];
  /** Whether it looks for the largest of an example's outputs. */
  readonly places: boolean;
}

/** A word's formula with `outputs` known. */
const withOutputs = (formula: Formula, outputs: number): Formula =>
  simplify(substitute(formula, new Map([["outputs", number(outputs)]])));

/** A metric as a loop over outputs and targets, `[count, width]` each; target row `rows[i]` belongs to output row i. */
export function metricText(use: WordUse, width: number, names: Names): MetricText {
  const plan = planMetric(withOutputs(formulaOf(use)!, width));
  if (typeof plan === "string") throw new Error(plan);
  const functionName = names.fresh(use.word.name);
  // It calls `largestAt` and nothing else of the program.
  const scope = makeNames(["largestAt", functionName]);
  const local = Object.fromEntries(
    ["outputs", "targets", "rows", "count", "i", "row", "column", "output", "target"].map((name) => [
      name,
      scope.fresh(name),
    ]),
  );
  const sums = new Map(plan.sums.map((sum) => [sum.name, scope.fresh(plan.sums.length === 1 ? "total" : sum.name)]));
  const at = (values: string, row: string): string =>
    width === 1 ? `${values}[${row}]!` : `${values}[${row} * ${width} + ${local["column"]}]!`;
  const variable = (name: string): string =>
    name === "argmax_output"
      ? `largestAt(${local["outputs"]}, ${local["i"]} * ${width}, ${width})`
      : name === "argmax_target"
        ? `largestAt(${local["targets"]}, ${local["row"]} * ${width}, ${width})`
        : (local[name] ?? name);
  const add = (sum: MetricSum): string => {
    if (truthOperators.has(sum.formula.op)) return `if (${printTruth(sum.formula, variable)}) ${sums.get(sum.name)}++;`;
    return `${sums.get(sum.name)} += ${printCode(sum.formula, variable)};`;
  };
  const perExample = plan.sums.filter(({ per }) => per === "example").map(add);
  const perElement = plan.sums.filter(({ per }) => per === "element");
  const reads = (name: string): boolean => perElement.some(({ formula }) => mentions(formula, name));
  const element = [
    ...(reads("output") ? [`const ${local["output"]} = ${at(local["outputs"]!, local["i"]!)};`] : []),
    ...(reads("target") ? [`const ${local["target"]} = ${at(local["targets"]!, local["row"]!)};`] : []),
    ...perElement.map(add),
  ];
  const inner =
    perElement.length === 0
      ? []
      : width === 1
        ? element
        : [`for (let ${local["column"]} = 0; ${local["column"]} < ${width}; ${local["column"]}++) {`, ...element, "}"];
  const mean = ({ name, how, per }: MetricSum): string =>
    how === "sum"
      ? sums.get(name)!
      : `${sums.get(name)} / ${per === "example" || width === 1 ? local["count"] : `(${local["count"]} * ${width})`}`;
  const result = printCode(plan.result, (name) => {
    const sum = plan.sums.find((one) => one.name === name)!;
    return plan.result.op === "variable" ? mean(sum) : `(${mean(sum)})`;
  });
  const code = [
    docComment(use.word.doc),
    `function ${functionName}(${local["outputs"]}: ArrayLike<number>, ${local["targets"]}: ArrayLike<number>, ${local["rows"]}?: Uint32Array): number {`,
    `const ${local["count"]} = ${local["outputs"]}.length${width === 1 ? "" : ` / ${width}`};`,
    ...[...sums.values()].map((sum) => `let ${sum} = 0;`),
    `for (let ${local["i"]} = 0; ${local["i"]} < ${local["count"]}; ${local["i"]}++) {`,
    `const ${local["row"]} = ${local["rows"]}?.[${local["i"]}] ?? ${local["i"]};`,
    ...perExample,
    ...inner,
    "}",
    `return ${result};`,
    "}",
  ];
  return { name: use.word.name, functionName, code, places: perExample.length > 0 };
}

const mentions = (formula: Formula, name: string): boolean =>
  formula.op === "variable"
    ? formula.name === name
    : "args" in formula && formula.args.some((arg) => mentions(arg, name));

/** Where the largest of an example's numbers stands; printed once where a metric asks for it. */
export const largestAt = [
  "/** Where the largest of `width` numbers from `start` on stands; of equal ones the first. */",
  "function largestAt(values: ArrayLike<number>, start: number, width: number): number {",
  "let best = 0;",
  "for (let i = 1; i < width; i++) if (values[start + i]! > values[start + best]!) best = i;",
  "return best;",
  "}",
];
