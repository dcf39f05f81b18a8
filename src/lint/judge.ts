/** From a spec and the settings for it to what is found: the rules, and the budgets. */
import { check } from "../check.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { sorted } from "../diagnostics/sort.ts";
import { isRule } from "../rules/index.ts";
import type { Silenced } from "../rules/suppress.ts";
import type { Source } from "../text/source.ts";
import { overBudget } from "./budgets.ts";
import type { Settings } from "./config.ts";

export interface Judged {
  readonly findings: readonly Diagnostic[];
  readonly silenced: readonly Silenced[];
}

export function judge(source: Source, { strict, states, budgets }: Settings): Judged {
  const { model, diagnostics, silenced } = check(source, { strict, states });
  const hasMeaning = !diagnostics.some((one) => isError(one) && !isRule(one.code));
  const over = hasMeaning ? overBudget(model, budgets) : [];
  return { findings: over.length === 0 ? diagnostics : sorted([...diagnostics, ...over]), silenced };
}
