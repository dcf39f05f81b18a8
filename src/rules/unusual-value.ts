import type { Model } from "../network/resolve.ts";
import { printValue, type Argument, type Arguments, type Value, type WordUse } from "../network/value.ts";
import { numberText } from "../formula/print-code.ts";
import type { Span } from "../text/source.ts";
import { literalNumber } from "../vocabulary/limits.ts";
import { activationTraits } from "../vocabulary/traits.ts";
import { sideOf, usualOf, usualText, type Usual } from "../vocabulary/usual.ts";
import type { Word } from "../vocabulary/word.ts";
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
    far: "`{name}` of {value} is {side} the usual {range}",
    harmful: "`{name}` of {value} is {side} the usual {range}: {effect}",
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
        usually === undefined ? undefined : `\`${name}: ${numberText(usually)}\` is what it is where none is written`;
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
  const trained = [...networks, ...trainings.map(({ network }) => network)];
  const section = (name: string): Word => vocabulary.find("section", name)!;
  return [
    ...[...data.values()].flatMap((one) =>
      inside({ word: section("data"), arguments: one.arguments }, one.declaration.name.span),
    ),
    ...trained.flatMap(({ layers }) =>
      layers.flatMap(({ kind, arguments: own, at }) => {
        const word = vocabulary.find("layer", kind);
        return word === undefined
          ? Object.values(own).flatMap((one) => within(one, at))
          : inside({ word, arguments: own }, at);
      }),
    ),
    ...trainings.flatMap((one) =>
      inside({ word: section("train"), arguments: one.arguments }, one.declaration.name.span),
    ),
  ];
}

function inside(use: Pick<WordUse, "word" | "arguments">, owner: Span): readonly Found[] {
  const told = usualOf(use.word);
  return Object.entries(use.arguments).flatMap(([name, argument]) => {
    if (!isChosen(argument)) return [];
    const usual = told.find((one) => one.name === name);
    const own = usual === undefined ? [] : [{ use, name, argument, at: placeOfArgument(argument, owner), usual }];
    return [...own, ...within(argument, owner)];
  });
}

const isChosen = ({ from }: Argument): boolean => from.kind !== "standard" && from.kind !== "fitting";

/** The same of the words that an argument holds. */
function within(argument: Argument, owner: Span): readonly Found[] {
  if (!isChosen(argument)) return [];
  const at = placeOfArgument(argument, owner);
  const of = (value: Value): readonly Found[] => {
    if (value.kind === "word" || value.kind === "section") return inside(value.use, at);
    if (value.kind === "list") return value.items.flatMap(of);
    return value.kind === "each" ? Object.values(value.values).flatMap((one) => within(one, at)) : [];
  };
  return of(argument.value);
}

const numberIn = (given: Arguments, name: string): number | undefined => {
  const value = given[name]?.value;
  return value?.kind === "number" ? value.value : undefined;
};
