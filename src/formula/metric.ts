/** A metric's formula, taken apart into what is added up over the examples and what is made of the sums at the end. */
import { apply, argsOf, equals, isReduction, mentions, some, variable, type Formula } from "./formula.ts";

export interface MetricPlan {
  /** What is averaged (or summed) over a part, by the name it has in `result`. */
  readonly sums: readonly MetricSum[];
  /** The metric, by the names of the sums. */
  readonly result: Formula;
  /** `per_output(…)`: each output has sums of its own, and the metric is the mean of their results. */
  readonly apart: boolean;
}

export interface MetricSum {
  readonly name: string;
  readonly how: "mean" | "sum";
  /** `example`: one number for each example, by its `RowNumber`s; `element`: one for each output. */
  readonly per: "example" | "element";
  readonly formula: Formula;
}

/** What is known of an example's row of numbers: where its largest stands, and how many are larger than the one at the other's largest. */
export const rowNumbers = ["argmax_output", "argmax_target", "rank_output_target", "rank_target_output"] as const;
export type RowNumber = (typeof rowNumbers)[number];

/** The row numbers that the sums of a plan read. */
export const rowNumbersOf = ({ sums }: MetricPlan): readonly RowNumber[] =>
  rowNumbers.filter((name) => sums.some(({ formula }) => mentions(formula, name)));

/** The plan of a metric; a string says why there is none. */
export function planMetric(formula: Formula): MetricPlan | string {
  const apart = formula.op === "per_output";
  const whole = apart ? formula.args[0]! : formula;
  const sums: MetricSum[] = [];
  let problem: string | undefined;
  if (some(whole, ({ op }) => ["largest", "log_sum_exp", "norm"].includes(op)))
    problem =
      "of all examples a metric takes the `mean` or the `sum`: `max`, `min`, `norm` and `log_sum_exp` are not supported there";
  if (some(whole, ({ op }) => op === "per_output")) problem = "`per_output` stands around the whole formula";
  const add = (how: MetricSum["how"], inside: Formula): Formula => {
    if (some(inside, (part) => isReduction(part) && part.op !== "argmax"))
      problem ??= "`mean` and `sum` of a metric run over all examples, and cannot stand inside each other";
    const asked = (["argmax", "rank"] as const).find((name) => some(inside, ({ op }) => op === name));
    if (asked !== undefined && apart)
      problem ??= `\`${asked}\` compares an example's outputs, and \`per_output\` parts them`;
    const per = asked === undefined ? "element" : "example";
    const rows = withRowNumbers(inside);
    if (per === "example" && isOfElements(rows))
      problem ??= `a metric that takes \`${asked}\` compares whole examples, and cannot take single outputs beside it`;
    const before = sums.find((sum) => sum.how === how && equals(sum.formula, rows));
    if (before !== undefined) return variable(before.name);
    sums.push({ name: `sum_${sums.length + 1}`, how, per, formula: rows });
    return variable(`sum_${sums.length}`);
  };
  const split = (node: Formula): Formula => {
    if (!("args" in node)) return node;
    if (node.op === "mean" || node.op === "sum") return add(node.op, node.args[0]!);
    return apply(node.op, ...node.args.map(split));
  };
  const reduced = some(whole, ({ op }) => op === "mean" || op === "sum");
  const result = reduced ? split(whole) : add("mean", whole);
  if (isOfElements(result)) problem ??= "what stands outside of `mean` and `sum` cannot depend on single outputs";
  return problem ?? { sums, result, apart };
}

const isOfElements = (formula: Formula): boolean => mentions(formula, "output") || mentions(formula, "target");

/** `argmax(output)` and `rank(output, target)` are numbers of the example. */
function withRowNumbers(node: Formula): Formula {
  if (node.op === "argmax" || node.op === "rank") {
    const names = argsOf(node).map((arg) => (arg.op === "variable" ? arg.name : "?"));
    const name = [node.op, ...names].join("_");
    return (rowNumbers as readonly string[]).includes(name) ? variable(name) : node;
  }
  return "args" in node ? apply(node.op, ...node.args.map(withRowNumbers)) : node;
}
