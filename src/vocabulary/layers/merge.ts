import { number } from "../../formula/formula.ts";
import type { Rule } from "../../graph/algebra.ts";
import { dimsText, type Dims } from "../../network/network.ts";
import type { LayerDefinition, Misfit } from "./definition.ts";

const ordinals = (count: number): string[] => Array.from({ length: count }, (_, i) => `value${i + 1}`);

const sum = (count: number): Rule => ({
  name: count === 2 ? "add" : `add${count}`,
  key: `add ${count}`,
  doc: "The sum of the values.",
  inputs: ordinals(count),
  differentiable: count,
  value: (to, [first, ...rest]) => ({
    value: rest.reduce((so, next) => to.elementwise("add", so, next), first!),
    keep: {},
  }),
  pull: (_, g) => ordinals(count).map(() => () => g),
});

const mean = (count: number): Rule => ({
  name: count === 2 ? "average" : `average${count}`,
  key: `average ${count}`,
  doc: "The mean of the values.",
  inputs: ordinals(count),
  differentiable: count,
  value: (to, [first, ...rest]) => {
    const total = rest.reduce((so, next) => to.elementwise("add", so, next), first!);
    return { value: to.elementwise("div", total, to.scalar(number(count))), keep: {} };
  },
  pull: (to, g) => ordinals(count).map(() => () => to.elementwise("div", g, to.scalar(number(count)))),
});

const product = (count: number): Rule => ({
  name: count === 2 ? "multiply" : `multiply${count}`,
  key: `multiply ${count}`,
  doc: "The product of the values.",
  inputs: ordinals(count),
  differentiable: count,
  value: (to, values) => ({
    value: values.slice(1).reduce((so, next) => to.elementwise("mul", so, next), values[0]!),
    keep: Object.fromEntries(ordinals(count).map((name, i) => [name, values[i]!])),
  }),
  // The other values one by one, and no quotient: a value may be 0.
  pull: (to, g, kept) =>
    ordinals(count).map(
      (own) => () =>
        ordinals(count)
          .filter((name) => name !== own)
          .reduce((so, name) => to.elementwise("mul", so, kept[name]!), g),
    ),
});

const sideBySide = (sizes: readonly number[], rank: number): Rule => ({
  name: "concat",
  key: `concat ${sizes.join(" ")} ${rank}`,
  doc: "The values side by side on the last axis.",
  inputs: ordinals(sizes.length),
  differentiable: sizes.length,
  value: (to, values) => ({ value: to.concat(values, rank - 1), keep: {} }),
  pull: (to, g) =>
    sizes.map((size, i) => {
      const begin = sizes.slice(0, i).reduce((so, next) => so + next, 0);
      return () => to.sliceLast(g, begin, size, rank);
    }),
});

const mismatch = (inputs: readonly Dims[], what: string, help: string): Misfit => ({
  code: "merge-shape-mismatch",
  message: `${what} cannot merge values of shapes ${inputs.map(dimsText).join(" and ")}`,
  help,
});

const alike = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((side, i) => side === b[i]);

/** A merge of values of one shape, element by element. */
const elementwise = (name: string, rule: (count: number) => Rule): LayerDefinition => ({
  shape: ([first, ...rest]) =>
    rest.every((shape) => alike(shape, first!))
      ? first!
      : mismatch([first!, ...rest], `\`${name}\``, "bring one branch to the other's shape with `dense`"),
  lower: (step, layer, inputs) => step.call(rule(inputs.length), inputs, layer),
});

export const add = elementwise("add", sum);
export const multiply = elementwise("multiply", product);
export const average = elementwise("average", mean);

export const concat: LayerDefinition = {
  shape(inputs) {
    const [first] = inputs;
    if (inputs.some((shape) => shape.length === 0 || !alike(shape.slice(0, -1), first!.slice(0, -1))))
      return mismatch(inputs, "`concat`", "only the last axis may differ");
    const last = inputs.map((shape) => shape.at(-1));
    return [
      ...first!.slice(0, -1),
      last.every((side) => side !== undefined) ? last.reduce((so, side) => so + side, 0) : undefined,
    ];
  },
  lower(step, layer, inputs) {
    const sizes = layer.inputs.map((id) => step.dims(id).at(-1) ?? 0);
    return step.call(sideBySide(sizes, layer.shape.length + 1), inputs, layer);
  },
};
