/** Words of the standard library, or of a text, as they are used. */
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { resolveValue } from "../../src/network/resolve-value.ts";
import type { WordUse } from "../../src/network/value.ts";
import type { FormulaKind, Word as Declaration } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";
import { makeVocabulary, type Vocabulary } from "../../src/vocabulary/vocabulary.ts";
import { readWord } from "../../src/vocabulary/word.ts";
import { expressionOf } from "./formulas.ts";

export const standard = makeVocabulary(standardWords());

/** The standard library and the words that a text declares. */
export function vocabularyWith(text: string): Vocabulary {
  const { file } = parse({ path: "words.dnn", text });
  const own = file.declarations
    .filter((one): one is Declaration => one.kind === "word")
    .map((one) => readWord(one, false));
  return makeVocabulary([...standardWords(), ...own]);
}

/** What `elu(alpha: 0.5)` means where a word of the kind is expected, and what is wrong with it. */
export function tryUse(kind: FormulaKind, text: string, vocabulary = standard) {
  const diagnostics: Diagnostic[] = [];
  const value = resolveValue(expressionOf(text), { kind: "word", of: kind }, "it", {
    vocabulary,
    names: new Map(),
    report: (diagnostic) => diagnostics.push(diagnostic),
    from: (at) => ({ kind: "written", at }),
  });
  return { use: value?.kind === "word" ? value.use : undefined, diagnostics };
}

export function useOf(kind: FormulaKind, text: string, vocabulary = standard): WordUse {
  const { use, diagnostics } = tryUse(kind, text, vocabulary);
  if (use === undefined || diagnostics.some(isError))
    throw new Error(diagnostics[0]?.message ?? `${text} is no ${kind}`);
  return use;
}
