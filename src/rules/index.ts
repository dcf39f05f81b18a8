/**
 * All rules, table by table. The order counts inside a table: of rules that blame the same entry the first one speaks, so what
 * makes training impossible stands before what makes it worse, and the special before the general.
 */
import type { Rule } from "./rule.ts";
import { missingFlatten } from "./missing-flatten.ts";
import { missingOutputActivation } from "./missing-output-activation.ts";
import { seluInit } from "./selu-init.ts";

export interface RuleTable {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export const tables: readonly RuleTable[] = [
  { name: "Shape and structure", rules: [missingFlatten] },
  { name: "Self-normalization", rules: [seluInit] },
  { name: "Output, loss and target", rules: [missingOutputActivation] },
];

export const rules: readonly Rule[] = tables.flatMap((table) => table.rules);
