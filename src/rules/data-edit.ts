/** Edits of a data declaration. */
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { Normalization } from "../data/spec.ts";
import type { ResolvedData } from "../network/resolve-data.ts";
import { isWritten } from "../network/value.ts";
import { addEntry, replacing } from "./edit.ts";

/** How the features are normalized, written or written anew behind what they are. */
export function setNormalize(
  { arguments: args, declaration }: ResolvedData,
  normalize: Normalization,
): Fix | undefined {
  const argument = args["normalize"]!;
  if (isWritten(argument)) return { safe: true, edits: [replacing(argument.at, normalize)] };
  const behind = declaration.entries.find(({ name }) => name.name === "features") ?? declaration.entries.at(-1);
  return behind && { safe: true, edits: [addEntry(behind, `normalize: ${normalize}`)] };
}
