import type { Formula } from "../../formula/formula.ts";
import { printCode } from "../../formula/print-code.ts";
import type { Dims } from "../../network/network.ts";
import { printUse, type WordUse } from "../../network/value.ts";
import { distributionOf, type Distribution } from "../../vocabulary/distribution.ts";
import type { Weight } from "../../vocabulary/layers/definition.ts";
import { docComment, type Names } from "./names.ts";

/** A side in the program: a number, or what is known when the data is read. */
export const sideText = (side: number | undefined): string => (side === undefined ? "inputs" : String(side));
export const dimsCode = (dims: Dims): string => `[${dims.map(sideText).join(", ")}]`;

/** How a distribution draws the number at place `i`, and the function of `src/portable/` that it calls. */
const draws: {
  readonly [K in "normal" | "truncated_normal" | "uniform"]: (scale: string) => readonly [text: string, name: string];
} = {
  normal: (deviation) => [`normal(seed, stream, i) * ${deviation}`, "normal"],
  truncated_normal: (deviation) => [`truncated(seed, stream, i, ${deviation})`, "truncated"],
  uniform: (limit) => [`uniform(seed, stream, i, ${limit})`, "uniform"],
};

export interface InitialPrinter {
  /** A tensor of the numbers that a weight begins with; `stream` is the text of its layer's stream of random numbers. */
  text(weight: Weight, stream: string): InitialText;
  /** The functions of the spec's initializers, and their names. */
  readonly functions: readonly string[];
  readonly names: readonly string[];
  /** Functions of `src/portable/` that they call. */
  readonly portable: ReadonlySet<string>;
}

export interface InitialText {
  readonly code: string;
  /** Whether it reads the layer's stream. */
  readonly draws: boolean;
}

/** Prints each initializer of these weights once, as a function of its layer's inputs and units. */
export function initialPrinter(weights: readonly Weight[], names: Names): InitialPrinter {
  const functions: string[] = [];
  const portable = new Set<string>();
  const known = new Map<string, string>();
  let isDrawn = false;

  /** The name of the function of a word that draws. */
  const nameOf = (use: WordUse, distribution: Distribution): string => {
    const key = printUse(use);
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = names.fresh(use.word.name);
    known.set(key, name);
    const isChance = distribution.kind !== "identity";
    const given = `(${isChance ? "stream: number, " : ""}inputs: number, units: number): Tensor =>`;
    const written = key === use.word.name ? "" : `${key}: `;
    functions.push(`${docComment(`${written}${use.word.doc}`)}\nconst ${name} = ${given} ${drawing(distribution)};`);
    return name;
  };

  function drawing({ kind, scale, mean }: Distribution): string {
    const text = (formula: Formula): string => printCode(formula, (name) => (name === "fan_in" ? "inputs" : "units"));
    if (kind === "orthogonal" || kind === "identity") {
      const name = `${kind}Matrix`;
      portable.add(name);
      const chance = kind === "orthogonal" ? ", seed, stream" : "";
      return `tf.tensor(${name}(inputs, units, ${text(scale)}${chance}), [inputs, units])`;
    }
    const isTight = scale.op === "number" || scale.op === "variable" || scale.op === "sqrt";
    const factor = kind === "normal" && !isTight ? `(${text(scale)})` : text(scale);
    const [draw, name] = draws[kind as keyof typeof draws](factor);
    portable.add(name);
    isDrawn = true;
    const around =
      mean.op === "number" && mean.value === 0 ? "" : ` + ${mean.op === "number" ? text(mean) : `(${text(mean)})`}`;
    return `drawn([inputs, units], (i) => ${draw}${around})`;
  }

  const initialText = ({ initial, shape, fans }: Weight, stream: string): InitialText => {
    const dims = dimsCode(shape);
    if (typeof initial === "number") return { code: filled(dims, String(initial)), draws: false };
    const distribution = distributionOf(initial)!;
    const sides = (fans ?? shape).map(sideText);
    if (distribution.kind === "constant") {
      const value = printCode(distribution.scale, (name) => sides[name === "fan_in" ? 0 : 1]!);
      return { code: filled(dims, value), draws: false };
    }
    const name = nameOf(initial, distribution);
    const isChance = distribution.kind !== "identity";
    return { code: `${name}(${[...(isChance ? [stream] : []), ...sides].join(", ")})`, draws: isChance };
  };

  for (const weight of weights) initialText(weight, "");
  return {
    text: initialText,
    functions: [...(isDrawn ? [drawn] : []), ...functions],
    names: [...known.values()],
    portable,
  };
}

const filled = (dims: string, value: string): string =>
  value === "0" ? `tf.zeros(${dims})` : value === "1" ? `tf.ones(${dims})` : `tf.fill(${dims}, ${value})`;

const drawn = `/** A tensor of this shape, each number of it drawn by its place. */
const drawn = (shape: number[], draw: (i: number) => number): Tensor =>
  tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => draw(i)), shape);`;
