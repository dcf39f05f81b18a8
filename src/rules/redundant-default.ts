import { wordOf, type Argument, type Arguments, type Value, type WordUse } from "../network/value.ts";
import type * as ast from "../syntax/ast.ts";
import type { Model } from "../network/resolve.ts";
import type { Word } from "../vocabulary/word.ts";
import { removingArgument, removingStep } from "./edit.ts";
import { isInside } from "./place.ts";
import { rule } from "./rule.ts";

export const redundantDefault = rule({
  name: "redundant-default",
  severity: "info",
  default: "strict",
  fix: "safe",
  on: "model",
  description: "A value is written that would stand there anyway.",
  why: "what is written reads like a choice; the choices of a spec are seen best where only they are written",
  help: "take it out: `dnnc explain` shows every value",
  messages: { same: "`{name}` is what it is written as where it is left out" },
  check(model, find) {
    const elsewhere = namesOfDefaults(model);
    const { trainings, data } = model;
    const uses: Use[] = [];
    for (const { declaration, arguments: own } of data.values())
      uses.push(...usesIn({ word: section(model, "data"), arguments: own }, declaration.span, true));
    for (const { declaration, arguments: own } of trainings)
      uses.push(...usesIn({ word: section(model, "train"), arguments: own }, declaration.span, true));
    for (const { network } of trainings)
      for (const layer of network.layers) {
        const word = model.vocabulary.find("layer", layer.kind);
        if (word !== undefined)
          uses.push(...usesIn({ word, arguments: layer.arguments }, network.declaration.span, false));
      }
    for (const { name, argument, isEntry, top } of uses) {
      if (name === "seed" || (top && elsewhere.has(name)) || argument.from.kind !== "written") continue;
      const at = argument.from.at;
      const edit = isEntry ? removingStep(at) : removingArgument(at);
      find("same", { name }, { at, fix: edit && { safe: true, edits: [edit] } });
    }
  },
});

const section = ({ vocabulary }: Model, name: string): Word => vocabulary.find("section", name)!;

/** What `defaults` and presets say somewhere: leaving these out of a layer or a train block may mean something else. */
function namesOfDefaults({ file, presets }: Model): ReadonlySet<string> {
  const entries = [
    ...file.entries,
    ...file.declarations.flatMap((one): readonly ast.Entry[] =>
      one.kind === "network" || one.kind === "block"
        ? one.items.filter((item) => item.kind === "entry")
        : one.kind === "train"
          ? one.entries
          : [],
    ),
  ].filter(({ name }) => name.name === "defaults");
  const said = entries.flatMap(({ value }) =>
    value.kind === "entries" ? value.entries : value.kind === "name" ? (presets.get(value.name)?.entries ?? []) : [],
  );
  return new Set(said.map(({ name }) => name.name));
}

interface Use {
  readonly name: string;
  readonly argument: Argument;
  /** An entry on a line, or an argument of a call. */
  readonly isEntry: boolean;
  /** Directly in a layer or a train block, where a default of the network may take its place. */
  readonly top: boolean;
}

/** The named arguments that say what their word says without them, in it and in the words it takes. */
function usesIn(
  { word, arguments: own }: Pick<WordUse, "word" | "arguments">,
  within: ast.Entry["span"],
  isEntry: boolean,
  top = true,
): readonly Use[] {
  return Object.entries(own).flatMap(([name, argument]): readonly Use[] => {
    const { value, at, from } = argument;
    const isNamed = from.kind === "written" && from.at.start < at.start && isInside(from.at, within);
    const standing = word.parameters.find((one) => one.name === name)?.default;
    if (isNamed && standing !== undefined && isSame(value, standing)) return [{ name, argument, isEntry, top }];
    return usesOf(value).flatMap((use) => usesIn(use, within, value.kind === "section", false));
  });
}

function usesOf(value: Value): readonly WordUse[] {
  if (value.kind === "word" || value.kind === "section") return [value.use];
  if (value.kind === "list") return value.items.flatMap(usesOf);
  return value.kind === "each" ? Object.values(value.values).flatMap((one) => wordOf(one) ?? []) : [];
}

/** Whether a value is what the signature's expression says, as far as that is a literal or a name. */
function isSame(value: Value, standing: ast.Expression): boolean {
  switch (standing.kind) {
    case "number": {
      if (value.kind !== "number" || value.value !== standing.value) return false;
      const plain = (unit: string | undefined): string => (unit === undefined || unit === "percent" ? "" : unit);
      return plain(value.unit) === plain(standing.unit);
    }
    case "truth":
      return value.kind === "truth" && value.value === standing.value;
    case "none":
      return value.kind === "none";
    case "name":
      if (value.kind === "choice") return value.name === standing.name;
      return value.kind === "word" && value.use.word.name === standing.name && isBare(value.use.arguments);
    default:
      return false;
  }
}

const isBare = (args: Arguments): boolean => Object.values(args).every(({ from }) => from.kind !== "written");
