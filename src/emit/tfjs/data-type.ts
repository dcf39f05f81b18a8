import { partNames, type DataSpec } from "../../data/spec.ts";
import { shapeOf } from "../../network/resolve-data.ts";
import { code, joined, portable } from "./code.ts";
import { givesFeatureScalings } from "./data-scale.ts";
import { hasScalings } from "./data-targets.ts";
import type { Section } from "./section.ts";

/** Whether only the data tells how many numbers an example has, so that the program reads `data.inputs`. */
export const givesInputs = (spec: DataSpec): boolean => shapeOf(spec).includes(undefined);

/** The type of what `loadData` gives: the parts that there are, and what only the data tells. */
export function dataType(spec: DataSpec): Section {
  const { sources, split, target } = spec;
  const parts = partNames.filter(
    (part) => part === "train" || sources[part] !== undefined || split?.[part] !== undefined,
  );
  const scalings = [
    ...(givesFeatureScalings(spec) ? ["featureScalings"] : []),
    ...(hasScalings(target) ? ["scalings"] : []),
  ];
  const told = [
    ...(givesInputs(spec) ? ["`inputs` is how many numbers an example has"] : []),
    ...(givesFeatureScalings(spec) ? ["`featureScalings` normalize each feature"] : []),
    ...(hasScalings(target) ? ["`scalings` normalize each target"] : []),
  ];
  const fields = [
    ...parts.map((part) => `${part}: Part`),
    ...(givesInputs(spec) ? ["inputs: number"] : []),
    ...scalings.map((name) => code`${name}: readonly ${portable("Scaling")}[]`),
  ];
  const doc = told.length === 0 ? "" : `/** The parts of the data; ${told.join(", ")}. */\n`;
  return code`${doc}export type Data = { ${joined(fields, "; ")} };`;
}
