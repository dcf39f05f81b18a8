import { notSupported, type Diagnostic, type Report } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { buildFormula, type Scope } from "../formula/build.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
import { variablesOf } from "../formula/formula.ts";
import type * as ast from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import { anyNumber, describeLimits, withinBounds, type Limits } from "../vocabulary/limits.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { resolveArguments } from "./resolve-arguments.ts";
import { printValue, type Provenance, type Value } from "./value.ts";
import { valueFormula } from "../vocabulary/instantiate.ts";

/** Where values are read: the words there are, the names that stand for values (a block's parameters, `depth`), and what is found. */
export interface Context {
  readonly vocabulary: Vocabulary;
  readonly names: ReadonlyMap<string, Value>;
  readonly report: Report;
  /** Where what is written here comes from: a preset's entries are not the user's own. */
  readonly from: (at: Span) => Provenance;
}

/** What the value is for, in messages: "`rate` of `dropout`". */
type Owner = string;

/**
 * What an expression means where `limits` say what is expected; reports what does not fit, and is `undefined` then.
 * Names of the context come first, then the words of the kind that is expected.
 */
export function resolveValue(
  expression: ast.Expression,
  limits: Limits,
  owner: Owner,
  context: Context,
): Value | undefined {
  if (expression.kind === "if") {
    const condition = resolveNumber(expression.condition, context);
    if (condition === undefined) return undefined;
    return resolveValue(condition !== 0 ? expression.then : expression.else, limits, owner, context);
  }
  const known = expression.kind === "name" ? context.names.get(expression.name) : undefined;
  if (known !== undefined) return checkValue(known, limits, owner, expression.span, context.report);
  if (limits.kind === "either") {
    const option =
      limits.of.find((one) => looksLike(expression, one, context)) ?? limits.of.find((one) => likely(expression, one));
    if (option === undefined) return unexpected(expression, limits, owner, context);
    return resolveValue(expression, option, owner, context);
  }
  if (limits.kind === "any") return resolveValue(expression, { kind: "either", of: anything }, owner, context);
  if (!looksLike(expression, limits, context) && !likely(expression, limits))
    return unexpected(expression, limits, owner, context);
  return read(expression, limits, owner, context);
}

/** What a block's parameter may be where its signature does not say. */
const anything: readonly Limits[] = [
  anyNumber,
  ...(["truth", "text", "duration", "range", "none"] as const).map((kind) => ({ kind })),
  ...(["activation", "initializer", "regularizer", "constraint"] as const).map((of) => ({ kind: "word", of }) as const),
];

/** Whether the expression certainly has the form that `limits` ask for. */
function looksLike(expression: ast.Expression, limits: Limits, { vocabulary }: Context): boolean {
  const { kind } = expression;
  switch (limits.kind) {
    case "number":
      return isArithmetic(expression) && !(kind === "number" && (expression.unit ?? "percent") !== "percent");
    case "duration":
      return kind === "number" && expression.unit !== "samples";
    case "size":
      return (
        kind === "number" &&
        (expression.unit === undefined || expression.unit === "percent" || expression.unit === "samples")
      );
    case "word":
      return (
        (kind === "name" && vocabulary.find(limits.of, expression.name) !== undefined) ||
        (kind === "call" && vocabulary.find(limits.of, expression.name.name) !== undefined)
      );
    case "choice":
      return kind === "name" && expression.name === limits.name;
    case "list":
      return kind === "list";
    case "either":
      return false;
    case "truth":
      return kind === "truth";
    case "text":
      return kind === "string";
    case "column":
      return kind === "string" || kind === "name" || kind === "call";
    case "range":
      return kind === "range";
    case "none":
      return kind === "none";
    case "sides":
    case "values":
    case "section":
    case "any":
    case "planned":
      return false;
  }
}

/** Whether the expression may be meant as one: a misspelt word, a number in parentheses, a name that stands for nothing. */
function likely(expression: ast.Expression, limits: Limits): boolean {
  if (limits.kind === "planned") return true;
  if (limits.kind === "word") return expression.kind === "name" || expression.kind === "call";
  if (limits.kind === "number") return expression.kind === "name" && expression.name !== "in";
  return false;
}

const isArithmetic = (expression: ast.Expression): boolean =>
  expression.kind === "number" ||
  (expression.kind === "unary" && isArithmetic(expression.operand)) ||
  expression.kind === "binary" ||
  (expression.kind === "name" && expression.name === "infinity");

/** The number of an arithmetic expression over the context's names. */
export function resolveNumber(expression: ast.Expression, { names, report }: Context): number | undefined {
  const scope: Scope = new Map(
    [...names].flatMap(([name, value]) => {
      const formula = valueFormula(value);
      return formula === undefined ? [] : [[name, formula] as const];
    }),
  );
  const formula = buildFormula(expression, scope, report);
  if (formula === undefined) return undefined;
  if (variablesOf(formula).size === 0) return evaluateNumber(formula, {});
  report({
    code: "argument",
    severity: "error",
    message: "a length in epochs is no plain number here",
    at: expression.span,
  });
  return undefined;
}

function read(
  expression: ast.Expression,
  limits: Exclude<Limits, { kind: "either" }>,
  owner: Owner,
  context: Context,
): Value | undefined {
  const at = expression.span;
  switch (limits.kind) {
    case "number":
    case "duration":
    case "size": {
      const unit = expression.kind === "number" ? expression.unit : undefined;
      const value = expression.kind === "number" ? expression.value : resolveNumber(expression, context);
      return value === undefined
        ? undefined
        : checkValue({ kind: "number", value, unit }, limits, owner, at, context.report);
    }
    case "word":
      return word(expression as ast.Name | ast.Call, limits, owner, context);
    case "choice":
      return { kind: "choice", name: limits.name };
    case "list": {
      const items = (expression as ast.List).items.map((item) => resolveValue(item, limits.of, owner, context));
      return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
    }
    case "truth":
      return { kind: "truth", value: (expression as ast.TruthLiteral).value };
    case "text":
      return { kind: "text", value: (expression as ast.StringLiteral).value };
    case "column":
      return column(expression as ast.Name | ast.StringLiteral | ast.Call, context);
    case "range": {
      const { low: from, high: to } = expression as ast.Range;
      const [low, high] = [resolveNumber(from, context), resolveNumber(to, context)];
      if (low === undefined || high === undefined) return undefined;
      if (low < high) return { kind: "range", low, high };
      context.report({
        code: "value-out-of-range",
        severity: "error",
        message: `the range of ${owner} ends before it begins`,
        at,
      });
      return undefined;
    }
    case "none":
      return { kind: "none" };
    case "planned":
      context.report(notSupported(owner, at));
      return undefined;
    case "sides":
    case "values":
    case "any":
    case "section":
      return unexpected(expression, limits, owner, context);
  }
}

function word(
  expression: ast.Name | ast.Call,
  limits: Limits & { kind: "word" },
  owner: Owner,
  context: Context,
): Value | undefined {
  const name = expression.kind === "name" ? expression.name : expression.name.name;
  const at = expression.kind === "name" ? expression.span : expression.name.span;
  const found = context.vocabulary.find(limits.of, name);
  if (found === undefined) return void context.report(unknownWord(name, at, limits.of, owner, context.vocabulary));
  if (found.planned) return void context.report(notSupported(`the ${limits.of} \`${name}\``, at));
  const given = expression.kind === "call" ? expression.arguments : [];
  const args = resolveArguments(found, given, expression.span, context);
  return args && { kind: "word", use: { word: found, arguments: args, at: expression.span } };
}

function unknownWord(name: string, at: Span, kind: ast.WordKind, owner: Owner, vocabulary: Vocabulary): Diagnostic {
  const usable = vocabulary
    .words(kind)
    .filter((one) => !one.planned)
    .map((one) => one.name);
  const near = nearest(name, usable);
  return {
    code: "unknown-name",
    severity: "error",
    message: `there is no ${kind} \`${name}\``,
    at,
    label: `${owner} takes ${describeLimits({ kind: "word", of: kind })}`,
    help: near !== undefined ? `did you mean \`${near}\`?` : `there are ${usable.join(", ")}`,
    fix: near !== undefined ? { safe: false, edits: [{ start: at.start, end: at.end, text: near }] } : undefined,
  };
}

/** A column by its name, in quotes where it is no identifier, and perhaps with its categories: `kind(["cat", "dog"])`. */
function column(expression: ast.Name | ast.StringLiteral | ast.Call, { report }: Context): Value | undefined {
  const at = expression.span;
  if (expression.kind === "string") return { kind: "column", name: expression.value, categories: undefined, at };
  if (expression.kind === "name") return { kind: "column", name: expression.name, categories: undefined, at };
  const list = expression.arguments[0]?.value;
  const texts =
    list?.kind === "list" ? list.items.map((item) => (item.kind === "string" ? item.value : undefined)) : [undefined];
  if (expression.arguments.length === 1 && texts.length > 0 && texts.every((text) => text !== undefined))
    return { kind: "column", name: expression.name.name, categories: texts, at };
  const message = `a column's categories are a list of texts`;
  report({
    code: "argument",
    severity: "error",
    message,
    at,
    help: `write \`${expression.name.name}(["first", "second"])\``,
  });
  return undefined;
}

/** Holds a value that is already known (a block's parameter, say) against the limits of the place where it is used. */
function checkValue(value: Value, limits: Limits, owner: Owner, at: Span, report: Report): Value | undefined {
  if (limits.kind === "either") {
    const silent = limits.of.find((one) => checkValue(value, one, owner, at, () => {}) !== undefined);
    return checkValue(value, silent ?? limits.of[0]!, owner, at, report);
  }
  if (limits.kind === "any") return value;
  const fits: boolean =
    limits.kind === "number" || limits.kind === "duration" || limits.kind === "size"
      ? value.kind === "number"
      : limits.kind === "word"
        ? value.kind === "word" && value.use.word.kind === limits.of
        : limits.kind === value.kind;
  if (!fits || value.kind !== "number") {
    if (fits) return value;
    report({
      code: "argument",
      severity: "error",
      message: `${owner} takes ${describeLimits(limits)}, not ${printValue(value)}`,
      at,
    });
    return undefined;
  }
  const bounds = limits.kind === "number" ? limits : limits.kind === "duration" ? positive : nonNegative;
  if (withinBounds(value.value, bounds) && !(limits.kind === "size" && value.unit === "percent" && value.value > 1))
    return value;
  report({
    code: "value-out-of-range",
    severity: "error",
    message: `${owner} is ${printValue(value)}, which is out of range`,
    at,
    help: `it takes ${describeLimits(limits.kind === "number" ? limits : bounds)}`,
  });
  return undefined;
}

const positive: Limits & { kind: "number" } = {
  kind: "number",
  integer: false,
  low: 0,
  high: Infinity,
  openLow: true,
  openHigh: false,
};
const nonNegative: Limits & { kind: "number" } = { ...positive, openLow: false };

function unexpected(
  expression: ast.Expression,
  limits: Limits,
  owner: Owner,
  { report, vocabulary }: Context,
): undefined {
  const name =
    expression.kind === "name" ? expression.name : expression.kind === "call" ? expression.name.name : undefined;
  const near = name === undefined ? undefined : nearest(name, candidates(limits, vocabulary));
  const at = expression.kind === "call" ? expression.name.span : expression.span;
  report({
    code: name === undefined ? "argument" : "unknown-name",
    severity: "error",
    message: name === undefined ? `${owner} takes ${describeLimits(limits)}` : `there is no \`${name}\` for ${owner}`,
    at,
    help: near !== undefined ? `did you mean \`${near}\`?` : `it takes ${describeLimits(limits)}`,
    fix: near !== undefined ? { safe: false, edits: [{ start: at.start, end: at.end, text: near }] } : undefined,
  });
  return undefined;
}

/** The names that would be right. */
function candidates(limits: Limits, vocabulary: Vocabulary): readonly string[] {
  if (limits.kind === "choice") return [limits.name];
  if (limits.kind === "word") return vocabulary.names(limits.of);
  if (limits.kind === "either") return limits.of.flatMap((one) => candidates(one, vocabulary));
  return limits.kind === "none" ? ["none"] : limits.kind === "truth" ? ["true", "false"] : [];
}
