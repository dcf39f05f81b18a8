import type { Training } from "../network/resolve-train.ts";
import type { Argument } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import { placeOfArgument } from "./place.ts";

/** An entry of `early_stopping { … }` with its place; the block's where the entry is not written. */
export function stoppingEntry(
  { arguments: args, declaration }: Training,
  name: string,
): { argument: Argument; at: Span } | undefined {
  const section = args["early_stopping"];
  if (section?.value.kind !== "section") return undefined;
  const argument = section.value.use.arguments[name]!;
  const block = placeOfArgument(section, declaration.name.span);
  // An entry of a preset is the preset's.
  return { argument, at: section.from.kind === "preset" ? block : placeOfArgument(argument, block) };
}
