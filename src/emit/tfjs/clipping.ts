import { clipped, clippingOf } from "../../graph/clipping.ts";
import type { Training } from "../../network/resolve-train.ts";
import { printUse } from "../../network/value.ts";
import { docComment, makeNames, type Names } from "./names.ts";
import { textAlgebra } from "./text-algebra.ts";
import { arrowBody, written } from "./written.ts";

export interface ClippingText {
  readonly code: readonly string[];
  /** Lines before the updates of a step: what is computed of all gradients. */
  readonly before: readonly string[];
  /** The gradient of weight `w` as the optimizer takes it. */
  readonly gradient: string;
}

const plain = "grads[w.name]!";

/** Prints the clipping as a function of one gradient, and the norm of all where it is asked for. */
export function clippingText(
  { clipping: use }: Training,
  names: Names,
  placeOf: (entry: string) => string,
): ClippingText {
  if (use === undefined) return { code: [], before: [], gradient: plain };
  const clipping = clippingOf(use);
  const clip = names.fresh("clip");
  const algebra = textAlgebra();
  const value = clipped(clipping, algebra, algebra.input("g"), algebra.input("globalNorm"));
  const body = arrowBody(written(algebra, [value], makeNames(["tf", "g", "globalNorm"])), (text) => text!);
  const code = [
    docComment(`clip_gradients: ${printUse(use)}${placeOf("clip_gradients")}\n${use.word.doc}`),
    `const ${clip} = (g: Tensor${clipping.readsGlobalNorm ? ", globalNorm: Tensor" : ""}): Tensor => ${body};`,
  ];
  if (!clipping.readsGlobalNorm) return { code, before: [], gradient: `${clip}(${plain})` };
  const normOf = names.fresh("normOf");
  return {
    code: [
      "/** The 2-norm of some tensors together. */",
      `const ${normOf} = (tensors: Tensor[]): Tensor =>`,
      "tf.sqrt(tensors.map((x): Tensor => tf.sum(tf.square(x))).reduce((sum, squares) => tf.add(sum, squares)));",
      "",
      ...code,
    ],
    before: [`const globalNorm = ${normOf}(trained.map((w) => ${plain}));`],
    gradient: `${clip}(${plain}, globalNorm)`,
  };
}
