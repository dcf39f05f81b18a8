/** The pages of everything that has a name. */
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type * as ast from "../syntax/ast.ts";
import { builtInKinds, formulaKinds } from "../syntax/ast.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../vocabulary/word.ts";
import { blockPage, entryPage, functionNames, functionPage, presetPage } from "./other-pages.ts";
import type { Page } from "./page.ts";
import { useWith, usualUse, type Asked } from "./read-use.ts";
import { wordPage } from "./word-page.ts";

/** What a name may stand for: the standard library alone, or as a file sees it. */
export interface Names {
  readonly vocabulary: Vocabulary;
  readonly presets: ReadonlyMap<string, ast.Preset>;
  readonly blocks: readonly ast.Block[];
}

const kinds = [...formulaKinds, ...builtInKinds];
const wordsOf = ({ vocabulary }: Names): readonly Word[] => kinds.flatMap((kind) => vocabulary.words(kind));

/** The words of a name, of whatever kind: `mse` is a loss and a metric. */
export const wordsNamed = (names: Names, name: string): readonly Word[] =>
  wordsOf(names).filter((word) => word.name === name || word.aliases.includes(name));

/** The pages for what is asked; where no word takes the arguments that are given, what is wrong with them. */
export function findPages(names: Names, asked: Asked): readonly Page[] | Diagnostic {
  const words = wordsNamed(names, asked.name);
  if (asked.given !== undefined && words.length > 0) return pagesWith(names, words, asked);
  const preset = names.presets.get(asked.name);
  const block = names.blocks.find((one) => one.name.name === asked.name);
  const entries = names.vocabulary
    .words("section")
    .flatMap((section) => (words.some(({ kind }) => kind === "section") ? [] : (entryPage(section, asked.name) ?? [])));
  const inFormulas = functionPage(asked.name);
  return [
    ...words.map((word) => wordPage(word, usualUse(word, names.vocabulary))),
    ...(preset === undefined ? [] : [presetPage(preset)]),
    ...(block === undefined ? [] : [blockPage(block)]),
    ...entries,
    ...(inFormulas === undefined ? [] : [inFormulas]),
  ];
}

function pagesWith({ vocabulary }: Names, words: readonly Word[], asked: Asked): readonly Page[] | Diagnostic {
  const found: Diagnostic[] = [];
  const pages = words.flatMap((word) => {
    const use = useWith(word, asked, vocabulary, (diagnostic) => found.push(diagnostic));
    return use === undefined ? [] : [wordPage(word, use)];
  });
  return pages.length > 0 ? pages : (found.find(isError) ?? words.map((word) => wordPage(word, undefined)));
}

/** All that can be asked for, to find what was meant. */
export const knownNames = (names: Names): readonly string[] => [
  ...wordsOf(names).flatMap((word) => [word.name, ...word.aliases]),
  ...names.presets.keys(),
  ...names.blocks.map((one) => one.name.name),
  ...names.vocabulary.words("section").flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  ...functionNames,
];
