/** Activations and losses, values and derivatives in float64, against PyTorch: see scripts/oracle/words.py. */
import { expect, test } from "vitest";
import figures from "../fixtures/words.json" with { type: "json" };
import { differentiate } from "../../src/formula/differentiate.ts";
import { evaluate, evaluateNumber, type Value } from "../../src/formula/evaluate.ts";
import { number, substitute, variable } from "../../src/formula/formula.ts";
import { simplify } from "../../src/formula/simplify.ts";
import type { Rank } from "../../src/formula/rank.ts";
import { lossRule } from "../../src/graph/formula-rule.ts";
import { formulaOf } from "../../src/vocabulary/instantiate.ts";
import { ruleOf } from "../../src/vocabulary/layers/activation.ts";
import { atInitial } from "../../src/vocabulary/learned.ts";
import { algebra64 } from "../support/algebra64.ts";
import { scalar, tensor } from "../support/float64.ts";
import { standard, useOf } from "../support/words.ts";

const { grid, activations, softmax, log_softmax, losses, positive, weighted } = figures;
const ranks = new Map<string, Rank>([["x", "tensor"]]);

/** Both are float64: what differs is the order of a few operations, and `exp(x) - 1` near 0, which costs a digit or two. */
const near = (found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-13): void =>
  expected.forEach((value, i) =>
    expect(Math.abs(found[i]! - value), `at ${i}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value))),
  );

test("every activation and every loss of the library has figures", () => {
  const known = [...Object.keys(activations).map((text) => text.replace(/\(.*/, "")), "softmax", "log_softmax"];
  expect([...new Set(known)].sort()).toEqual([...standard.names("activation")].sort());
  const trained = [losses, positive.losses].flatMap((each) =>
    Object.keys(each).map((text) => text.replace(/\(.*/, "")),
  );
  expect([...new Set(trained)].sort()).toEqual([...standard.names("loss")].sort());
});

test.each(Object.entries(activations))(
  "%s has PyTorch's values and slopes from -100 to 100",
  (text, { values, slopes }) => {
    const formula = formulaOf(atInitial(useOf("activation", text)))!;
    const slope = differentiate(formula, "x", ranks);
    near(
      grid.map((x) => evaluateNumber(formula, { x })),
      values,
    );
    near(
      grid.map((x) => evaluateNumber(slope, { x })),
      slopes,
    );
  },
);

test.each(Object.entries({ softmax, log_softmax }))(
  "%s has PyTorch's values and gradients, by its formula and by its rule",
  (name, { logits, upstream, values, gradient }) => {
    const use = useOf("activation", name);
    const formula = formulaOf(use)!;
    const pulled = differentiate(formula, "x", new Map([...ranks, ["g", "tensor"]]), variable("g"));
    logits.forEach((x, i) => {
      near(evaluate(formula, { x }, 3) as readonly number[], values[i]!);
      near(evaluate(pulled, { x, g: upstream[i] as Value }, 3) as readonly number[], gradient[i]!);
    });
    const rule = ruleOf(use, [3], false);
    const { value, keep } = rule.value(algebra64(), [tensor([5, 3], logits.flat())]);
    near(value.values, values.flat());
    near(rule.pull(algebra64(), tensor([5, 3], upstream.flat()), keep)[0]!().values, gradient.flat());
  },
);

interface Figures {
  readonly activation: string | null;
  readonly target: readonly (readonly number[])[];
  readonly loss: number;
  readonly gradient: readonly (readonly number[])[];
}

/** The mean of a loss and its gradient at these outputs, or logits, held against PyTorch's. */
function hold(
  text: string,
  outputs: readonly (readonly number[])[],
  figures: Figures,
  weights?: readonly number[],
): void {
  const use = useOf("loss", text);
  const { stable, name } = use.word;
  expect(stable?.activation ?? null).toBe(figures.activation);
  const formula = simplify(substitute(formulaOf(use)!, new Map([["outputs", number(3)]])));
  const rule = lossRule(name, formula, stable?.input ?? "output", 3, "", weights !== undefined);
  const { value, keep } = rule.value(algebra64(), [
    tensor([5, 3], outputs.flat()),
    tensor([5, 3], figures.target.flat()),
    ...(weights === undefined ? [] : [tensor([5, 1], weights)]),
  ]);
  near(value.values, [figures.loss]);
  near(rule.pull(algebra64(), scalar(1), keep)[0]!().values, figures.gradient.flat());
}

test.each(Object.entries(losses))("%s has PyTorch's mean and gradients", (text, figures) =>
  hold(text, softmax.logits, figures),
);

test.each(Object.entries(positive.losses))("%s of positive outputs has PyTorch's mean and gradients", (text, figures) =>
  hold(text, positive.outputs, figures),
);

test.each(Object.entries(weighted.losses))(
  "%s under class weights has PyTorch's weighted sum over the size of the batch",
  (text, figures) => hold(text, softmax.logits, figures, weighted.weights),
);
