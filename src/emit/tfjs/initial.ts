import { number, substitute, variable, type Formula } from "../../formula/formula.ts";
import { printCode } from "../../formula/print-code.ts";
import type { Dims } from "../../network/network.ts";
import { distributionOf, type Distribution } from "../../vocabulary/distribution.ts";
import type { Weight } from "../../vocabulary/layers/definition.ts";

/** A side in the program: a number, or what is known when the data is read. */
export const sideText = (side: number | undefined): string => (side === undefined ? "inputs" : String(side));
export const dimsCode = (dims: Dims): string => `[${dims.map(sideText).join(", ")}]`;
const countText = (dims: Dims): string => (dims.length === 0 ? "1" : dims.map(sideText).join(" * "));

/** The function of `src/portable/initialize.ts` that draws, what it is given of the shape, and whether it draws by chance. */
const drawings: {
  readonly [K in Exclude<Distribution["kind"], "constant">]: readonly [name: string, matrix: boolean, chance: boolean];
} = {
  normal: ["normals", false, true],
  truncated_normal: ["truncatedNormals", false, true],
  uniform: ["uniforms", false, true],
  orthogonal: ["orthogonal", true, true],
  identity: ["identity", true, false],
};

export interface InitialText {
  /** A tensor of the weight's numbers before training. */
  readonly code: string;
  /** The portable function that it calls. */
  readonly portable: string | undefined;
  /** Whether it reads the layer's stream of random numbers. */
  readonly draws: boolean;
}

/** The numbers that a weight begins with; `stream` is the text of its layer's. */
export function initialText({ initial, shape, fans }: Weight, stream: string): InitialText {
  const dims = dimsCode(shape);
  const filled = (value: string): InitialText => ({
    code: `tf.fill(${dims}, ${value})`,
    portable: undefined,
    draws: false,
  });
  if (typeof initial === "number") return filled(String(initial));
  const { kind, scale, mean } = distributionOf(initial)!;
  const known = new Map(
    (["fan_in", "fan_out"] as const).map(
      (fan, i) => [fan, fans?.[i] === undefined ? variable("inputs") : number(fans[i]!)] as const,
    ),
  );
  const text = (formula: Formula): string => printCode(substitute(formula, known));
  if (kind === "constant") return filled(text(scale));
  const [name, matrix, draws] = drawings[kind];
  const args = [
    ...(matrix ? [countText(shape.slice(0, -1)), sideText(shape.at(-1))] : [countText(shape)]),
    text(scale),
    ...(draws ? ["seed", stream] : []),
    ...(mean.op === "number" && mean.value === 0 ? [] : [text(mean)]),
  ];
  return { code: `tf.tensor(${name}(${args.join(", ")}), ${dims})`, portable: name, draws };
}
