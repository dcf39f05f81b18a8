/** `--rule NAME=off|warn|error`: what a user makes of a rule for one run. */
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { isRule, rules } from "../rules/index.ts";
import { UsageError } from "./failure.ts";

const states: Readonly<Record<string, Severity | "off">> = { off: "off", warn: "warning", error: "error" };

export type RuleStates = ReadonlyMap<string, Severity | "off">;

/** Reads one `NAME=STATE`, beside those before it. */
export function readRuleState(text: string, before: RuleStates = new Map()): RuleStates {
  const [, name = "", state = ""] = /^([^=]*)=?(.*)$/s.exec(text)!;
  if (!isRule(name)) {
    const near = nearest(
      name,
      rules.map((rule) => rule.name),
    );
    throw new UsageError(`there is no rule \`${name}\``, near === undefined ? undefined : `did you mean \`${near}\`?`);
  }
  const asked = Object.hasOwn(states, state) ? states[state] : undefined;
  if (asked === undefined)
    throw new UsageError(`\`${text}\` sets no state`, `write \`--rule ${name}=off\`, \`=warn\` or \`=error\``);
  return new Map([...before, [name, asked]]);
}

/** Whether a rule that speaks only where asked for has been asked. */
export const asksForMore = (asked: RuleStates): boolean =>
  rules.some((rule) => rule.default === "strict" && (asked.get(rule.name) ?? "off") !== "off");

/** The findings as the user wants them; `strict` as in `check`. */
export function applyRuleStates(
  found: readonly Diagnostic[],
  asked: RuleStates,
  strict: boolean,
): readonly Diagnostic[] {
  if (asked.size === 0) return found;
  const quiet = new Set(rules.filter((rule) => !strict && rule.default === "strict").map(({ name }) => name));
  return found.flatMap((one) => {
    const state = asked.get(one.code);
    if (state === "off" || (state === undefined && quiet.has(one.code))) return [];
    return state === undefined ? [one] : [{ ...one, severity: state }];
  });
}
