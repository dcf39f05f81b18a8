import type { Rule } from "../../graph/algebra.ts";
import { dimsText, elementsOf, type Dims } from "../../network/network.ts";
import { listOf, type Arguments } from "../../network/value.ts";
import type { LayerDefinition } from "./definition.ts";

const rule = (from: readonly number[], into: readonly number[]): Rule => ({
  name: "reshape",
  key: `reshape ${from.join("x")} ${into.join("x")}`,
  doc: `The same numbers as examples of shape [${into.join(", ")}].`,
  inputs: ["x"],
  differentiable: 1,
  value: (to, [x]) => ({ value: to.reshape(x!, [-1, ...into]), keep: {} }),
  pull: (to, g) => [() => to.reshape(g, [-1, ...from])],
});

/** The sides as written; `undefined` stands for -1. */
const sidesOf = (args: Arguments): Dims =>
  listOf(args["sides"]).map((side) => (side.kind === "number" && side.value > 0 ? side.value : undefined));

export const reshape: LayerDefinition = {
  shape([x], args) {
    const sides = sidesOf(args);
    const size = elementsOf(x!);
    const known = sides.reduce<number>((so, side) => so * (side ?? 1), 1);
    const rest = sides.includes(undefined) ? (size ?? NaN) / known : 1;
    if (size !== undefined && Number.isInteger(rest) && known * rest === size) return sides.map((side) => side ?? rest);
    const written = `[${sides.map((side) => side ?? -1).join(", ")}]`;
    if (size === undefined)
      return {
        code: "reshape-element-count",
        message: `\`reshape\` cannot tell whether a value of shape ${dimsText(x!)} fits into ${written}`,
        help: "write the sides of `input`",
      };
    return {
      code: "reshape-element-count",
      message: `a value of shape ${dimsText(x!)} has ${size} numbers, which do not fit into ${written}`,
      help: "the product of the sides stays the same",
    };
  },
  lower(step, layer, [x]) {
    const [from, into] = [step.dims(layer.inputs[0]!), layer.shape].map((dims) => dims.map((side) => side ?? 0));
    return from!.join() === into!.join() ? x! : step.call(rule(from!, into!), [x!], layer);
  },
};
