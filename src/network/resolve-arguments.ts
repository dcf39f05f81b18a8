import type { Report } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type * as ast from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import type { Parameter, Word } from "../vocabulary/word.ts";
import { resolveValue, type Context } from "./resolve-value.ts";
import type { Argument, Arguments, Provenance, Value } from "./value.ts";

/** `a: 1` in an argument list and `a: 1` as an entry are one thing; `name` is undefined for a positional argument. */
export interface Given {
  readonly name: ast.Identifier | undefined;
  readonly value: ast.Expression | ast.EntryBlock;
  readonly span: Span;
  /** Where it comes from, if not written here. */
  readonly from?: Provenance;
}

/**
 * Fills the parameters of `word` from what is given, then from the signature's defaults, in the order of the signature.
 * Everything wrong is reported; `undefined` if any argument is missing or wrong.
 */
export function resolveArguments(
  word: Word,
  given: readonly Given[],
  at: Span,
  context: Context,
): Arguments | undefined {
  const what = word.kind === "section" ? `\`${word.name}\`` : `the ${word.kind} \`${word.name}\``;
  const places = assign(word, given, what, context.report);
  const args: Record<string, Argument> = {};
  let sound = places.sound;
  for (const parameter of word.parameters) {
    const own = places.taken.get(parameter);
    const names = new Map([...context.names, ...Object.entries(args).map(([name, arg]) => [name, arg.value] as const)]);
    const argument =
      own !== undefined
        ? resolveGiven(own, parameter, word, context)
        : parameter.default !== undefined
          ? standing(parameter, parameter.default, word, at, {
              ...context,
              names: word.kind === "section" ? context.names : names,
              // A default may follow from an argument that is wrong: what is wrong has been said.
              report: sound ? context.report : () => {},
            })
          : undefined;
    if (argument !== undefined) args[parameter.name] = argument;
    else {
      if (own === undefined && parameter.default === undefined) {
        const message = `${what} needs \`${parameter.name}\``;
        context.report({ code: "missing-argument", severity: "error", message, at, help: example(word, parameter) });
      }
      sound = false;
    }
  }
  return sound ? args : undefined;
}

const example = ({ name, kind }: Word, parameter: Parameter): string =>
  kind === "section" ? `write \`${parameter.name}: …\`` : `write \`${name}(${parameter.name}: …)\``;

/** Which argument goes to which parameter. */
function assign(word: Word, given: readonly Given[], what: string, report: Report) {
  const taken = new Map<Parameter, Given>();
  let sound = true;
  let position = 0;
  const fail = (diagnostic: Parameters<Report>[0]): void => {
    sound = false;
    report(diagnostic);
  };
  for (const argument of given) {
    const { name, span } = argument;
    const parameter =
      name === undefined ? word.parameters[position++] : word.parameters.find((one) => one.name === name.name);
    if (parameter === undefined && name === undefined) {
      const most = word.parameters.length;
      const takes = most === 0 ? "takes no arguments" : `takes at most ${most} argument${most === 1 ? "" : "s"}`;
      fail({ code: "arguments", severity: "error", message: `${what} ${takes}`, at: span });
    } else if (parameter === undefined) {
      const known = word.parameters.map((one) => one.name);
      const near = nearest(name!.name, known);
      fail({
        code: "unknown-name",
        severity: "error",
        message: `${what} has no \`${name!.name}\``,
        at: name!.span,
        help:
          near !== undefined
            ? `did you mean \`${near}\`?`
            : known.length > 0
              ? `it has ${known.join(", ")}`
              : undefined,
        fix:
          near !== undefined
            ? { safe: false, edits: [{ start: name!.span.start, end: name!.span.end, text: near }] }
            : undefined,
      });
    } else {
      const before = taken.get(parameter);
      // A block after a preset overrides it; the same thing twice in one place is a mistake.
      if (before !== undefined && before.from === argument.from) {
        const related = [{ at: before.span, label: "first here" }];
        fail({
          code: "duplicate-entry",
          severity: "error",
          message: `\`${parameter.name}\` is given twice`,
          at: span,
          related,
          help: "take one out",
        });
      }
      taken.set(parameter, argument);
    }
  }
  return { taken, sound };
}

function resolveGiven(given: Given, parameter: Parameter, word: Word, context: Context): Argument | undefined {
  const owner = word.kind === "section" ? `\`${parameter.name}\`` : `\`${parameter.name}\` of \`${word.name}\``;
  const from = given.from ?? context.from(given.span);
  const { value } = given;
  const inner: Context = given.from === undefined ? context : { ...context, from: () => from };
  const resolved =
    value.kind === "entries"
      ? section(value, parameter, owner, inner)
      : resolveValue(value, orNone(parameter), owner, inner);
  return resolved && { value: resolved, at: value.span, from };
}

/** `none` may always be written where it is the default. */
const orNone = ({ limits, default: standing }: Parameter): Parameter["limits"] =>
  standing?.kind !== "none" || limits.kind === "planned"
    ? limits
    : { kind: "either", of: [...(limits.kind === "either" ? limits.of : [limits]), { kind: "none" }] };

/** `early_stopping { … }`: a block of entries, with a signature of its own. */
function section(block: ast.EntryBlock, parameter: Parameter, owner: string, context: Context): Value | undefined {
  const word = parameter.limits.kind === "section" ? context.vocabulary.find("section", parameter.name) : undefined;
  if (parameter.limits.kind === "planned")
    return resolveValue({ kind: "none", span: block.span }, parameter.limits, owner, context);
  if (word === undefined) {
    context.report({
      code: "argument",
      severity: "error",
      message: `${owner} takes a value, not a block`,
      at: block.span,
      help: `write \`${parameter.name}: …\``,
    });
    return undefined;
  }
  const args = resolveArguments(word, block.entries, block.span, context);
  return args && { kind: "section", use: { word, arguments: args, at: block.span } };
}

function standing(
  parameter: Parameter,
  expression: ast.Expression,
  word: Word,
  at: Span,
  context: Context,
): Argument | undefined {
  const from: Provenance = { kind: "standard" };
  if (expression.kind === "none") return { value: { kind: "none" }, at, from };
  if (expression.kind === "name" && expression.name === "fitting") return { value: { kind: "fitting" }, at, from };
  const inner: Context = { ...context, from: () => from };
  if (expression.kind === "list" && expression.items.length === 0)
    return { value: { kind: "list", items: [] }, at, from };
  const value = resolveValue(expression, parameter.limits, `\`${parameter.name}\` of \`${word.name}\``, inner);
  return value && { value, at, from };
}
