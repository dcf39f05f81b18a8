/** In which forms a rule is printed: once, but where a product of matrices is saved. */
import type { Rule } from "../../graph/algebra.ts";
import { textAlgebra } from "./text-algebra.ts";
import { readersOf } from "./written.ts";

/** A rule, and which of its inputs take gradients where it is called. */
export interface AskedRule {
  readonly rule: Rule;
  readonly needed: readonly boolean[];
}

/** A function that a rule is printed as. */
export interface Form {
  readonly rule: Rule;
  /** Which inputs it pulls gradients back to; all that can take one but where something dear is saved. */
  readonly pulls: readonly boolean[];
  readonly kind: "plain" | "whole" | "onData" | "frozen";
}

/** The inputs whose gradients are products of matrices: not computed where nobody asks for them. */
function dearInputs(rule: Rule): readonly boolean[] {
  const algebra = textAlgebra();
  const inputs = rule.inputs.map((input) => algebra.input(input));
  const pulls = rule.pull(algebra, algebra.input("g"), rule.value(algebra, inputs).keep);
  return rule.inputs.map((_, i) => {
    const gradient = pulls[i]?.();
    return gradient !== undefined && [...readersOf([gradient]).keys()].some(({ operation }) => operation === "matMul");
  });
}

/** The form that serves a call; one that takes no gradient is served by any, and plainly where there is none. */
export function formFor(asked: AskedRule, all: readonly AskedRule[]): Form {
  const { rule } = asked;
  const taking = ({ needed }: AskedRule): readonly boolean[] =>
    rule.inputs.map((_, i) => i < rule.differentiable && needed[i] === true);
  const others = all.filter((other) => other.rule.key === rule.key).map(taking);
  const own = [taking(asked), ...others].find((one) => one.includes(true));
  if (own === undefined) return { rule, pulls: rule.inputs.map(() => false), kind: "plain" };
  const dear = dearInputs(rule);
  const missing = dear.findIndex((isDear, i) => isDear && own[i] !== true);
  if (missing < 0) return { rule, pulls: rule.inputs.map((_, i) => i < rule.differentiable), kind: "whole" };
  return { rule, pulls: own, kind: missing === 0 ? "onData" : "frozen" };
}
