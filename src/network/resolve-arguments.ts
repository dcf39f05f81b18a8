import { listed } from "../diagnostics/suggest.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import type * as ast from "../syntax/ast.ts";
import { textOf, type Span } from "../text/source.ts";
import { formulaHabit, meant } from "../vocabulary/habits.ts";
import { noiseProblem } from "../vocabulary/learned.ts";
import { describeLimits, type Limits } from "../vocabulary/limits.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { alwaysGiven, usableNames, type Parameter, type Word } from "../vocabulary/word.ts";
import { correct } from "./correct.ts";
import { elsewhere } from "./elsewhere.ts";
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
  around: Context,
  /** The word in messages. */
  what = word.kind === "section" ? `\`${word.name}\`` : `the ${word.kind} \`${word.name}\``,
): Arguments | undefined {
  const context: Context = { ...around, learns: word.kind === "activation" };
  const places = assign(word, given, what, context);
  const args: Record<string, Argument> = {};
  const missing: Parameter[] = [];
  let sound = places.sound;
  // A default may be told by the arguments before it: most words have none that must be read.
  let names: Map<string, Value> | undefined;
  const before = (): Context["names"] =>
    (names ??= new Map([...context.names, ...Object.entries(args).map(([name, { value }]) => [name, value] as const)]));
  for (const parameter of word.parameters) {
    const own = places.taken.get(parameter);
    const argument =
      own !== undefined
        ? resolveGiven(own, parameter, word, context)
        : parameter.default !== undefined
          ? standing(parameter, parameter.default, word, at, () => ({
              ...context,
              names: word.kind === "section" ? context.names : before(),
              // A default may follow from an argument that is wrong: what is wrong has been said.
              report: sound ? context.report : () => {},
            }))
          : undefined;
    if (argument !== undefined) {
      args[parameter.name] = argument;
      names?.set(parameter.name, argument.value);
    } else {
      if (own === undefined && parameter.default === undefined && !places.excused.has(parameter))
        missing.push(parameter);
      sound = false;
    }
  }
  if (missing.length > 0) {
    const names = missing.map(({ name }) => `\`${name}\``).join(" and ");
    const message = `${what} needs ${names}`;
    context.report({ code: "missing-argument", severity: "error", message, at, ...howToGive(word, missing) });
  }
  if (!sound) return undefined;
  const problem = word.kind === "activation" ? noiseProblem({ word, arguments: args, at }) : undefined;
  if (problem === undefined) return args;
  return void context.report({ code: "argument", severity: "error", message: problem, at });
}

/** What to write for parameters that are missing: at the use, or in a signature that does not ask for what it is given. */
function howToGive(word: Word, missing: readonly Parameter[]): Pick<Diagnostic, "help" | "related"> {
  const list = missing.map(({ name }) => `${name}: …`);
  const always = word.standard ? [] : (alwaysGiven[word.kind] ?? []);
  if (!word.standard && word.kind === "optimizer" && missing.some(({ name }) => formulaHabit(name) === "rate"))
    return { help: `an optimizer is given its rate as \`rate\`: write \`optimizer ${word.name}(w, g, rate)\`` };
  if (always.every((name) => word.given.some((given) => given.name === name)))
    return {
      help: word.kind === "section" ? `write \`${list.join("  ")}\`` : `write \`${word.name}(${list.join(", ")})\``,
    };
  const names = always.map((name) => `\`${name}\``).join(" and ");
  const article = /^[aeiou]/.test(word.kind) ? "an" : "a";
  return {
    help: `${article} ${word.kind} is given ${names}: write \`${word.kind} ${word.name}(${always.join(", ")})\``,
    related: [{ at: missing[0]!.span, label: "declared here as an argument" }],
  };
}

/** Which argument goes to which parameter. */
function assign(word: Word, given: readonly Given[], what: string, { report, vocabulary }: Context) {
  const taken = new Map<Parameter, Given>();
  const unknown: Given[] = [];
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
    if (name === undefined && word.kind === "optimizer" && word.parameters.length > 1) {
      // `adam(0.001)` is a rate to everybody, and would be `beta1`.
      const message = `the arguments of \`${word.name}\` have names`;
      fail({ code: "arguments", severity: "error", message, at: span, help: rateHelp(argument).help });
    } else if (parameter === undefined && name === undefined) {
      const most = word.parameters.length;
      const takes = most === 0 ? "takes no arguments" : `takes at most ${most} argument${most === 1 ? "" : "s"}`;
      const known = usableNames(word.parameters);
      const list = known.length > 0 ? `it has ${listed(known)}` : undefined;
      const isUnits = word.kind === "activation" && word.name === "linear";
      const whole = decimal(given[given.indexOf(argument) - 1], argument);
      const help = word.kind === "optimizer" ? rateHelp(argument).help : isUnits ? unitsHelp(argument) : list;
      fail({ code: "arguments", severity: "error", message: `${what} ${takes}`, at: span, help, ...whole });
    } else if (parameter === undefined) {
      unknown.push(argument);
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
  const required = word.parameters.filter((one) => one.default === undefined && !taken.has(one));
  const excused = new Set<Parameter>();
  for (const argument of unknown) {
    const { name, span } = argument.name!;
    const lacks = unknown.length === 1 && required.length === 1 ? required[0] : undefined;
    const help = unknownHelp(word, argument, lacks, vocabulary);
    const parameter = required.find((one) => one.name === help.fix?.edits[0]?.text) ?? lacks;
    if (parameter !== undefined) excused.add(parameter);
    const near = word.parameters.find((one) => one.name === help.fix?.edits[0]?.text);
    // What is wrong with its value is said too.
    if (near !== undefined && !taken.has(near)) taken.set(near, argument);
    fail({ code: "unknown-name", severity: "error", message: `${what} has no \`${name}\``, at: span, ...help });
  }
  return { taken, sound, excused };
}

/** What was meant by an argument that the word has not; `lacks` is the only one that it needs and does not get. */
function unknownHelp(
  word: Word,
  argument: Given,
  lacks: Parameter | undefined,
  vocabulary: Vocabulary,
): Pick<Diagnostic, "help" | "fix"> {
  const { name, span } = argument.name!;
  if (word.kind === "optimizer" && meant(name, ["learning_rate", "rate"]) !== undefined) return rateHelp(argument);
  const known = usableNames(word.parameters);
  const list = known.length > 0 ? `it has ${listed(known)}` : `it takes no arguments: write \`${word.name}\``;
  const other = word.kind === "section" ? elsewhere(name, [word.name], vocabulary) : undefined;
  if (other !== undefined) return other;
  const otherwise = lacks === undefined ? list : `did you mean \`${lacks.name}\`, which it needs?`;
  return correct(name, span, known, otherwise, word.kind);
}

/** The learning rate is an entry of its own, so that a schedule can drive it. */
const rateHelp = ({ value }: Given): Pick<Diagnostic, "help"> => ({
  help: `write \`learning_rate: ${clipped(value.span)}\` in the train block`,
});

/** `0,5` for `0.5`: two whole numbers with nothing but a comma between. */
function decimal(before: Given | undefined, { value }: Given): Pick<Diagnostic, "at" | "help" | "fix"> | undefined {
  if (before?.value.kind !== "number" || value.kind !== "number") return undefined;
  const at = { ...before.value.span, end: value.span.end };
  if (!/^\d+,\d+$/.test(textOf(at))) return undefined;
  const text = textOf(at).replace(",", ".");
  return { at, help: `write \`${text}\``, fix: { safe: false, edits: [{ start: at.start, end: at.end, text }] } };
}

/** PyTorch's name of a dense layer is here that of the activation which changes nothing. */
const unitsHelp = ({ value }: Given): string => `a layer of units is \`dense(${clipped(value.span)})\``;

const clipped = (at: Span): string => (at.end - at.start > 40 ? "…" : textOf(at));

function resolveGiven(given: Given, parameter: Parameter, word: Word, context: Context): Argument | undefined {
  const owner = word.kind === "section" ? `\`${parameter.name}\`` : `\`${parameter.name}\` of \`${word.name}\``;
  const from = given.from ?? context.from(given.span);
  const { value } = given;
  if (parameter.limits.kind === "section" && value.kind !== "entries" && value.kind !== "none")
    return noBlock(given, parameter, owner, context);
  const inner: Context = given.from === undefined ? context : { ...context, from: () => from };
  const resolved =
    value.kind === "entries"
      ? section(value, parameter, owner, inner)
      : resolveValue(value, orNone(parameter), owner, inner);
  return resolved && { value: resolved, at: value.span, from };
}

/** `early_stopping: true`, where a block is expected. */
function noBlock({ value, name: written }: Given, { name }: Parameter, owner: string, context: Context): undefined {
  const first = context.vocabulary.find("section", name)?.parameters.find((one) => one.default?.kind === "number");
  const number = value.kind === "number" && value.unit !== "percent" ? value.span : first?.default?.span;
  const given = value.kind === "call" && value.arguments.every((one) => one.name) ? value.arguments : [];
  const entries = given.map((one) => `${one.name!.name}: ${textOf(one.value.span)}`);
  const inside = entries.length > 0 ? entries.join("  ") : first && number ? `${first.name}: ${textOf(number)}` : "…";
  const text = ` { ${inside} }`;
  context.report({
    code: "argument",
    severity: "error",
    message: `${owner} takes a block of entries`,
    at: value.span,
    help: `write \`${name}${text}\``,
    ...(written &&
      inside !== "…" && { fix: { safe: false, edits: [{ start: written.span.end, end: value.span.end, text }] } }),
  });
}

/** `none` may always be written where it is the default. */
const orNone = ({ limits, default: standing }: Parameter): Parameter["limits"] =>
  standing?.kind !== "none" || limits.kind === "planned"
    ? limits
    : { kind: "either", of: [...(limits.kind === "either" ? limits.of : [limits]), { kind: "none" }] };

/** `loss { main: mse  aux: mae }`: a value under each name. */
function each(block: ast.EntryBlock, of: Limits, owner: string, context: Context): Value | undefined {
  const values = new Map<string, Argument>();
  let sound = true;
  for (const { name, value, span } of block.entries) {
    const before = values.get(name.name);
    const inside = `\`${name.name}\` of ${owner}`;
    const resolved = value.kind === "entries" ? undefined : resolveValue(value, of, inside, context);
    const wrong = (code: string, message: string, help: string): void =>
      context.report({ code, severity: "error", message, at: span, help });
    if (before !== undefined) wrong("duplicate-entry", `\`${name.name}\` is given twice`, "take one out");
    if (value.kind === "entries")
      wrong("argument", `${inside} takes a value, not a block`, `write \`${name.name}: …\``);
    if (resolved === undefined || before !== undefined) sound = false;
    else values.set(name.name, { value: resolved, at: value.span, from: context.from(span) });
  }
  return sound ? { kind: "each", values: Object.fromEntries(values) } : undefined;
}

const eachOf = (limits: Limits): Limits | undefined =>
  limits.kind === "each" ? limits.of : limits.kind === "either" ? limits.of.map(eachOf).find((one) => one) : undefined;

/** `early_stopping { … }`: a block of entries, with a signature of its own. */
function section(block: ast.EntryBlock, parameter: Parameter, owner: string, context: Context): Value | undefined {
  const many = eachOf(parameter.limits);
  if (many !== undefined) return each(block, many, owner, context);
  const word = parameter.limits.kind === "section" ? context.vocabulary.find("section", parameter.name) : undefined;
  if (parameter.limits.kind === "planned")
    return resolveValue({ kind: "none", span: block.span }, parameter.limits, owner, context);
  if (word === undefined) {
    context.report({
      code: "argument",
      severity: "error",
      message: `${owner} takes a value, not a block`,
      at: block.span,
      help: `write \`${parameter.name}: …\`: it takes ${describeLimits(parameter.limits)}`,
    });
    return undefined;
  }
  const args = resolveArguments(word, block.entries, block.span, context);
  return args && { kind: "section", use: { word, arguments: args, at: block.span } };
}

const standard: Provenance = { kind: "standard" };

/** The values of defaults of the library that hang on nothing else. */
const standingValues = new WeakMap<Parameter, Value>();

/** The value of a parameter that is not given; `around` is where its default is read, if it must be. */
function standing(
  parameter: Parameter,
  expression: ast.Expression,
  word: Word,
  at: Span,
  around: () => Context,
): Argument | undefined {
  const from = standard;
  const known = standingValues.get(parameter);
  if (known !== undefined) return { value: known, at, from };
  if (expression.kind === "none") return { value: { kind: "none" }, at, from };
  if (expression.kind === "name" && expression.name === "fitting") return { value: { kind: "fitting" }, at, from };
  if (expression.kind === "list" && expression.items.length === 0)
    return { value: { kind: "list", items: [] }, at, from };
  const owner = `\`${parameter.name}\` of \`${word.name}\``;
  const value = resolveValue(expression, parameter.limits, owner, { ...around(), from: () => from });
  if (word.standard && value !== undefined && ["number", "truth", "string"].includes(expression.kind))
    standingValues.set(parameter, value);
  return value && { value, at, from };
}
