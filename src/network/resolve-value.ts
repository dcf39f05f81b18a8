import { listed } from "../diagnostics/suggest.ts";
import { notSupported, type Diagnostic, type Report } from "../diagnostics/diagnostic.ts";
import { buildFormula, type Scope } from "../formula/build.ts";
import { constants } from "../formula/functions.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
import { some, variable, variablesOf } from "../formula/formula.ts";
import type * as ast from "../syntax/ast.ts";
import { textOf, type Span } from "../text/source.ts";
import { meant } from "../vocabulary/habits.ts";
import { anyNumber, describeLimits, withinBounds, type Limits } from "../vocabulary/limits.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { correct, isSpeltSo } from "./correct.ts";
import { resolveArguments } from "./resolve-arguments.ts";
import { isTrainable, resolveTrainable } from "./resolve-trainable.ts";
import { printValue, type Provenance, type Value } from "./value.ts";
import { valueFormula } from "../vocabulary/instantiate.ts";

/** Where values are read: the words there are, the names that stand for values (a block's parameters, `depth`), and what is found. */
export interface Context {
  readonly vocabulary: Vocabulary;
  readonly names: ReadonlyMap<string, Value>;
  readonly report: Report;
  /** Where what is written here comes from: a preset's entries are not the user's own. */
  readonly from: (at: Span) => Provenance;
  /** Whether a number may be learned: in the arguments of an activation. */
  readonly learns?: boolean;
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
  if (isTrainable(expression) && takesNumber(limits) && !candidates(limits, context.vocabulary).includes("trainable"))
    return resolveTrainable(expression, limits, owner, context);
  const known = expression.kind === "name" ? context.names.get(expression.name) : undefined;
  if (known?.kind === "trainable") return void context.report(isLearned(nameOf(expression)!, expression.span));
  if (known !== undefined) return checkValue(known, limits, owner, expression.span, context.report);
  if (limits.kind === "either") {
    const sure = limits.of.find((one) => looksLike(expression, one, context));
    if (sure === undefined && isForeignLiteral(expression, limits, context))
      return unexpected(expression, limits, owner, context);
    const option =
      sure ??
      limits.of.find((one) => isItemOf(expression, one, context) && !isNearName(expression, limits, context)) ??
      limits.of.find((one) => likely(expression, one));
    if (option === undefined) return unexpected(expression, limits, owner, context);
    return resolveValue(expression, option, owner, context);
  }
  if (limits.kind === "any") return resolveValue(expression, { kind: "either", of: anything }, owner, context);
  if (!looksLike(expression, limits, context) && !likely(expression, limits))
    return unexpected(expression, limits, owner, context);
  return read(expression, limits, owner, context);
}

const takesNumber = (limits: Limits): boolean =>
  limits.kind === "either" ? limits.of.some(takesNumber) : ["number", "duration", "any"].includes(limits.kind);

/** A weight has a value in training alone: no argument can follow from it. */
const isLearned = (name: string, at: Span): Diagnostic => ({
  code: "argument",
  severity: "error",
  message: `\`${name}\` is learned, and no other argument can follow from it`,
  at,
  help: "write a number",
});

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
    case "kept":
      return kind === "name";
    case "column":
      return kind === "string" || kind === "name" || kind === "call";
    case "range":
    case "places":
      return kind === "range";
    case "none":
      return kind === "none";
    case "sides":
    case "values":
    case "each":
    case "section":
    case "any":
    case "planned":
      return false;
  }
}

/** `None`, `null` or `True`, where `none` or `true` may stand and no word has that name. */
const isForeignLiteral = (expression: ast.Expression, limits: Limits, { vocabulary }: Context): boolean =>
  expression.kind === "name" &&
  ["none", "true", "false"].includes(meant(expression.name, candidates(limits, vocabulary)) ?? "");

/** Whether the expression may be meant as one: a misspelt word, a number in parentheses, a name that stands for nothing. */
function likely(expression: ast.Expression, limits: Limits): boolean {
  if (limits.kind === "planned") return true;
  if (limits.kind === "word") return expression.kind === "name" || expression.kind === "call";
  if (limits.kind === "number") return expression.kind === "name" && expression.name !== "in";
  return false;
}

/** `accuracy` where a list is expected whose items it fits. */
const isItemOf = (expression: ast.Expression, limits: Limits, context: Context): boolean =>
  limits.kind === "list" &&
  (looksLike(expression, limits.of, context) || wordInQuotes(expression, limits.of, context) !== undefined);

/** `"adam"`, where the word is expected: its name. */
function wordInQuotes(expression: ast.Expression, limits: Limits, { vocabulary }: Context): string | undefined {
  if (expression.kind !== "string") return undefined;
  return candidates(limits, vocabulary).find((name) => name === expression.value);
}

const nameOf = (expression: ast.Expression): string | undefined =>
  expression.kind === "name" ? expression.name : expression.kind === "call" ? expression.name.name : undefined;

function isNearName(expression: ast.Expression, limits: Limits, { vocabulary }: Context): boolean {
  const name = nameOf(expression);
  return name !== undefined && meant(name, candidates(limits, vocabulary)) !== undefined;
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
  const learned = new Map([...names].filter(([, { kind }]) => kind === "trainable"));
  const open = new Map([...scope, ...[...learned.keys()].map((name) => [name, variable(name)] as const)]);
  const formula = buildFormula(expression, open, report);
  if (formula === undefined) return undefined;
  const follows = [...variablesOf(formula)].find((name) => learned.has(name));
  if (follows !== undefined) return void report(isLearned(follows, expression.span));
  if (some(formula, ({ op }) => op === "noise")) {
    const message = "`noise` is drawn in the formula of an activation, and is no number here";
    return void report({ code: "argument", severity: "error", message, at: expression.span });
  }
  if (variablesOf(formula).size === 0) return evaluateNumber(formula, {});
  report({
    code: "argument",
    severity: "error",
    message: "a length in epochs or of the run is no plain number here",
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
      if (expression.kind === "name" && !Object.hasOwn(constants, expression.name))
        return unexpected(expression, limits, owner, context);
      const unit = expression.kind === "number" ? expression.unit : undefined;
      const value = expression.kind === "number" ? expression.value : resolveNumber(expression, context);
      if (limits.kind === "duration" && unit === undefined && value !== undefined && value > 0)
        context.report(durationUnit(value, at));
      if (unit === "percent" && value !== undefined && limits.kind === "size")
        doubtShare(value, owner, at, context.report);
      return value === undefined
        ? undefined
        : checkValue({ kind: "number", value, unit }, limits, owner, at, context.report);
    }
    case "word":
      return word(expression as ast.Name | ast.Call, limits, owner, context);
    case "choice":
      return { kind: "choice", name: limits.name };
    case "list": {
      const written = (expression as ast.List).items;
      const items = written.map((item) => resolveValue(item, limits.of, owner, { ...context, learns: false }));
      if (limits.of.kind !== "number" && limits.of.kind !== "duration" && !areDistinct(items, written, context.report))
        return undefined;
      return items.every((item) => item !== undefined) ? { kind: "list", items } : undefined;
    }
    case "truth":
      return { kind: "truth", value: (expression as ast.TruthLiteral).value };
    case "text":
      return { kind: "text", value: (expression as ast.StringLiteral).value };
    case "column":
      return column(expression as ast.Name | ast.StringLiteral | ast.Call, context);
    case "kept":
      return { kind: "kept", name: (expression as ast.Name).name, at };
    case "range":
    case "places":
      return range(expression as ast.Range, limits.kind, owner, context);
    case "none":
      return { kind: "none" };
    case "planned":
      context.report(notSupported(owner, at));
      return undefined;
    case "sides":
    case "values":
    case "each":
    case "any":
    case "section":
      return unexpected(expression, limits, owner, context);
  }
}

/** A range of numbers has a length; one of places has whole ends from 0, and may be a single place. */
function range(
  { low: from, high: to, span: at }: ast.Range,
  kind: "range" | "places",
  owner: Owner,
  context: Context,
): Value | undefined {
  const [low, high] = [resolveNumber(from, context), resolveNumber(to, context)];
  if (low === undefined || high === undefined) return undefined;
  const whole = kind === "range" || [low, high].every((end) => Number.isInteger(end) && end >= 0);
  if (whole && (kind === "range" ? low < high : low <= high)) return { kind: "range", low, high };
  const message = whole
    ? `the range of ${owner} ends before it begins`
    : `${owner} goes from a whole number to another, counted from 0`;
  context.report({ code: "value-out-of-range", severity: "error", message, at });
  return undefined;
}

/** Without its unit a length is one in steps, which few mean. */
const durationUnit = (value: number, at: Span): Diagnostic => ({
  code: "duration-unit",
  severity: "warning",
  message: `${value} is taken for ${printValue({ kind: "number", value, unit: "steps" })}`,
  at,
  why: "a length of time has a unit, and a step is one batch",
  help: `write ${(["epochs", "steps"] as const).map((unit) => `\`${printValue({ kind: "number", value, unit })}\``).join(" or ")}`,
});

/** `0.5%` is hardly ever meant where a share is asked for: a half is `50%` or `0.5`. */
function doubtShare(value: number, owner: Owner, at: Span, report: Report): void {
  const written = Number.parseFloat(textOf(at).replaceAll("_", ""));
  if (!(value > 0 && written < 1)) return;
  const [share, percent] = [textOf(at).slice(0, -1), Number((written * 100).toPrecision(12))];
  report({
    code: "share-unit",
    severity: "warning",
    message: `${owner} is ${textOf(at)}, which is ${Number(value.toPrecision(12))}`,
    at,
    why: "a part of less than one row in a hundred measures next to nothing",
    help: `write \`${share}\` or \`${percent}%\``,
    fix: { safe: false, edits: [{ start: at.start, end: at.end, text: `${percent}%` }] },
  });
}

/** Whether no word, text or column is listed twice. */
function areDistinct(items: readonly (Value | undefined)[], written: readonly ast.Expression[], report: Report) {
  const first = new Map<string, Span>();
  let distinct = true;
  items.forEach((item, index) => {
    if (item === undefined) return;
    const key = item.kind === "column" ? item.name : printValue(item);
    const at = written[index]!.span;
    const before = first.get(key);
    if (before === undefined) return void first.set(key, at);
    distinct = false;
    report({
      code: "duplicate-entry",
      severity: "error",
      message: `\`${key}\` is listed twice`,
      at,
      related: [{ at: before, label: "first here" }],
      help: "take one out",
    });
  });
  return distinct;
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
  if (found === undefined) {
    const refused = unknownWord(expression, limits.of, owner, context.vocabulary);
    context.report(refused);
    const near = context.vocabulary.find(limits.of, refused.fix?.edits[0]?.text ?? "");
    // What is wrong with the arguments of `Adam(…)` is said too; the places of another's arguments may be others.
    const isKnown = near && expression.kind === "call" && expression.arguments.every((one) => one.name);
    if (near && expression.kind === "call" && (isKnown || isSpeltSo(name, near.name)))
      resolveArguments(near, expression.arguments, expression.span, context);
    return undefined;
  }
  if (found.damaged === true) return undefined;
  if (found.planned) return void context.report(notSupported(`the ${limits.of} \`${name}\``, at));
  const given = expression.kind === "call" ? expression.arguments : [];
  const args = resolveArguments(found, given, expression.span, context);
  return args && { kind: "word", use: { word: found, arguments: args, at: expression.span } };
}

const usables = new WeakMap<Vocabulary, Map<ast.WordKind, readonly string[]>>();

/** The names of a kind's words that are built; found once, for a file may hold thousands of mistakes. */
function usableWords(vocabulary: Vocabulary, kind: ast.WordKind): readonly string[] {
  const known = usables.get(vocabulary) ?? new Map<ast.WordKind, readonly string[]>();
  usables.set(vocabulary, known);
  const names =
    known.get(kind) ??
    vocabulary
      .words(kind)
      .filter((one) => !one.planned)
      .map((one) => one.name);
  known.set(kind, names);
  return names;
}

function unknownWord(
  expression: ast.Name | ast.Call,
  kind: ast.WordKind,
  owner: Owner,
  vocabulary: Vocabulary,
): Diagnostic {
  const { name, span: at } = expression.kind === "name" ? expression : expression.name;
  const column =
    kind === "target" || kind === "layer" ? example(expression, { kind: "word", of: kind }, owner) : undefined;
  const usable = usableWords(vocabulary, kind);
  return {
    code: "unknown-name",
    severity: "error",
    message: `there is no ${kind} \`${name}\``,
    at,
    label: `${owner} takes ${describeLimits({ kind: "word", of: kind })}`,
    ...correct(name, at, usable, column ?? `there are ${listed(usable)}`, kind),
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
  if (expression.arguments.length === 1 && texts.length > 0 && texts.every((text) => text !== undefined)) {
    const items = texts.map((value): Value => ({ kind: "text", value }));
    if (!areDistinct(items, (list as ast.List).items, report)) return undefined;
    return { kind: "column", name: expression.name.name, categories: texts, at };
  }
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
  const bounds = limits.kind === "number" ? limits : positive;
  const isShare = value.unit === "percent";
  const isSize = limits.kind !== "size" || (isShare ? value.value <= 1 : Number.isInteger(value.value));
  if (withinBounds(value.value, bounds) && isSize)
    return limits.kind === "duration" && isShare ? { ...value, unit: "run" } : value;
  if (limits.kind === "size" && !isShare && value.value > 0 && value.value < 1) {
    const help = `write \`${Number((value.value * 100).toPrecision(12))}%\``;
    report({
      code: "value-out-of-range",
      severity: "error",
      message: `${owner} is ${printValue(value)} of a row`,
      at,
      help,
    });
    return undefined;
  }
  const takesShare = limits.kind === "number" && limits.low === 0 && limits.high === 1;
  // `20` is 20% without its mark; `1.2` is a slip of another kind.
  const isPercent =
    takesShare && value.unit === undefined && Number.isInteger(value.value) && value.value > 2 && value.value < 100;
  const isBroken = limits.kind === "number" && limits.integer && !Number.isInteger(value.value);
  report({
    code: "value-out-of-range",
    severity: "error",
    message: `${owner} is ${printValue(value)}, which is ${isBroken ? "not a whole number" : "out of range"}`,
    at,
    help: isPercent
      ? `write \`${value.value}%\``
      : limits.kind === "size"
        ? "a part has rows: leave it out where there is none"
        : `it takes ${describeLimits(limits.kind === "number" ? limits : bounds)}`,
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
function unexpected(expression: ast.Expression, limits: Limits, owner: Owner, context: Context): undefined {
  const { report, vocabulary } = context;
  const name = nameOf(expression) ?? hyphened(expression);
  const at = expression.kind === "call" ? expression.name.span : expression.span;
  const takes = describeLimits(limits);
  const form = otherForm(expression, limits, context) ?? withoutArguments(expression, limits, context);
  const known = candidates(limits, vocabulary);
  const list = known.length > 1 ? `there are ${listed(known)}` : `it takes ${takes}`;
  const choice =
    name === undefined && limits.kind === "either" ? limits.of.find(({ kind }) => kind === "choice") : undefined;
  const chosen = choice?.kind === "choice" ? `write \`${entryOf(owner)}: ${choice.name}\`, for one` : undefined;
  const otherwise =
    example(expression, limits, owner) ?? chosen ?? (name === undefined && isWord(limits) ? list : `it takes ${takes}`);
  if (form !== undefined)
    return void report({ code: "argument", severity: "error", message: `${owner} takes ${takes}`, at, ...form });
  report({
    code: name === undefined ? "argument" : "unknown-name",
    severity: "error",
    message: name === undefined ? `${owner} takes ${takes}` : `there is no \`${name}\` for ${owner}`,
    at,
    ...correct(name ?? textIn(expression), at, [...known, ...context.names.keys()], otherwise),
  });
}

/** `min_max(0, 1)`, where a name is chosen; `trainable`, which is called. */
function withoutArguments(
  expression: ast.Expression,
  limits: Limits,
  { learns, vocabulary }: Context,
): Pick<Diagnostic, "help" | "fix"> | undefined {
  const { start, end } = expression.span;
  const name = nameOf(expression)!;
  if (expression.kind === "call" && candidates(limits, vocabulary).includes(name))
    return {
      help: `write \`${name}\` without arguments`,
      fix: { safe: false, edits: [{ start, end, text: name }] },
    };
  if (expression.kind === "name" && name === "trainable" && learns === true && takesNumber(limits))
    return { help: "write `trainable(0.25, per: unit)`, with the number that it begins with" };
  return undefined;
}

/** `cross-entropy`, read as a difference: the name that it is meant to be. */
const hyphened = (expression: ast.Expression): string | undefined => {
  const text = expression.kind === "binary" ? textOf(expression.span) : "";
  return /^[A-Za-z]\w*(?:-[A-Za-z]\w*)+$/.test(text) ? text : undefined;
};

const isWord = (limits: Limits): boolean =>
  limits.kind === "word" || (limits.kind === "either" && limits.of.every((one) => isWord(one) || one.kind === "none"));

const textIn = (expression: ast.Expression): string =>
  expression.kind === "string" && /^\w+$/.test(expression.value) ? expression.value : "";

/** What was meant, in a form that cannot stand here: a word in quotation marks, an item without its list. */
function otherForm(
  expression: ast.Expression,
  limits: Limits,
  context: Context,
): Pick<Diagnostic, "help" | "fix"> | undefined {
  const options = limits.kind === "either" ? limits.of : [limits];
  const item = options.find((one) => isItemOf(expression, one, context));
  const isCounted = expression.kind === "number" && expression.unit !== undefined && expression.unit !== "percent";
  if (isCounted && options.some(({ kind }) => kind === "number")) {
    const { start, end } = expression.span;
    const count = textOf(expression.span).replace(/[ \t]*[a-z]+$/, "");
    return { help: `write \`${count}\` without a unit`, fix: { safe: false, edits: [{ start, end, text: count }] } };
  }
  const ends = options.some(({ kind }) => kind === "range" || kind === "places") ? rangeEnds(expression) : undefined;
  if (ends !== undefined) {
    const { start, end } = expression.span;
    return { help: `write \`${ends}\``, fix: { safe: true, edits: [{ start, end, text: ends }] } };
  }
  const quoted = wordInQuotes(expression, item?.kind === "list" ? item.of : limits, context);
  if (item === undefined && quoted === undefined) return undefined;
  const { start, end } = expression.span;
  const text = item === undefined ? quoted! : `[${quoted ?? textOf(expression.span)}]`;
  const fix = { safe: true, edits: [{ start, end, text }] };
  return { help: `write \`${text}\`${item === undefined ? " without quotes" : ""}`, fix };
}

/** `[-1, 1]` and `0-255`, where a range is meant. */
function rangeEnds(expression: ast.Expression): string | undefined {
  const isNumber = (one: ast.Expression | undefined): boolean =>
    one?.kind === "number" || (one?.kind === "unary" && one.operand.kind === "number");
  const [low, high, more] =
    expression.kind === "list"
      ? expression.items
      : expression.kind === "binary" && expression.operator === "-"
        ? [expression.left, expression.right]
        : [];
  if (!low || !high || more !== undefined || !isNumber(low) || !isNumber(high)) return undefined;
  return `${textOf(low.span)}..${textOf(high.span)}`;
}

/** What stands where a word of a kind is expected that is seldom without arguments, with what was written of them. */
const examples: { readonly [K in ast.WordKind]?: (written: ast.Expression) => string | undefined } = {
  source: (written) => `csv(${written.kind === "string" ? textOf(written.span) : '"table.csv"'})`,
  split: () => "random(train: 80%, validation: 20%)",
  target: (written) =>
    written.kind === "name" || written.kind === "string"
      ? `class(2, column: ${textOf(written.span)})\` or \`regression(column: ${textOf(written.span)})`
      : "class(10)",
  regularizer: (written) => (written.kind === "number" ? `l2(${textOf(written.span)})` : undefined),
  constraint: (written) => (written.kind === "number" ? `max_norm(${textOf(written.span)})` : undefined),
  layer: () => "batch_norm",
  clipping: (written) => (written.kind === "number" ? `global_norm(${textOf(written.span)})` : undefined),
};

function example(written: ast.Expression, limits: Limits, owner: Owner): string | undefined {
  const options = limits.kind === "either" ? limits.of : [limits];
  if (options.some(({ kind }) => kind === "each") && options.every(({ kind }) => kind === "each" || kind === "none"))
    return `for several outputs write \`${entryOf(owner)} { main: 1  aux: 0.1 }\` with their names; one output has nothing to be weighed against`;
  if (
    options.some(({ kind }) => kind === "each") &&
    written.kind === "list" &&
    options.every(({ kind }) => kind !== "list")
  )
    return `for several outputs write \`${entryOf(owner)} { main: … aux: … }\` with their names`;
  const text = options.map((one) => (one.kind === "word" ? examples[one.of]?.(written) : undefined)).find(Boolean);
  return text === undefined ? undefined : `write \`${entryOf(owner)}: ${text}\``;
}

/** The name of what a value is for. */
const entryOf = (owner: Owner): string => /\w+/.exec(owner)![0];

/** The names that would be right. */
function candidates(limits: Limits, vocabulary: Vocabulary): readonly string[] {
  if (limits.kind === "choice") return [limits.name];
  if (limits.kind === "word")
    return vocabulary.words(limits.of).flatMap((one) => (one.planned ? [] : [one.name, ...one.aliases]));
  if (limits.kind === "list") return candidates(limits.of, vocabulary);
  if (limits.kind === "either") return limits.of.flatMap((one) => candidates(one, vocabulary));
  return limits.kind === "none" ? ["none"] : limits.kind === "truth" ? ["true", "false"] : [];
}
