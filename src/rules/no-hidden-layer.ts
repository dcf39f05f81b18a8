import type { GeneratorName } from "../data/spec.ts";
import { compileFormula } from "../formula/compile.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { bends, collapsesInto } from "./linear-collapse.ts";
import type { Head } from "./network-view.ts";
import { rule } from "./rule.ts";

/** Made data whose classes no line parts. */
const curved: ReadonlySet<GeneratorName> = new Set(["xor", "moons", "circles", "spirals"] as const);

export const noHiddenLayer = rule({
  name: "no-hidden-layer",
  severity: "warning",
  default: "on",
  on: "training",
  description: "A network that is linear up to its output is trained on classes that no line parts.",
  why: "without a hidden layer that bends, the border between two classes is a straight line (Minsky and Papert 1969)",
  help: "put a hidden layer before the output, such as `dense(16, activation: relu)`",
  messages: { line: "the network parts classes by straight lines, and those of `{source}` do not lie so" },
  check({ training, network: view }, find) {
    const source = training.data.spec.sources.train;
    const { head } = view;
    if (source.kind !== "generator" || !curved.has(source.name) || head.dense === undefined || !parts(head)) return;
    const behind = new Set(head.behind);
    // Two layers with weights that are one are a fault of their own.
    const isLinear = view.layers.every(
      (layer) => behind.has(layer) || !(bends(layer) || layer.kind === "multiply" || collapsesInto(view, layer).length),
    );
    if (!isLinear) return;
    find(
      "line",
      { source: source.name },
      { at: head.dense.at, related: [{ at: source.at, label: "the classes come from here" }] },
    );
  },
});

/** Whether what stands at the end has one border at most: a wave or a bump over a single sum has several. */
function parts({ activation }: Head): boolean {
  if (activation === undefined || activation.traits.rowwise) return true;
  const formula = formulaOf(activation.use);
  if (formula === undefined) return false;
  const f = compileFormula(formula);
  const values = Array.from({ length: 201 }, (_, i) => f({ x: (i - 100) / 10 }));
  const rises = (by: 1 | -1): boolean => values.every((value, i) => i === 0 || by * (value - values[i - 1]!) >= 0);
  return rises(1) || rises(-1);
}
