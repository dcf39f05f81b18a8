/** A word as it is asked for, with arguments perhaps: `elu`, `elu(alpha: 0.3)`. */
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { resolveArguments } from "../network/resolve-arguments.ts";
import type { WordUse } from "../network/value.ts";
import type * as ast from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../vocabulary/word.ts";

export interface Asked {
  readonly name: string;
  /** As they are written between the parentheses; `undefined` without any. */
  readonly given: readonly ast.Argument[] | undefined;
  readonly at: ast.Expression["span"];
}

/** Reads a name or a call; or what is wrong with it. */
export function readAsked(text: string): Asked | Diagnostic | undefined {
  const { file, diagnostics } = parse({ path: text, text: `activation it(x) = ${text}` });
  if (diagnostics[0] !== undefined) return diagnostics[0];
  const [declaration, ...others] = file.declarations;
  const body = declaration?.kind === "word" && others.length === 0 ? declaration.body : undefined;
  if (body?.kind === "name") return { name: body.name, given: undefined, at: body.span };
  return body?.kind === "call" ? { name: body.name.name, given: body.arguments, at: body.span } : undefined;
}

/** The word with these arguments and its defaults; `undefined` where one is missing or wrong, which is reported. */
export function useWith(word: Word, { given, at }: Asked, vocabulary: Vocabulary, report: Report): WordUse | undefined {
  if (word.planned || word.damaged === true) return undefined;
  const context = {
    vocabulary,
    names: new Map(),
    report,
    from: (where: typeof at) => ({ kind: "written", at: where }) as const,
  };
  const found = resolveArguments(word, given ?? [], at, context);
  return found && { word, arguments: found, at };
}

/** The word as it stands; one that needs arguments as its example gives them. */
export function usualUse(word: Word, vocabulary: Vocabulary): WordUse | undefined {
  const bare: Asked = { name: word.name, given: undefined, at: word.declaration.name.span };
  const silent: Report = () => {};
  const plain = useWith(word, bare, vocabulary, silent);
  if (plain !== undefined || word.example === undefined) return plain;
  const asked = readAsked(word.example);
  return asked !== undefined && "name" in asked ? useWith(word, asked, vocabulary, silent) : undefined;
}
