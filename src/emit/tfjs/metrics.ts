import { planMetric, rowNumbersOf, type MetricSum, type RowNumber } from "../../formula/metric.ts";
import { printCode, printTruth, truthOperators } from "../../formula/print-code.ts";
import { mentions, number, substitute, type Formula } from "../../formula/formula.ts";
import { simplify } from "../../formula/simplify.ts";
import type { WordUse } from "../../network/value.ts";
import { formulaOf } from "../../vocabulary/instantiate.ts";
import { portableMetricOf } from "../../vocabulary/portable-metrics.ts";
import { docComment, makeNames, type Names } from "./names.ts";

export interface MetricText {
  /** The name in the history. */
  readonly name: string;
  readonly functionName: string;
  readonly code: readonly string[];
  /** What it asks of an example's rows. */
  readonly asks: readonly RowNumber[];
  /** Functions of `src/portable/` that it needs. */
  readonly portable: readonly string[];
}

/** A word's formula with `outputs` known. */
const withOutputs = (formula: Formula, outputs: number): Formula =>
  simplify(substitute(formula, new Map([["outputs", number(outputs)]])));

/**
 * A metric as a loop over outputs and targets, `[count, width]` each; target row `rows[i]` belongs to output row i. `name` is its name
 * in the history.
 */
export function metricText(use: WordUse, name: string, width: number, names: Names): MetricText {
  const portable = portableMetricOf(use);
  if (portable !== undefined) return { name, functionName: portable, code: [], asks: [], portable: [portable] };
  const plan = planMetric(withOutputs(formulaOf(use)!, width));
  if (typeof plan === "string") throw new Error(plan);
  const functionName = names.fresh(name);
  // It calls these and nothing else of the program.
  const scope = makeNames(["largestAt", "rankAt", functionName]);
  // A metric of outputs alone looks at no target, and at no row of theirs.
  const readsTarget =
    plan.sums.some(({ formula }) => mentions(formula, "target")) ||
    rowNumbersOf(plan).some((name) => name.includes("target"));
  const local = Object.fromEntries(
    ["outputs", "targets", "rows", "count", "i", "row", "column", "output", "target"].map((name) => [
      name,
      readsTarget || (name !== "targets" && name !== "rows") ? scope.fresh(name) : `_${name}`,
    ]),
  );
  const sums = new Map(plan.sums.map((sum) => [sum.name, scope.fresh(plan.sums.length === 1 ? "total" : sum.name)]));
  const at = (values: string, row: string): string =>
    width === 1 ? `${values}[${row}]!` : `${values}[${row} * ${width} + ${local["column"]}]!`;
  const outputRow = `${local["outputs"]}, ${local["i"]} * ${width}, ${width}`;
  const targetRow = `${local["targets"]}, ${local["row"]} * ${width}, ${width}`;
  const rowNumbers: { readonly [K in RowNumber]: string } = {
    argmax_output: `largestAt(${outputRow})`,
    argmax_target: `largestAt(${targetRow})`,
    rank_output_target: `rankAt(${outputRow}, largestAt(${targetRow}))`,
    rank_target_output: `rankAt(${targetRow}, largestAt(${outputRow}))`,
  };
  const add = (sum: MetricSum, read: (name: string) => string): string => {
    const variable = (name: string): string => rowNumbers[name as RowNumber] ?? read(name);
    if (truthOperators.has(sum.formula.op)) return `if (${printTruth(sum.formula, variable)}) ${sums.get(sum.name)}++;`;
    return `${sums.get(sum.name)} += ${printCode(sum.formula, variable)};`;
  };
  const named = (name: string): string => local[name] ?? name;
  const perExample = plan.sums.filter(({ per }) => per === "example").map((sum) => add(sum, named));
  const perElement = plan.sums.filter(({ per }) => per === "element");
  // A number that is read once is read where it is needed, else it has a name.
  const elements: Readonly<Record<string, string>> = {
    output: at(local["outputs"]!, local["i"]!),
    target: at(local["targets"]!, local["row"]!),
  };
  const readings = (name: string): number =>
    countOf(
      local[name]!,
      perElement.map((sum) => add(sum, named)),
    );
  const element = [
    ...Object.keys(elements).flatMap((name) =>
      readings(name) > 1 ? [`const ${local[name]} = ${elements[name]};`] : [],
    ),
    ...perElement.map((sum) =>
      add(sum, (name) => (readings(name) > 1 ? named(name) : (elements[name] ?? named(name)))),
    ),
  ];
  // Where each output has sums of its own, the outer loop is that over the outputs.
  const apart = plan.apart && width > 1;
  const overOutputs = `for (let ${local["column"]} = 0; ${local["column"]} < ${width}; ${local["column"]}++)`;
  const overExamples = `for (let ${local["i"]} = 0; ${local["i"]} < ${local["count"]}; ${local["i"]}++)`;
  const inner = perElement.length === 0 ? [] : width === 1 || apart ? element : [loop(overOutputs, element)];
  const row = `${local["rows"]}?.[${local["i"]}] ?? ${local["i"]}`;
  const isInlined = perElement.length === 0 || width === 1 || apart;
  const body =
    isInlined && countOf(local["row"]!, [...perExample, ...inner]) === 1
      ? [...perExample, ...inner].map((line) =>
          line.replace(`[${local["row"]}]`, `[${row}]`).replace(`${local["row"]} * `, `(${row}) * `),
        )
      : [...(readsTarget ? [`const ${local["row"]} = ${row};`] : []), ...perExample, ...inner];
  const mean = ({ name, how, per }: MetricSum): string =>
    how === "sum"
      ? sums.get(name)!
      : `${sums.get(name)} / ${per === "example" || width === 1 || apart ? local["count"] : `(${local["count"]} * ${width})`}`;
  const result = printCode(plan.result, (name) => {
    const sum = plan.sums.find((one) => one.name === name)!;
    return plan.result.op === "variable" || sum.how === "sum" ? mean(sum) : `(${mean(sum)})`;
  });
  const whole = [...[...sums.values()].map((sum) => `let ${sum} = 0;`), loop(overExamples, body)];
  const all = scope.fresh("all");
  const code = [
    docComment(use.word.doc),
    `function ${functionName}(${local["outputs"]}: ArrayLike<number>, ${local["targets"]}: ArrayLike<number>, ${local["rows"]}?: Uint32Array): number {`,
    `const ${local["count"]} = ${local["outputs"]}.length${width === 1 ? "" : ` / ${width}`};`,
    ...(apart
      ? [`let ${all} = 0;`, loop(overOutputs, [...whole, `${all} += ${result};`]), `return ${all} / ${width};`]
      : [...whole, `return ${result};`]),
    "}",
  ];
  return { name, functionName, code, asks: rowNumbersOf(plan), portable: [] };
}

/** How often a name stands in lines of code. */
const countOf = (name: string, lines: readonly string[]): number =>
  lines.join("\n").split(new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}(?![\\w$])`)).length - 1;

/** A loop; a single statement needs no braces. */
const loop = (head: string, body: readonly string[]): string =>
  body.length === 1 && !body[0]!.startsWith("const ") ? `${head}\n${body[0]}` : `${head} {\n${body.join("\n")}\n}`;

/** The functions that the metrics ask rows by, each printed once where a metric needs it. */
export function rowFunctions(metrics: readonly MetricText[]): readonly string[] {
  const asks = metrics.flatMap((metric) => metric.asks);
  const ranks = asks.some((name) => name.startsWith("rank"));
  return [...(asks.length > 0 ? largestAt : []), ...(ranks ? ["", ...rankAt] : [])];
}

const largestAt = [
  "/** Where the largest of `width` numbers from `start` on stands; of equal ones the first. */",
  "function largestAt(values: ArrayLike<number>, start: number, width: number): number {",
  "let best = 0;",
  "for (let i = 1; i < width; i++) if (values[start + i]! > values[start + best]!) best = i;",
  "return best;",
  "}",
];

const rankAt = [
  "/** How many of `width` numbers from `start` on are larger than the one at `place`. */",
  "function rankAt(values: ArrayLike<number>, start: number, width: number, place: number): number {",
  "let larger = 0;",
  "for (let i = 0; i < width; i++) if (values[start + i]! > values[start + place]!) larger++;",
  "return larger;",
  "}",
];
