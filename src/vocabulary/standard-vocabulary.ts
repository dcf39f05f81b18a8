import { standardWords } from "./standard.ts";
import { makeVocabulary, type Vocabulary } from "./vocabulary.ts";

let made: Vocabulary | undefined;

/** The vocabulary of the standard library alone. */
export const standardVocabulary = (): Vocabulary => (made ??= makeVocabulary(standardWords()));
