/** From a text to what it means and everything that is wrong or unwise in it. */
import { isError, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { atMost, sorted } from "./diagnostics/sort.ts";
import { soundPart, withoutEchoes } from "./echoes.ts";
import { resolve, type Model } from "./network/resolve.ts";
import { checkLossForm } from "./graph/loss-form.ts";
import { checkModel, checkSuppressions, type CheckOptions } from "./rules/check.ts";
import { isOutputRule } from "./rules/index.ts";
import { suppress, suppressionsOf, type Silenced } from "./rules/suppress.ts";
import { oneOfEach } from "./one-mistake.ts";
import { parse } from "./syntax/parse.ts";
import type { Source } from "./text/source.ts";

export interface Checked {
  readonly model: Model;
  /** In order of place. */
  readonly diagnostics: Diagnostic[];
  /** What the rules found where a comment bids them be silent. */
  readonly silenced: readonly Silenced[];
}

/** Of a file; a table of columns with a mistake in each has as many. */
const mostFindings = 500;

/** Reads and judges a spec: syntax, names and shapes, then the rules on whatever is sound; in order of place. */
export function check(source: Source, options: CheckOptions = {}): Checked {
  const { file, diagnostics: syntax } = parse(source);
  const { model, diagnostics: meaning } = resolve(file);
  const judged = soundPart(model, syntax);
  const suppressions = suppressionsOf(file);
  const { spoken, silenced, idle } = suppress(suppressions, checkModel(judged, options, syntax.length === 0));
  // A rule may be silent where a mistake keeps it from looking.
  const vain = [...syntax, ...meaning].some(isError) ? [] : idle;
  const empty = syntax.length === 0 && file.declarations.length === 0 ? [nothingDeclared(source)] : [];
  const diagnostics = sorted([
    ...[...oneOfEach(file, syntax, withoutEchoes(file, syntax, meaning)), ...empty, ...spoken],
    ...[...formless(judged, spoken), ...checkSuppressions(suppressions, vain, options)],
  ]);
  return { model, diagnostics: atMost(diagnostics, mostFindings), silenced };
}

/** Losses that have no form for what their output ends in: said where no rule has said what is wrong with that output. */
const formless = ({ trainings, file }: Model, spoken: readonly Diagnostic[]): readonly Diagnostic[] =>
  trainings.flatMap((training) => {
    // An output may stand in a block.
    const blocks = file.declarations.filter(({ kind }) => kind === "block").map(({ span }) => span);
    const places = [training.network.declaration.span, training.declaration.span, ...blocks];
    const errors = spoken.filter((one) => isError(one) && isOutputRule(one.code));
    const said = errors.some(({ at }) => places.some(({ start, end }) => at.start >= start && at.end <= end));
    return said ? [] : checkLossForm(training);
  });

const nothingDeclared = (source: Source): Diagnostic => ({
  code: "nothing-declared",
  severity: "error",
  message: "the file declares nothing",
  at: { source, start: 0, end: 0 },
  help: "a spec has a `data`, a `network` and a `train` block",
});
