import type { Layer } from "../network/network.ts";
import { printUse, wordOf } from "../network/value.ts";
import { setArgument } from "./edit.ts";
import { recipesOf } from "./initial.ts";
import { activationOver, isNorm, stretchBefore, type NetworkView } from "./network-view.ts";
import { together } from "./output.ts";
import { byPlace } from "./place.ts";
import { rule } from "./rule.ts";

const fewest = 5;

export const reluNeedsHe = rule({
  name: "relu-needs-he",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description:
    "Five or more hidden layers in a row have a rectifier and weights drawn for another activation, and no norm.",
  why: "a rectifier holds half of the variance back, so that it shrinks from layer to layer unless the weights make up for it (He et al. 2015)",
  help: "write `init: he_normal`",
  messages: { shrinks: "`{init}` lets the variance shrink through {count} layers of `{activation}`" },
  check(view, find) {
    const rows = new Map<Layer, Layer[]>();
    for (const layer of view.layers.filter((one) => isShort(view, one))) {
      const before = beforeOf(view, layer)!;
      const row = rows.get(before) ?? [];
      rows.delete(before);
      row.push(layer);
      rows.set(layer, row);
    }
    for (const row of rows.values()) {
      if (row.length < fewest) continue;
      const [first, ...more] = byPlace(row, "init");
      const init = printUse(wordOf(row[0]!.arguments["init"])!);
      const activation = activationOver(view, row[0]!)!.use.word.name;
      find(
        "shrinks",
        { init, count: row.length, activation },
        {
          at: first!.at,
          related: more.slice(0, 3).map(({ at }) => ({ at, label: "and here" })),
          fix: together(...[first!, ...more].map(({ layers }) => setArgument(view, layers, "init", "he_normal"))),
        },
      );
    }
  },
});

/** Hidden, with a rectifier over it, and drawn by glorot or lecun. */
export function isShort(view: NetworkView, layer: Layer): boolean {
  if (layer.kind !== "dense" || layer.role !== "hidden") return false;
  const traits = activationOver(view, layer)?.traits;
  if (traits === undefined || !traits.rectifier || traits.selfNormalizing) return false;
  const recipes = recipesOf(view, layer);
  return !recipes.has("he") && (recipes.has("glorot") || recipes.has("lecun"));
}

/** The layer with weights before this one, where neither norm nor merge stands between. */
function beforeOf(view: NetworkView, layer: Layer): Layer | undefined {
  const stretch = stretchBefore(view, layer);
  const [before] = view.inputs(stretch.at(-1) ?? layer);
  return stretch.some(isNorm) || before?.kind !== "dense" ? undefined : before;
}
