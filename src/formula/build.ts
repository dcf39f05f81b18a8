import type { Report } from "../diagnostics/diagnostic.ts";
import { listed, nearest } from "../diagnostics/suggest.ts";
import type * as ast from "../syntax/ast.ts";
import { apply, number, variable, type Formula, type Operator } from "./formula.ts";
import { constants, functions } from "./functions.ts";

/** The names a formula may use: a formula each, or a list for `pick`. */
export type Scope = ReadonlyMap<string, Formula | readonly Formula[]>;

const binaryOps: { readonly [K in ast.BinaryOperator]: Operator } = {
  "^": "pow",
  "*": "mul",
  "/": "div",
  "+": "add",
  "-": "sub",
  "==": "equal",
  "!=": "not_equal",
  "<": "less",
  "<=": "less_equal",
  ">": "greater",
  ">=": "greater_equal",
  and: "and",
  or: "or",
};

/** A length of time in steps, by its unit; the steps of an epoch and of the run are known when the data is. */
export const durationFormula = (value: number, unit: ast.NumberLiteral["unit"] | "run"): Formula =>
  unit === "epochs"
    ? apply("mul", number(value), variable("steps_per_epoch"))
    : unit === "run"
      ? apply("mul", number(value), variable("steps_per_run"))
      : number(value);

/** What an expression means as a formula; reports what has no meaning there, and is `undefined` then. */
export function buildFormula(expression: ast.Expression, scope: Scope, report: Report): Formula | undefined {
  const build = (inner: ast.Expression): Formula | undefined => buildFormula(inner, scope, report);
  const complete = (op: Operator, ...parts: ast.Expression[]): Formula | undefined => {
    const args = parts.map(build);
    return args.every((arg) => arg !== undefined) ? apply(op, ...args) : undefined;
  };
  switch (expression.kind) {
    case "number":
      return durationFormula(expression.value, expression.unit);
    case "truth":
      return number(expression.value ? 1 : 0);
    case "unary":
      return complete(expression.operator === "-" ? "neg" : "not", expression.operand);
    case "binary":
      return complete(binaryOps[expression.operator], expression.left, expression.right);
    case "if":
      return complete("where", expression.condition, expression.then, expression.else);
    case "name":
      return named(expression, scope, report);
    case "call":
      return expression.name.name === "pick" ? picked(expression, scope, report) : called(expression, build, report);
    default:
      report({
        code: "formula",
        severity: "error",
        message: "a formula is made of numbers, names and functions",
        at: expression.span,
      });
      return undefined;
  }
}

function named({ name, span }: ast.Name, scope: Scope, report: Report): Formula | undefined {
  const found = scope.get(name) ?? (Object.hasOwn(constants, name) ? constants[name] : undefined);
  if (found !== undefined && "op" in found) return found;
  if (found !== undefined) {
    report({
      code: "formula",
      severity: "error",
      message: `\`${name}\` is a list; a formula takes single numbers`,
      at: span,
    });
    return undefined;
  }
  const near = nearest(name, [...scope.keys(), ...Object.keys(constants)]);
  report({
    code: "unknown-name",
    severity: "error",
    message: `there is no \`${name}\` in this formula`,
    at: span,
    help:
      near !== undefined
        ? `did you mean \`${near}\`?`
        : scope.size === 0
          ? "it knows numbers alone"
          : `it knows ${listed([...scope.keys()].map((known) => `\`${known}\``))}`,
    fix: near !== undefined ? { safe: false, edits: [{ start: span.start, end: span.end, text: near }] } : undefined,
  });
  return undefined;
}

function called(
  call: ast.Call,
  build: (inner: ast.Expression) => Formula | undefined,
  report: Report,
): Formula | undefined {
  const { name, span } = call.name;
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined) {
    const near = nearest(name, Object.keys(functions));
    if (name === "trainable")
      report({
        code: "formula",
        severity: "error",
        message: "`trainable` is the value of an activation's parameter, and stands in no formula",
        at: span,
        help: "write it in the signature, `alpha: trainable(0.25, per: unit)`, and `alpha` in the formula",
      });
    else
      report({
        code: "unknown-name",
        severity: "error",
        message: `there is no function \`${name}\``,
        at: span,
        help:
          near !== undefined ? `did you mean \`${near}\`?` : `the functions are ${Object.keys(functions).join(", ")}`,
        fix:
          near !== undefined ? { safe: false, edits: [{ start: span.start, end: span.end, text: near }] } : undefined,
      });
    return undefined;
  }
  const [least, most] = found.arguments;
  const count = call.arguments.length;
  if (count < least || count > most) {
    const expected = least === most ? `${least}` : `${least} to ${most}`;
    const plural = most === 1 ? "" : "s";
    report({
      code: "arguments",
      severity: "error",
      message: `\`${name}\` takes ${expected} argument${plural}, not ${count}`,
      at: call.span,
    });
    return undefined;
  }
  const named = call.arguments.find((argument) => argument.name !== undefined);
  if (named !== undefined) {
    report({
      code: "arguments",
      severity: "error",
      message: `the arguments of \`${name}\` have no names`,
      at: named.name!.span,
    });
    return undefined;
  }
  const args = call.arguments.map((argument) => build(argument.value));
  return args.every((arg) => arg !== undefined) ? found.build(...args) : undefined;
}

/** Stands for a list whose items are not known yet, where a word is read before it is used. */
export const anyList: readonly Formula[] = [number(1), number(2)];

/** Each is a branch in the one before it. */
const mostMoments = 200;

/** `pick(values, moments, step)`: the first value before the first moment, then the second before the second, and so on. */
function picked(call: ast.Call, scope: Scope, report: Report): Formula | undefined {
  const [values, moments] = call.arguments
    .slice(0, 2)
    .map(({ value }) => (value.kind === "name" ? scope.get(value.name) : undefined));
  const step = call.arguments[2] && buildFormula(call.arguments[2].value, scope, report);
  const isEmpty = Array.isArray(values) && values.length === 0;
  if (
    !Array.isArray(values) ||
    !Array.isArray(moments) ||
    isEmpty ||
    step === undefined ||
    call.arguments.length !== 3
  ) {
    report({
      code: "arguments",
      severity: "error",
      message: isEmpty
        ? "there is no value to pick from"
        : "`pick` takes a list of values, a list of moments, and where we are",
      at: call.span,
    });
    return undefined;
  }
  const last = values.length - 1;
  if (last > mostMoments) {
    const message = `\`pick\` takes at most ${mostMoments} moments, and there are ${last}`;
    report({ code: "too-large", severity: "error", message, at: call.span, help: "write a formula of the step" });
    return undefined;
  }
  if (values !== anyList && moments !== anyList && moments.length !== last) {
    const message = `${values.length} values take ${last} moment${last === 1 ? "" : "s"} between them, and there ${moments.length === 1 ? "is" : "are"} ${moments.length}`;
    report({
      code: "arguments",
      severity: "error",
      message,
      at: call.span,
      help: "say when each value but the first begins",
    });
    return undefined;
  }
  return values
    .slice(0, -1)
    .reduceRight(
      (after: Formula, value: Formula, i) =>
        apply("where", apply("less", step, moments[i] ?? number(Infinity)), value, after),
      values[last],
    );
}
