import { constrained } from "../../graph/constraint.ts";
import type { NamedWeight } from "../../graph/step.ts";
import { printUse } from "../../network/value.ts";
import { docComment, makeNames, type Names } from "./names.ts";
import { forEach } from "./printing.ts";
import { textAlgebra } from "./text-algebra.ts";
import { arrowBody, written } from "./written.ts";

export interface ConstraintText {
  /** The functions of the constraints, each printed once. */
  readonly functions: readonly string[];
  readonly names: readonly string[];
  /** The function of the network that holds its kernels to their constraints; nothing where there are none. */
  code(listOf: (weights: readonly NamedWeight[]) => readonly string[]): readonly string[];
}

/** Prints constraints as functions of a kernel, and what is done with them after each update. */
export function constraintText(trainable: readonly NamedWeight[], names: Names): ConstraintText {
  const functions: string[] = [];
  const known = new Map<string, { name: string; kernels: NamedWeight[] }>();
  for (const weight of trainable) {
    const use = weight.constraint;
    if (use === undefined) continue;
    const text = printUse(use);
    const before = known.get(text);
    if (before !== undefined) {
      before.kernels.push(weight);
      continue;
    }
    const name = names.fresh(use.word.name);
    known.set(text, { name, kernels: [weight] });
    const algebra = textAlgebra();
    const w = algebra.input("w");
    const value = constrained(use, algebra, w);
    // A weight that stays as it is must not be given to itself.
    const body = arrowBody(written(algebra, [value], makeNames(["tf", "w"])), (result) =>
      value === w ? `tf.clone(${result})` : result!,
    );
    functions.push(
      `${docComment(`constraint: ${text}\n${use.word.doc}`)}\nconst ${name} = (w: Tensor): Tensor => ${body};`,
    );
  }
  return {
    functions,
    names: [...known.values()].map(({ name }) => name),
    code: (listOf) =>
      known.size === 0
        ? []
        : [
            "/** Holds kernels to their constraints, after each update. */",
            "function constrain(): void {",
            ...[...known.values()].map(({ name, kernels }) =>
              forEach(listOf(kernels), (w) => `${w}.assign(${name}(${w}));`),
            ),
            "}",
            "",
          ],
  };
}
