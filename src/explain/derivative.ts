/** A word's formula with its parameters as names, and what the compiler makes of it for the way back. */
import { buildFormula, type Scope } from "../formula/build.ts";
import { differentiate } from "../formula/differentiate.ts";
import { isReduction, some, variable, variablesOf, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { rankOf } from "../formula/rank.ts";
import { simplify } from "../formula/simplify.ts";
import { givenRanks } from "../vocabulary/instantiate.ts";
import type { Word } from "../vocabulary/word.ts";

/** What the derivative of a word's formula is taken by. */
export function derivedBy({ kind, stable }: Word): string | undefined {
  if (kind === "activation") return "x";
  if (kind === "regularizer") return "w";
  return kind === "loss" ? (stable?.input ?? "output") : undefined;
}

/** The gradient that comes back to an activation whose values hang together. */
const up = "g";

export const isRowwise = (formula: Formula): boolean =>
  some(formula, (part) => isReduction(part) || part.op === "width");

/**
 * The derivative of a word's own formula by one of its names: element by element, and of a row's one number by each element. A row
 * of values has no single derivative: what comes of the gradient `g` of each stands for it.
 */
export function derivativeOf(formula: Formula, by: string): Formula {
  const isRow = isRowwise(formula) && rankOf(formula, givenRanks) === "tensor";
  return simplify(differentiate(formula, by, givenRanks, isRow ? variable(up) : undefined));
}

/** The derivative as text, with the name that it is taken by; `undefined` where a word has none. */
export function derivativeText(word: Word): string | undefined {
  const by = derivedBy(word);
  const formula = by === undefined ? undefined : symbolic(word);
  if (by === undefined || formula === undefined) return undefined;
  const derivative = derivativeOf(formula, by);
  const text = printFormula(derivative);
  if (word.kind === "loss") return `${text}\n${byText(word)}`;
  return variablesOf(derivative).has(up) ? `${text}\nwhere \`${up}\` is the gradient of each value` : text;
}

const byText = ({ stable }: Word): string =>
  stable === undefined ? "by `output`" : `by \`${stable.input}\`, which goes into the output's ${stable.activation}`;

function symbolic({ declaration: { body }, given, parameters, stable }: Word): Formula | undefined {
  if (body === undefined || body.kind === "body") return undefined;
  const scope: Scope = new Map([
    ...[...given, ...parameters].map(({ name }) => [name, variable(name)] as const),
    ...(stable === undefined ? [] : [[stable.input, variable(stable.input)] as const]),
  ]);
  const formula = buildFormula(body, scope, () => {});
  return formula && simplify(formula);
}
