import { partNames, type DataSpec } from "../../data/spec.ts";
import { code, joined, portable } from "./code.ts";
import { hasScalings } from "./data-targets.ts";
import type { Section } from "./section.ts";

/** The type of what `loadData` gives: the parts that there are, how wide the features are, and what takes targets to their scale. */
export function dataType({ sources, split, target }: DataSpec): Section {
  const parts = partNames.filter(
    (part) => part === "train" || sources[part] !== undefined || split?.[part] !== undefined,
  );
  const scalings = hasScalings(target) ? [code`scalings: readonly ${portable("Scaling")}[]`] : [];
  return code`export type Data = { ${joined([...parts.map((part) => `${part}: Part`), "inputs: number", ...scalings], "; ")} };`;
}
