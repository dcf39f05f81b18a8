/** `trainable(0.25, per: unit)`: the value of an activation's parameter that is learned. */
import type { Report } from "../diagnostics/diagnostic.ts";
import type * as ast from "../syntax/ast.ts";
import { meant } from "../vocabulary/habits.ts";
import type { Limits } from "../vocabulary/limits.ts";
import { resolveValue, type Context } from "./resolve-value.ts";
import type { Value } from "./value.ts";

export type Trainable = Extract<Value, { kind: "trainable" }>;

/** One weight for each unit, along the last axis, or one for the whole layer. */
const shares = ["unit", "layer"] as const;

/** Whether the expression asks for a weight. */
export const isTrainable = (expression: ast.Expression): expression is ast.Call =>
  expression.kind === "call" && expression.name.name === "trainable";

/** Reads the call; what it begins with is held against the parameter's own limits. */
export function resolveTrainable(
  call: ast.Call,
  limits: Limits,
  owner: string,
  context: Context,
): Trainable | undefined {
  const { report } = context;
  const fail = (message: string, at: ast.Expression["span"], help: string): undefined =>
    void report({ code: "argument", severity: "error", message, at, help });
  if (!context.learns)
    return fail(
      `${owner} cannot be learned`,
      call.span,
      "`trainable` is for a parameter of an activation that is a number",
    );
  const found = new Map<string, ast.Argument>();
  let place = 0;
  for (const argument of call.arguments) {
    const name = argument.name?.name ?? parts[place++];
    if (name === undefined || !parts.includes(name))
      return fail("`trainable` takes `initial` and `per`", argument.span, example);
    if (found.has(name)) return fail(`\`${name}\` is given twice`, argument.span, "take one out");
    found.set(name, argument);
  }
  const [initial, share] = parts.map((name) => found.get(name));
  if (initial === undefined) return fail("`trainable` needs the number that it begins with", call.span, example);
  const value = resolveValue(initial.value, limits, owner, { ...context, learns: false });
  const per = share === undefined ? "unit" : perOf(share.value, report);
  if (value === undefined || per === undefined) return undefined;
  if (value.kind !== "number") return fail("what is learned begins with a number", initial.span, example);
  return { kind: "trainable", initial: value.value, per };
}

const example = "write `trainable(0.25, per: unit)` or `trainable(0.25, per: layer)`";
const parts: readonly string[] = ["initial", "per"];

function perOf(expression: ast.Expression, report: Report): Trainable["per"] | undefined {
  const name = expression.kind === "name" ? expression.name : "";
  const found = shares.find((share) => share === name);
  if (found !== undefined) return found;
  const near = meant(name, shares);
  const help = near === undefined ? "write `per: unit` or `per: layer`" : `did you mean \`${near}\`?`;
  report({ code: "argument", severity: "error", message: "`per` takes `unit` or `layer`", at: expression.span, help });
  return undefined;
}
