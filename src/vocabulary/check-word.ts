import { notSupported, type Report } from "../diagnostics/diagnostic.ts";
import { formulaKinds } from "../syntax/ast.ts";
import { mentions, number, some, substitute, variable, type Formula } from "../formula/formula.ts";
import { planMetric } from "../formula/metric.ts";
import { simplify } from "../formula/simplify.ts";
import type { Span } from "../text/source.ts";
import { anyList, buildFormula, type Scope } from "../formula/build.ts";
import { buildProgram } from "../formula/program.ts";
import { readLimits } from "./limits.ts";
import { programRanks } from "./instantiate.ts";
import type { Word } from "./word.ts";

/** Reports what is wrong in a spec's own word, whether it is used or not: what it may be, its limits, and its formula. */
export function checkWord(word: Word, report: Report): void {
  const { declaration, kind } = word;
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
  if (kind === "constraint") {
    report(notSupported("a `constraint`", declaration.name.span));
    return;
  }
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
  const { body } = declaration;
  if (body.kind === "body") {
    const program = buildProgram(body, scope, programRanks, kind === "optimizer" ? ["w"] : [], report);
    program?.lines.forEach(({ value }, i) => judge(value, body.lines[i]!.value.span));
    program?.states.forEach(({ initial }, i) => {
      const late = word.given.find(({ name }) => mentions(initial, name));
      if (late !== undefined)
        report({
          code: "formula",
          severity: "error",
          message: `\`${late.name}\` is not known yet where a state begins`,
          at: body.state[i]!.value.span,
          help: "begin with a number or a parameter",
        });
    });
    const target = kind === "optimizer" ? "w" : kind === "schedule" ? "rate" : undefined;
    if (target === undefined)
      report({
        code: "formula",
        severity: "error",
        message: `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} is one formula`,
        at: body.span,
        help: `write \`${kind} ${word.name}(…) = …\``,
      });
    else if (!body.lines.some((line) => line.name.name === target))
      report({
        code: "formula",
        severity: "error",
        message: `the ${kind} \`${word.name}\` sets no \`${target}\``,
        at: declaration.name.span,
        help: `give one of its lines the name \`${target}\``,
      });
  } else if (kind !== "initializer" || body.kind !== "call") {
    const formula = buildFormula(body, scope, report);
    if (formula !== undefined) judge(formula, body.span);
  }
}

/** Kinds that run step by step, and so know how many steps an epoch has. */
const timed: readonly string[] = ["schedule", "optimizer"];

/** Why a sound formula cannot be one of this kind of word. */
function problemOf(kind: string, formula: Formula): string | undefined {
  if (!timed.includes(kind) && mentions(formula, "steps_per_epoch"))
    return "a length of time has a meaning in schedules and optimizers alone";
  if (kind !== "metric")
    return some(formula, ({ op }) => op === "argmax") ? "`argmax` has no slope: it is for metrics" : undefined;
  const plans = [1, 2].map((outputs) =>
    planMetric(simplify(substitute(formula, new Map([["outputs", number(outputs)]])))),
  );
  return plans.find((plan) => typeof plan === "string");
}
