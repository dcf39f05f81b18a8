import type { Rule } from "../../graph/algebra.ts";
import { numberOf, truthOf, wordOf } from "../../network/value.ts";
import type { LayerDefinition } from "./definition.ts";

/** `x · kernel + bias`: `[batch, inputs] × [inputs, units] + [units] → [batch, units]`. */
export const affine: Rule = {
  name: "dense",
  key: "dense",
  doc: "Each unit's weighted sum of the inputs, and its bias.",
  inputs: ["x", "kernel", "bias"],
  differentiable: 3,
  value: (to, [x, kernel, bias]) => ({
    value: to.elementwise("add", to.matMul(x!, kernel!), bias!),
    keep: { x: x!, kernel: kernel! },
  }),
  pull: (to, g, { x, kernel }) => [
    () => to.matMul(g, to.transpose(kernel!)),
    () => to.matMul(to.transpose(x!), g),
    () => to.reduce("sum", g, [0], false),
  ],
};

/** `x · kernel`. */
export const product: Rule = {
  name: "denseWithoutBias",
  key: "denseWithoutBias",
  doc: "Each unit's weighted sum of the inputs.",
  inputs: ["x", "kernel"],
  differentiable: 2,
  value: (to, [x, kernel]) => ({ value: to.matMul(x!, kernel!), keep: { x: x!, kernel: kernel! } }),
  pull: (to, g, { x, kernel }) => [() => to.matMul(g, to.transpose(kernel!)), () => to.matMul(to.transpose(x!), g)],
};

const reshaped = (name: string, from: readonly number[], to: readonly number[]): Rule => ({
  name,
  key: `${name} ${from.join("x")} ${to.join("x")}`,
  doc: `The same numbers as examples of shape [${to.join(", ")}].`,
  inputs: ["x"],
  differentiable: 1,
  value: (algebra, [x]) => ({ value: algebra.reshape(x!, [-1, ...to]), keep: {} }),
  pull: (algebra, g) => [() => algebra.reshape(g, [-1, ...from])],
});

export const dense: LayerDefinition = {
  draws: true,
  shape: ([x], args) =>
    x!.length === 0
      ? { code: "rank-mismatch", message: "`dense` takes examples of at least one axis", help: "give `input` a side" }
      : [...x!.slice(0, -1), numberOf(args["units"])],
  weights([x], args) {
    const [inputs, units] = [x!.at(-1), numberOf(args["units"])];
    const [initial, penalty] = [wordOf(args["init"])!, wordOf(args["regularization"])];
    const constraint = wordOf(args["constraint"]);
    return [
      { name: "kernel", kind: "kernel", shape: [inputs, units], fans: [inputs, units], initial, penalty, constraint },
      ...(truthOf(args["bias"]) ? [{ name: "bias", kind: "bias", shape: [units], initial: 0 } as const] : []),
    ];
  },
  lower(step, layer, [x]) {
    const from = step.dims(layer.inputs[0]!);
    const rows = from.length > 1 ? step.call(reshaped("rowsOfLastAxis", sides(from), [from.at(-1)!]), [x!], layer) : x!;
    const kernel = step.weight(layer, "kernel");
    const sums = truthOf(layer.arguments["bias"])
      ? step.call(affine, [rows, kernel, step.weight(layer, "bias")], layer)
      : step.call(product, [rows, kernel], layer);
    return from.length > 1
      ? step.call(reshaped("inRows", [layer.shape.at(-1)!], sides(layer.shape)), [sums], layer)
      : sums;
  },
};

/** Where an axis beside the last is unknown, `resolve` has refused the layer. */
const sides = (dims: readonly (number | undefined)[]): readonly number[] => dims.map((side) => side ?? 0);
