/** `--rule NAME=off|info|warn|error`: what a user makes of a rule for one run. */
import { nearest } from "../diagnostics/suggest.ts";
import type { RuleState } from "../rules/check.ts";
import { isRule, rules } from "../rules/index.ts";
import { UsageError } from "./failure.ts";

const states: Readonly<Record<string, RuleState>> = {
  off: "off",
  info: "info",
  warn: "warning",
  warning: "warning",
  error: "error",
};

export type RuleStates = ReadonlyMap<string, RuleState>;

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
