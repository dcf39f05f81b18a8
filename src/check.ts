/** From a text to what it means and everything that is wrong or unwise in it. */
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sorted } from "./diagnostics/sort.ts";
import { soundPart, withoutEchoes } from "./echoes.ts";
import { resolve, type Model } from "./network/resolve.ts";
import { checkModel, type CheckOptions } from "./rules/check.ts";
import { suppress, type Silenced } from "./rules/suppress.ts";
import { parse } from "./syntax/parse.ts";
import type { Source } from "./text/source.ts";

export interface Checked {
  readonly model: Model;
  /** In order of place. */
  readonly diagnostics: Diagnostic[];
  /** What the rules found where a comment bids them be silent. */
  readonly silenced: readonly Silenced[];
}

/** Reads and judges a spec: syntax, names and shapes, then the rules on whatever is sound; in order of place. */
export function check(source: Source, options: CheckOptions = {}): Checked {
  const { file, diagnostics: syntax } = parse(source);
  const { model, diagnostics: meaning } = resolve(file);
  const { spoken, silenced } = suppress(file, checkModel(soundPart(model, syntax), options));
  const empty = syntax.length === 0 && file.declarations.length === 0 ? [nothingDeclared(source)] : [];
  const diagnostics = sorted([...syntax, ...empty, ...withoutEchoes(file, syntax, meaning), ...spoken]);
  return { model, diagnostics, silenced };
}

const nothingDeclared = (source: Source): Diagnostic => ({
  code: "nothing-declared",
  severity: "error",
  message: "the file declares nothing",
  at: { source, start: 0, end: 0 },
  help: "a spec has a `data`, a `network` and a `train` block",
});
