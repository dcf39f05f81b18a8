import type { Model } from "../network/resolve.ts";
import { printValue, type Argument, type Arguments, type Value, type WordUse } from "../network/value.ts";
import { numberText } from "../formula/print-code.ts";
import type { Span } from "../text/source.ts";
import { literalNumber } from "../vocabulary/limits.ts";
import { activationTraits } from "../vocabulary/traits.ts";
import { sideOf, usualOf, usualText, type Usual } from "../vocabulary/usual.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const unusualValue = rule({
  name: "unusual-value",
  severity: "warning",
  default: "on",
  on: "model",
  description: "A number is possible, and so far from what its word is used with that it does harm or nothing.",
  why: "each number of a technique has a range in which it was found to work; the word's page, `dnnc explain WORD`, gives it and its source",
  help: "write a number from the usual range",
  messages: {
    far: "`{name}` of {value} is {side} what is usual, {range}",
    harmful: "`{name}` of {value} is {side} what is usual, {range}: {effect}",
  },
  check(model, find) {
    for (const { use, name, argument, at, usual } of usesOf(model)) {
      const { value } = argument;
      if (value.kind !== "number" || (value.unit !== undefined && value.unit !== "percent")) continue;
      const side = sideOf(usual, value.value, (other) => numberIn(use.arguments, other));
      if (side === undefined || isLine(use)) continue;
      const holes = { name, value: printValue(value), side, range: usualText(usual) };
      const standing = use.word.parameters.find((one) => one.name === name)?.default;
      const usually = standing && literalNumber(standing);
      const help =
        usually === undefined
          ? undefined
          : `write \`${name}: ${numberText(usually)}\`, the default, or another number from the usual range`;
      const finding = { at, ...(help !== undefined && { help }) };
      const effect = usual[side];
      // Of what the library tells no effect a rule of its own judges more: a rate of dropout, a penalty, an epsilon.
      if (effect !== undefined) find("harmful", { ...holes, effect }, finding);
      else if (!use.word.standard) find("far", holes, finding);
    }
  },
});

/** Whether one of a word's own numbers is far from what is usual for it. */
export const hasUnusual = (use: WordUse): boolean =>
  usualOf(use.word).some((usual) => {
    const value = numberIn(use.arguments, usual.name);
    const side = value === undefined ? undefined : sideOf(usual, value, (other) => numberIn(use.arguments, other));
    return side !== undefined && (usual[side] !== undefined || !use.word.standard);
  });

interface Found {
  readonly use: Pick<WordUse, "word" | "arguments">;
  readonly name: string;
  readonly argument: Argument;
  readonly at: Span;
  readonly usual: Usual;
}

/** A straight line is told as what it makes of the network (`linear-collapse`). */
const isLine = (use: Found["use"]): boolean =>
  use.word.kind === "activation" && activationTraits({ ...use, at: use.word.declaration.span }).linear;

/** Every argument that somebody chose, of a word that says what is usual for it. */
function usesOf({ trainings, networks, data, vocabulary }: Model): readonly Found[] {
  const found: Found[] = [];

  const inside = (use: Pick<WordUse, "word" | "arguments">, owner: Span): void => {
    const told = usualOf(use.word);
    for (const name in use.arguments) {
      const argument = use.arguments[name]!;
      if (!isChosen(argument)) continue;
      const usual = told.find((one) => one.name === name);
      if (usual !== undefined) found.push({ use, name, argument, at: placeOfArgument(argument, owner), usual });
      within(argument, owner);
    }
  };

  /** The same of the words that an argument holds. */
  const within = (argument: Argument, owner: Span): void => {
    const { kind } = argument.value;
    const holds = kind === "word" || kind === "section" || kind === "list" || kind === "each";
    if (holds && isChosen(argument)) of(argument.value, placeOfArgument(argument, owner));
  };

  const of = (value: Value, at: Span): void => {
    if (value.kind === "word" || value.kind === "section") inside(value.use, at);
    else if (value.kind === "list") for (const item of value.items) of(item, at);
    else if (value.kind === "each") for (const name in value.values) within(value.values[name]!, at);
  };

  for (const one of data.values())
    inside({ word: vocabulary.find("section", "data")!, arguments: one.arguments }, one.declaration.name.span);
  for (const { layers } of [...networks, ...trainings.map(({ network }) => network)])
    for (const { kind, arguments: own, at } of layers) {
      const word = vocabulary.find("layer", kind);
      if (word !== undefined) inside({ word, arguments: own }, at);
      else for (const name in own) within(own[name]!, at);
    }
  for (const one of trainings)
    inside({ word: vocabulary.find("section", "train")!, arguments: one.arguments }, one.declaration.name.span);
  return found;
}

const isChosen = ({ from }: Argument): boolean => from.kind !== "standard" && from.kind !== "fitting";

const numberIn = (given: Arguments, name: string): number | undefined => {
  const value = given[name]?.value;
  return value?.kind === "number" ? value.value : undefined;
};
