import { listed, nearest } from "../diagnostics/suggest.ts";
import type { Model } from "./resolve.ts";
import type { Training } from "./resolve-train.ts";

/** What the file has, or lacks, so that no train block could be chosen, and what to do. */
export interface NoChoice {
  readonly has: string;
  readonly help: string;
}

/** The train block of the name, or the only one there is. */
export function chooseTraining(
  { trainings }: Model,
  name: string | undefined,
): { readonly training: Training } | { readonly none: NoChoice } {
  const names = trainings.map((training) => training.name);
  if (names.length === 0) return { none: { has: "no train block", help: "write `train NETWORK on DATA`" } };
  if (name === undefined) {
    if (names.length > 1) return { none: { has: "several train blocks", help: `say which: ${listed(names)}` } };
    return { training: trainings[0]! };
  }
  const training = trainings.find((one) => one.name === name);
  if (training !== undefined) return { training };
  const near = nearest(name, names);
  const help = near !== undefined ? `did you mean \`${near}\`?` : `it has ${listed(names)}`;
  return { none: { has: `no train block \`${name}\``, help } };
}
