import { printUse, wordOf } from "../network/value.ts";
import { setArgument } from "./edit.ts";
import { countsInputs, recipesOf } from "./initial.ts";
import { isNorm, stretchBefore, weightsInto } from "./network-view.ts";
import { byPlace, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const tanhNeedsGlorot = rule({
  name: "tanh-needs-glorot",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "A hidden activation that saturates on both sides has weights drawn for rectifiers.",
  why: "twice the variance drives the sums into the flat ends, where gradients vanish (Glorot and Bengio 2010)",
  help: "write `init: glorot_uniform`",
  messages: { saturated: "`{init}` starts `{activation}` near saturation" },
  check(view, find) {
    const flat = view.hiddenActivations.filter(
      ({ traits: { range, rowwise, rectifier } }) =>
        !rowwise && !rectifier && Number.isFinite(range.low) && Number.isFinite(range.high) && range.low < range.high,
    );
    const over = new Map(
      flat.flatMap((one) => {
        const dense = weightsInto(view, one.layer);
        const recipes = dense && recipesOf(view, dense);
        // What does not count the inputs is as wide as a recipe by chance.
        const counts = dense && countsInputs(wordOf(dense.arguments["init"])!);
        const isNormed = stretchBefore(view, one.layer).some(isNorm);
        return dense && counts && !isNormed && recipes?.has("he") && !recipes.has("glorot")
          ? [[dense, one] as const]
          : [];
      }),
    );
    for (const { at, layers } of byPlace([...over.keys()], "init")) {
      const { layer, use } = over.get(layers[0]!)!;
      const claimed = placeOfLayer(view, layer);
      find(
        "saturated",
        { init: printUse(wordOf(layers[0]!.arguments["init"])!), activation: use.word.name },
        {
          at,
          related: claimed.start === at.start ? [] : [{ at: claimed, label: "flat on both sides" }],
          fix: setArgument(view, layers, "init", "glorot_uniform"),
        },
      );
    }
  },
});
