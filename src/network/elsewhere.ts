import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { adviceFor, meant } from "../vocabulary/habits.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { usableNames } from "../vocabulary/word.ts";

/** The blocks that an entry may have been meant for. */
const blocks: Readonly<Record<string, string>> = {
  data: "in the data block",
  train: "in the train block",
  early_stopping: "in `early_stopping { … }` of the train block",
};

/** Help for an entry, as it was written or meant, that another block has and the sections `here` have not. */
export function elsewhere(
  name: string,
  here: readonly string[],
  vocabulary: Vocabulary,
): Pick<Diagnostic, "help"> | undefined {
  if (adviceFor(name) !== undefined) return undefined;
  const namesOf = (section: string): readonly string[] =>
    usableNames(vocabulary.find("section", section)?.parameters ?? []);
  const own = here.flatMap(namesOf);
  const others = Object.keys(blocks).filter((section) => !here.includes(section));
  const near = meant(name, [...own, ...others.flatMap(namesOf)]);
  if (near === undefined || own.includes(near)) return undefined;
  const home = others.find((section) => namesOf(section).includes(near))!;
  return { help: near === name ? `it belongs ${blocks[home]}` : `\`${near}\` is meant, and belongs ${blocks[home]}` };
}
