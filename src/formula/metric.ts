/** A metric's formula, taken apart into what is added up over the examples and what is made of the sums at the end. */
import { apply, argsOf, isReduction, some, variable, type Formula } from "./formula.ts";

export interface MetricPlan {
  /** What is averaged (or summed) over a part, by the name it has in `result`. */
  readonly sums: readonly MetricSum[];
  /** The metric, by the names of the sums. */
  readonly result: Formula;
}

export interface MetricSum {
  readonly name: string;
  readonly how: "mean" | "sum";
  /** `example`: one number for each example, by `argmax_output` and `argmax_target`; `element`: one for each output. */
  readonly per: "example" | "element";
  readonly formula: Formula;
}

/** The plan of a metric; a string says why there is none. */
export function planMetric(formula: Formula): MetricPlan | string {
  const sums: MetricSum[] = [];
  let problem: string | undefined;
  const add = (how: MetricSum["how"], inside: Formula): Formula => {
    if (some(inside, (part) => isReduction(part) && part.op !== "argmax"))
      problem ??= "`mean` and `sum` of a metric run over all examples, and cannot stand inside each other";
    const per = some(inside, (part) => part.op === "argmax") ? "example" : "element";
    const rows = withPlaces(inside);
    if (
      per === "example" &&
      some(rows, (part) => part.op === "variable" && (part.name === "output" || part.name === "target"))
    )
      problem ??= "a metric that takes `argmax` compares whole examples, and cannot take single outputs beside it";
    sums.push({ name: `sum_${sums.length + 1}`, how, per, formula: rows });
    return variable(`sum_${sums.length}`);
  };
  const split = (node: Formula): Formula => {
    if (!("args" in node)) return node;
    if (node.op === "mean" || node.op === "sum") return add(node.op, node.args[0]!);
    return apply(node.op, ...node.args.map(split));
  };
  const reduced = some(formula, ({ op }) => op === "mean" || op === "sum");
  const result = reduced ? split(formula) : add("mean", formula);
  if (some(result, (part) => part.op === "variable" && (part.name === "output" || part.name === "target")))
    problem ??= "what stands outside of `mean` and `sum` cannot depend on single outputs";
  return problem ?? { sums, result };
}

/** `argmax(output)` is a number of the example. */
function withPlaces(node: Formula): Formula {
  if (node.op === "argmax") {
    const inside = argsOf(node)[0]!;
    return inside.op === "variable" ? variable(`argmax_${inside.name}`) : node;
  }
  return "args" in node ? apply(node.op, ...node.args.map(withPlaces)) : node;
}
