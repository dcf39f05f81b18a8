/** What an initializer draws weights from: a built-in distribution with its numbers, formulas of `fan_in` and `fan_out`. */
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { buildFormula, type Scope } from "../formula/build.ts";
import { apply, number, variable, type Formula } from "../formula/formula.ts";
import { functions } from "../formula/functions.ts";
import { simplify } from "../formula/simplify.ts";
import type { WordUse } from "../network/value.ts";
import type * as ast from "../syntax/ast.ts";
import { meant } from "./habits.ts";
import { scopeOf } from "./instantiate.ts";
import { describeLimits, withinBounds } from "./limits.ts";
import { standardWords } from "./standard.ts";
import type { Parameter, Word } from "./word.ts";

export interface Distribution {
  readonly kind: "constant" | "normal" | "truncated_normal" | "uniform" | "orthogonal" | "identity";
  /** The value, the deviation of what is drawn, the limit, or the gain. */
  readonly scale: Formula;
  /** What a normal distribution lies around; 0 for the others. */
  readonly mean: Formula;
}

/** The arguments of a built-in word: formulas, and choices by their names. */
interface Given {
  readonly numbers: ReadonlyMap<string, Formula>;
  readonly choices: ReadonlyMap<string, string>;
}

const drawn = (kind: Distribution["kind"], scale: Formula, mean: Formula = number(0)): Distribution => ({
  kind,
  scale: simplify(scale),
  mean: simplify(mean),
});

const [fanIn, fanOut] = [variable("fan_in"), variable("fan_out")];
const fans: Readonly<Record<string, Formula>> = {
  fan_in: fanIn,
  fan_out: fanOut,
  fan_avg: apply("div", apply("add", fanIn, fanOut), number(2)),
};

/** The words of the library that have no formula. */
const builtIn: Readonly<Record<string, (given: Given) => Distribution>> = {
  random_normal: ({ numbers }) => drawn("normal", numbers.get("stddev")!, numbers.get("mean")),
  truncated_normal: ({ numbers }) => drawn("truncated_normal", numbers.get("stddev")!, numbers.get("mean")),
  random_uniform: ({ numbers }) => drawn("uniform", numbers.get("limit")!),
  orthogonal: ({ numbers }) => drawn("orthogonal", numbers.get("gain")!),
  identity: ({ numbers }) => drawn("identity", numbers.get("gain")!),
  variance_scaling: ({ numbers, choices }) => {
    const variance = apply("div", numbers.get("scale")!, fans[choices.get("mode")!]!);
    if (choices.get("distribution") === "uniform")
      return drawn("uniform", apply("sqrt", apply("mul", number(3), variance)));
    const cut = choices.get("distribution") === "truncated_normal";
    return drawn(cut ? "truncated_normal" : "normal", apply("sqrt", variance));
  },
};

/** What an initializer draws from; `undefined` where its formula has errors. */
export function distributionOf(use: WordUse, report: Report = () => {}): Distribution | undefined {
  const { word, arguments: args } = use;
  const scope = scopeOf(word, args, new Set());
  const choices = new Map(
    Object.entries(args).flatMap(([name, { value }]) => (value.kind === "choice" ? [[name, value.name]] : [])),
  );
  return ofWord(word, scope, choices, report);
}

function ofWord(word: Word, scope: Scope, choices: Given["choices"], report: Report): Distribution | undefined {
  const { body } = word.declaration;
  if (body !== undefined) return body.kind === "body" ? undefined : distributionOfBody(body, scope, choices, report);
  const numbers = new Map([...scope].flatMap(([name, value]) => ("op" in value ? [[name, value]] : [])));
  return builtIn[word.name]?.({ numbers, choices });
}

const initializers = (): readonly Word[] => standardWords().filter(({ kind }) => kind === "initializer");

/** An initializer's formula: another one of the library with its arguments, or the number that all weights are. */
export function distributionOfBody(
  body: ast.Expression,
  scope: Scope,
  choices: Given["choices"],
  report: Report,
): Distribution | undefined {
  const name = body.kind === "call" ? body.name : body.kind === "name" && !scope.has(body.name) ? body : undefined;
  const text = name !== undefined && "name" in name ? name.name : "";
  const word = initializers().find((one) => one.name === text);
  if (word !== undefined) return called(word, body, scope, choices, report);
  const near = meant(
    text,
    initializers().map((one) => one.name),
  );
  if (body.kind === "call" && near !== undefined && !Object.hasOwn(functions, text)) {
    const { start, end } = body.name.span;
    report({
      code: "unknown-name",
      severity: "error",
      message: `there is no initializer \`${text}\``,
      at: body.name.span,
      help: `did you mean \`${near}\`?`,
      fix: { safe: false, edits: [{ start, end, text: near }] },
    });
    return undefined;
  }
  const value = buildFormula(body, scope, report);
  return value && drawn("constant", value);
}

/** Reads the formula of a word that is declared and not used yet, with each choice that its signature offers. */
export function declaredDistribution(
  { parameters }: Word,
  body: ast.Expression,
  scope: Scope,
  report: Report,
): Distribution | undefined {
  const offered = parameters.flatMap(({ name, limits }) => {
    const names = limits.kind === "either" ? limits.of.flatMap((one) => (one.kind === "choice" ? [one.name] : [])) : [];
    return names.length > 0 ? [{ name, names }] : [];
  });
  const first = new Map(offered.map(({ name, names }) => [name, names[0]!]));
  const others = offered.flatMap(({ name, names }) => names.slice(1).map((one) => new Map([...first, [name, one]])));
  const found = [first, ...others].map((choices) => distributionOfBody(body, scope, choices, report));
  return found.includes(undefined) ? undefined : found[0];
}

/** An initializer of the library that is called in a formula. */
function called(
  word: Word,
  body: ast.Expression,
  scope: Scope,
  choices: Given["choices"],
  report: Report,
): Distribution | undefined {
  let sound = true;
  const fail = (diagnostic: Diagnostic): void => {
    sound = false;
    report(diagnostic);
  };
  const taken = argumentsOf(word, body, fail);
  const [numbers, names] = [new Map<string, Formula>(), new Map<string, string>()];
  for (const parameter of word.parameters) {
    const written = taken.get(parameter);
    const expression = written ?? parameter.default!;
    const choice = choiceOf(parameter, expression, choices);
    const isChoice = parameter.limits.kind === "either";
    if (choice !== undefined) names.set(parameter.name, choice);
    else if (isChoice) fail(unfitting(parameter, word, expression));
    else {
      const value = buildFormula(expression, written === undefined ? new Map() : scope, fail);
      const simple = value && simplify(value);
      if (
        simple?.op === "number" &&
        parameter.limits.kind === "number" &&
        !withinBounds(simple.value, parameter.limits)
      )
        fail({ ...unfitting(parameter, word, expression), code: "value-out-of-range" });
      if (simple !== undefined) numbers.set(parameter.name, simple);
    }
  }
  if (!sound) return undefined;
  const inner: Scope = new Map([...word.given.map(({ name }) => [name, variable(name)] as const), ...numbers]);
  return ofWord(word, inner, names, report);
}

/** Which argument goes to which parameter. */
function argumentsOf(
  word: Word,
  body: ast.Expression,
  fail: (diagnostic: Diagnostic) => void,
): ReadonlyMap<Parameter, ast.Expression> {
  const taken = new Map<Parameter, ast.Expression>();
  const known = word.parameters.map(({ name }) => name);
  const most = `at most ${known.length} argument${known.length === 1 ? "" : "s"}`;
  const takes = `takes ${known.length === 0 ? "no arguments" : most}`;
  const has = known.length === 0 ? takes : `has ${known.join(", ")}`;
  (body.kind === "call" ? body.arguments : []).forEach(({ name, value, span }, position) => {
    const parameter =
      name === undefined ? word.parameters[position] : word.parameters.find((one) => one.name === name.name);
    const near = name && meant(name.name, known);
    if (parameter === undefined) {
      const message = `the initializer \`${word.name}\` ${name === undefined ? takes : `has no \`${name.name}\``}`;
      const help = near === undefined ? `it ${has}` : `did you mean \`${near}\`?`;
      const code = name === undefined ? "arguments" : "unknown-name";
      fail({ code, severity: "error", message, at: name?.span ?? span, help });
    } else if (taken.has(parameter))
      fail({
        code: "duplicate-entry",
        severity: "error",
        message: `\`${parameter.name}\` is given twice`,
        at: span,
        help: "take one out",
      });
    else taken.set(parameter, value);
  });
  return taken;
}

/** The name that is chosen: written, or handed on from a parameter of the word that calls. */
function choiceOf({ limits }: Parameter, value: ast.Expression, choices: Given["choices"]): string | undefined {
  if (limits.kind !== "either" || value.kind !== "name") return undefined;
  const chosen = choices.get(value.name) ?? value.name;
  return limits.of.some((one) => one.kind === "choice" && one.name === chosen) ? chosen : undefined;
}

const unfitting = ({ name, limits }: Parameter, word: Word, { span }: ast.Expression): Diagnostic => ({
  code: "argument",
  severity: "error",
  message: `\`${name}\` of \`${word.name}\` takes ${describeLimits(limits)}`,
  at: span,
});
