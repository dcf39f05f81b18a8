import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { formulaKinds, statesOf, type FormulaKind, type Line, type WordBody } from "../syntax/ast.ts";
import { argsOf, mentions, number, some, substitute, variable, type Formula } from "../formula/formula.ts";
import { planMetric } from "../formula/metric.ts";
import { simplify } from "../formula/simplify.ts";
import { textOf, type Span } from "../text/source.ts";
import { anyList, buildFormula, type Scope } from "../formula/build.ts";
import { buildProgram } from "../formula/program.ts";
import { declaredDistribution } from "./distribution.ts";
import { formulaHabit } from "./habits.ts";
import { noisesOf } from "./learned.ts";
import { readLimits } from "./limits.ts";
import { isMonitored } from "./schedule.ts";
import { programRanks } from "./instantiate.ts";
import { mostOperations } from "./one-formula.ts";
import { wrongUsual } from "./usual.ts";
import { provided, type Word } from "./word.ts";

/** What a line of the history holds beside its metrics. */
const measures: ReadonlySet<string> = new Set([
  ...["event", "epoch", "step", "learning_rate", "loss", "seconds"],
  ...["training_loss", "validation_loss"],
]);

/** Reports what is wrong in a spec's own word, whether it is used or not: what it may be, its limits, and its formula. */
export function checkWord(word: Word, say: Report): void {
  const { declaration, kind } = word;
  const unknown = new Set<string>();
  const report: Report = (diagnostic) => {
    if (diagnostic.code !== "unknown-name") return say(diagnostic);
    const name = textOf(diagnostic.at);
    if (!unknown.has(name)) say(withHelp(diagnostic, name, word));
    unknown.add(name);
  };
  if (!(formulaKinds as readonly string[]).includes(kind)) {
    const message = `only the standard library declares a ${kind}`;
    report({
      code: "not-supported",
      severity: "error",
      message,
      at: declaration.name.span,
      help: `a spec can declare ${formulaKinds.join(", ")}`,
    });
    return;
  }
  const wrong = wrongUsual(word);
  if (wrong !== undefined) report({ code: "formula", severity: "error", message: wrong, at: declaration.name.span });
  if (declaration.body === undefined) {
    const message = `the ${kind} \`${word.name}\` has no formula`;
    report({
      code: "formula",
      severity: "error",
      message,
      at: declaration.name.span,
      help: "write `= …` behind its signature",
    });
    return;
  }
  if (kind === "metric" && measures.has(word.name)) {
    const message = `\`${word.name}\` is told of every epoch already, and cannot be a metric's name`;
    report({
      code: "duplicate-name",
      severity: "error",
      message,
      at: declaration.name.span,
      help: "give the metric another name",
    });
  }
  const keys = [
    ...(kind === "metric" ? [declaration.name] : []),
    ...declaration.parameters.map(({ name }) => name),
    ...(declaration.body.kind === "body" ? statesOf(declaration.body).map(({ name }) => name) : []),
  ];
  keys.filter(({ name }) => name === "__proto__").forEach(({ span }) => report(inherited(span)));
  const seen = new Set<string>();
  for (const { name, limits } of declaration.parameters) {
    if (seen.has(name.name))
      report({
        code: "duplicate-name",
        severity: "error",
        message: `the parameter \`${name.name}\` is declared twice`,
        at: name.span,
      });
    seen.add(name.name);
    if (limits !== undefined && readLimits(limits) === undefined)
      report({
        code: "formula",
        severity: "error",
        message: `\`${name.name}\` has limits that are no set of values`,
        at: limits.span,
        help: "write a range: `in 0..1`, or `in 0..<1` without the 1",
      });
    else if (limits !== undefined && readLimits(limits)?.kind === "duration" && !timed.includes(kind))
      report({
        code: "formula",
        severity: "error",
        message: `\`${name.name}\` is a length of time, which has a meaning in schedules and optimizers alone`,
        at: limits.span,
      });
  }
  const judge = (formula: Formula, at: Span): void => {
    const message = problemOf(kind, formula);
    if (message !== undefined) report({ code: "formula", severity: "error", message, at });
  };
  // Lists stand for one value each, so that a formula can be read before it is used.
  const scope: Scope = new Map([
    ...word.given.map(({ name }) => [name, variable(name)] as const),
    ...(word.stable === undefined ? [] : [[word.stable.input, variable(word.stable.input)] as const]),
    ...word.parameters.map(({ name, limits }) => [name, limits.kind === "list" ? anyList : variable(name)] as const),
  ]);
  for (const line of word.idle) report(notUsed(line));
  const { body } = declaration;
  if (body.kind === "body") {
    const program = buildProgram(body, scope, programRanks, kind === "optimizer" ? ["w"] : [], report);
    program?.lines.forEach(({ value }, i) => judge(value, body.lines[i]!.value.span));
    program?.states.forEach(({ initial }, i) => {
      judge(initial, statesOf(body)[i]!.value.span);
      const late = word.given.find(({ name }) => mentions(initial, name));
      if (late !== undefined)
        report({
          code: "formula",
          severity: "error",
          message: `\`${late.name}\` is not known yet where a state begins`,
          at: statesOf(body)[i]!.value.span,
          help: "begin with a number or a parameter",
        });
    });
    const target = kind === "optimizer" ? "w" : kind === "schedule" ? "rate" : undefined;
    if (target === undefined) report(noFormula(word, body));
    else if (!body.lines.some((line) => line.name.name === target))
      report({
        code: "formula",
        severity: "error",
        message: `the ${kind} \`${word.name}\` sets no \`${target}\``,
        at: declaration.name.span,
        help: `give one of its lines the name \`${target}\``,
      });
    else if (kind === "schedule" && isMonitored(word) && !statesOf(body).some(({ name }) => name.name === "rate"))
      report(noFirstRate(declaration.name.span));
  } else if (kind === "initializer") {
    const drawn = declaredDistribution(word, body, scope, report);
    if (drawn !== undefined) for (const formula of [drawn.scale, drawn.mean]) judge(formula, body.span);
  } else {
    const formula = buildFormula(body, scope, report);
    if (formula !== undefined) judge(formula, body.span);
    const givesOutput = kind === "loss" && word.given.some(({ name }) => name === "output");
    if (formula !== undefined && givesOutput && !mentions(formula, word.stable?.input ?? "output"))
      report(unfelt(word, body.span));
    if (formula !== undefined && kind === "schedule" && isMonitored(word)) report(noFirstRate(declaration.name.span));
  }
}

/** A word that computes a value keeps nothing from step to step, and its last line is the value. */
function noFormula({ kind, name }: Word, { states, lines, span }: WordBody): Diagnostic {
  const article = /^[aeiou]/.test(kind) ? "an" : "a";
  const [state] = states;
  const [message, at, help] =
    state !== undefined
      ? [`${article} ${kind} keeps no state`, state.span, "an optimizer or a schedule keeps one; write a formula"]
      : lines.length === 0
        ? [`the ${kind} \`${name}\` has no formula`, span, `write \`${kind} ${name}(…) = …\``]
        : [`the lines of \`${name}\` come to more than ${grouped(mostOperations)} operations`, span, "write fewer"];
  return { code: "formula", severity: "error", message, at, help };
}

const grouped = (count: number): string => count.toLocaleString("en");

const notUsed = ({ name, span }: Line): Diagnostic => ({
  code: "formula",
  severity: "error",
  message: `\`${name.name}\` is used by no later line`,
  at: span,
  help: "take the line out; the last line is the value",
});

/** Such a name is kept, saved and told of under it, and to JavaScript it is no name like others. */
const inherited = (at: Span): Diagnostic => ({
  code: "formula",
  severity: "error",
  message: "`__proto__` cannot be told of, or kept, under that name",
  at,
  help: "choose another name",
});

const unfelt = ({ name, stable }: Word, at: Span): Diagnostic => ({
  code: "formula",
  severity: "error",
  message: `the loss \`${name}\` does not depend on \`${stable?.input ?? "output"}\``,
  at,
  why: "its gradient is 0 whatever the network gives, and nothing is learned",
});

const noFirstRate = (at: Span): Diagnostic => ({
  code: "formula",
  severity: "error",
  message: "the rate has no value before the first epoch",
  at,
  why: "a schedule that watches a measure runs after each epoch, and its states hold until then",
  help: "keep the rate: `state { rate: 0.01 }`",
});

/** What to write for a name that a formula does not know: ask for it where it is given, keep it where lines set it. */
function withHelp(diagnostic: Diagnostic, name: string, { kind, declaration }: Word): Diagnostic {
  const { name: own, parameters, body } = declaration;
  const given = provided[kind as FormulaKind] ?? [];
  const habit = formulaHabit(name);
  const meant = given.includes(name) ? name : habit;
  if (meant !== undefined && given.includes(meant)) {
    const asked = parameters.map(({ name: one, span }) => (one.name === meant ? undefined : textOf(span)));
    const known = asked.includes(undefined);
    const signature = [...asked.filter((one) => one !== undefined), meant].join(", ");
    const written = `${kind} ${own.name}(${signature.length > 60 || signature.includes("\n") ? `…, ${meant}` : signature})`;
    const help = known ? `it is called \`${meant}\`` : `ask for it in the signature: \`${written}\``;
    const called = known || meant === name ? "" : `it is called \`${meant}\`; `;
    return { ...diagnostic, help: called + help, fix: undefined };
  }
  if (body?.kind === "body" && body.lines.some((line) => line.name.name === name)) {
    const help = `what is kept from step to step is declared: \`state { ${name}: 0 }\``;
    return { ...diagnostic, help, fix: undefined };
  }
  if (habit !== undefined && !given.includes(habit) && diagnostic.message.includes("function"))
    return { ...diagnostic, help: `write \`${habit}\``, fix: undefined };
  if (body?.kind === "body" && diagnostic.fix === undefined)
    return { ...diagnostic, help: `${diagnostic.help}; a state is declared in \`state { … }\`` };
  return diagnostic;
}

/** Kinds that run step by step, and so know how many steps an epoch has. */
const timed: readonly string[] = ["schedule", "optimizer"];

/** Why a sound formula cannot be one of this kind of word. */
function problemOf(kind: string, formula: Formula): string | undefined {
  const noise = noisesOf(formula);
  if (noise.length > 0 && kind !== "activation") return "`noise` has a meaning in activations alone";
  if (noise.flatMap(argsOf).some((end) => mentions(end, "x") || noisesOf(end).length > 0))
    return "`noise` is drawn between two numbers, and what is made of `x` is none";
  if (!timed.includes(kind) && mentions(formula, "steps_per_epoch"))
    return "a length of time has a meaning in schedules and optimizers alone";
  if (kind !== "metric")
    return ["argmax", "rank", "per_output"]
      .filter((name) => some(formula, ({ op }) => op === name))
      .map((name) => `\`${name}\` has no slope: it is for metrics`)[0];
  const plans = [1, 2].map((outputs) =>
    planMetric(simplify(substitute(formula, new Map([["outputs", number(outputs)]])))),
  );
  return plans.find((plan) => typeof plan === "string");
}
