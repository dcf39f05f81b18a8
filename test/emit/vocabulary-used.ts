/** Which words, and which of their parameters, a training came to use. */
import type { Training } from "../../src/network/resolve-train.ts";
import type { Provenance, Value, WordUse } from "../../src/network/value.ts";
import { standardPresets, standardWords } from "../../src/vocabulary/standard.ts";

/** `activation elu`, `activation elu: alpha`: every word of the library that is built, and every parameter that may be written. */
export const everything: readonly string[] = [
  ...standardWords()
    .filter(({ planned }) => !planned)
    .flatMap(({ kind, name, parameters }) => [
      `${kind} ${name}`,
      ...parameters.filter(({ limits }) => limits.kind !== "planned").map((one) => `${kind} ${name}: ${one.name}`),
    ]),
  ...[...standardPresets().keys()].map((name) => `preset ${name}`),
];

const mergeKinds: ReadonlySet<string> = new Set(["add", "multiply", "average", "concat"]);

/** What a training uses of them; a parameter counts where it is written. */
export function usedBy({ network, data, arguments: args, heads }: Training): ReadonlySet<string> {
  const found = new Set<string>(["section data", "section train", "layer input"]);
  const from = (provenance: Provenance): void => {
    if (provenance.kind === "preset") found.add(`preset ${provenance.name}`);
  };
  const use = ({ word: { kind, name }, arguments: given }: WordUse): void => {
    found.add(`${kind} ${name}`);
    all(`${kind} ${name}`, given);
  };
  const all = (word: string, given: WordUse["arguments"]): void => {
    for (const [name, argument] of Object.entries(given)) {
      if (argument.from.kind === "written") found.add(`${word}: ${name}`);
      from(argument.from);
      value(argument.value);
    }
  };
  const value = (one: Value): void => {
    if (one.kind === "word" || one.kind === "section") use(one.use);
    else if (one.kind === "list") one.items.forEach(value);
    else if (one.kind === "each") all("each output", one.values);
  };
  // What `defaults` says is met again in the layers that take it; what it may say is seen where it is written.
  for (const item of network.declaration.items)
    if (item.kind === "entry" && item.name.name === "defaults" && item.value.kind === "entries") {
      found.add("section defaults");
      item.value.entries.forEach(({ name }) => found.add(`section defaults: ${name.name}`));
    }
  all("section train", args);
  all("section data", data.arguments);
  heads.forEach(({ loss, metrics }) => [loss, ...metrics].forEach(use));
  for (const layer of network.layers) {
    from(layer.from);
    if (layer.kind !== "activation") found.add(`layer ${layer.kind}`);
    // Kept values are what a merge is computed from, and no argument.
    if (mergeKinds.has(layer.kind)) found.add(`layer ${layer.kind}: values`);
    all(`layer ${layer.kind}`, layer.arguments);
  }
  return found;
}
