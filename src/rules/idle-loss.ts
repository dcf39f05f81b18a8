/** Arguments of a loss that no error in this training reaches. */
import { evaluate } from "../formula/evaluate.ts";
import { isReduction, some } from "../formula/formula.ts";
import type { Training } from "../network/resolve-train.ts";
import { isWritten, type Argument, type WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";

export interface IdleArgument {
  readonly name: string;
  readonly argument: Argument;
}

/** Targets that are normalized lie here, all but a few, and outputs hardly further out. */
const targets = { standardize: [-4, -1.5, -0.5, 0, 0.5, 1.5, 4], min_max: [0, 0.25, 0.5, 0.75, 1] } as const;
const outputs = [-8, -4, -2, -1, -0.3, 0, 0.3, 1, 2, 4, 8];

/** Those that may become twice and ten times as large without the loss of any normalized target changing. */
export function idleLossArguments({ loss, data }: Training): readonly IdleArgument[] {
  const { target } = data.spec;
  if (target.kind !== "regression" || target.normalize === "none" || loss.word.stable !== undefined) return [];
  const looks = targets[target.normalize];
  const values = (use: WordUse): readonly number[] | undefined => {
    const formula = formulaOf(use);
    if (formula === undefined || some(formula, isReduction)) return undefined;
    return looks.flatMap((one) =>
      outputs.map((output) => evaluate(formula, { target: one, output, outputs: 1 }) as number),
    );
  };
  const now = values(loss);
  return Object.entries(loss.arguments).flatMap(([name, argument]) => {
    const { value } = argument;
    if (now === undefined || !isWritten(argument) || value.kind !== "number" || value.value === 0) return [];
    const isSame = [2, 10].every((times) => {
      const larger = { ...argument, value: { ...value, value: value.value * times } };
      const then = values({ ...loss, arguments: { ...loss.arguments, [name]: larger } });
      return then !== undefined && then.every((one, i) => Object.is(one, now[i]));
    });
    return isSame ? [{ name, argument }] : [];
  });
}
