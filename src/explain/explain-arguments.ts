import { printValue, type Argument, type Arguments, type WordUse } from "../network/value.ts";
import type { Word } from "../vocabulary/word.ts";
import { indented, line, type NotedLine } from "./lines.ts";
import { argumentNote } from "./provenance.ts";

/** The arguments that a spec can write: what is planned takes nothing yet. */
export const writable = (word: Word, given: Arguments): readonly (readonly [string, Argument])[] =>
  Object.entries(given).filter(
    ([name]) => word.parameters.find((parameter) => parameter.name === name)?.limits.kind !== "planned",
  );

/** Entries of a block, one a line; a section inside is a block of its own. */
export const explainEntries = (word: Word, given: Arguments): readonly NotedLine[] =>
  writable(word, given).flatMap(([name, argument]) => explainEntry(name, argument));

function explainEntry(name: string, argument: Argument): readonly NotedLine[] {
  const { value } = argument;
  if (value.kind === "section")
    return [line(`${name} {`), ...indented(explainEntries(value.use.word, value.use.arguments)), line("}")];
  if (value.kind === "each")
    return [
      line(`${name} {`),
      ...indented(Object.entries(value.values).flatMap(([own, one]) => explainEntry(own, one))),
      line("}"),
    ];
  return [line(`${name}: ${printValue(value)}`, argumentNote(argument))];
}

/** A call with its arguments: one beside the name, several one a line. */
export function explainCall({ word, arguments: given }: WordUse, before: string, note: string): readonly NotedLine[] {
  const entries = writable(word, given).map(([name, argument]) => ({
    text: `${name}: ${printValue(argument.value)}`,
    note: argumentNote(argument),
  }));
  const [first] = entries;
  if (first === undefined) return [line(`${before}${word.name}`, note)];
  if (entries.length === 1) return [line(`${before}${word.name}(${first.text})`, first.note)];
  const inside = entries.map(({ text, note }) => line(`${text},`, note));
  return [line(`${before}${word.name}(`, note), ...indented(inside), line(")")];
}
