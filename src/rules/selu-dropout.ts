import { isOwnStep, replacing } from "./edit.ts";
import { activationOf, hiddenSelu, isDropping, stretchBefore } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluDropout = rule({
  name: "selu-dropout",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "Plain dropout follows a self-normalizing activation.",
  why: "values set to 0 shift mean and variance; alpha dropout sets them to selu's lower limit and rescales (Klambauer et al. 2017)",
  help: "write `alpha_dropout`, at 5% to 10%",
  messages: { plain: "`dropout` breaks the mean and variance that `{activation}` keeps" },
  check(view, find) {
    const selu = new Map(hiddenSelu(view).map((one) => [one.layer, one]));
    for (const layer of view.layers) {
      if (layer.kind !== "dropout" || !isDropping(layer)) continue;
      const before = stretchBefore(view, layer).find((one) => activationOf(one).length > 0);
      const claimed = before && selu.get(before);
      if (claimed === undefined) continue;
      const word = { ...layer.at, end: layer.at.start + "dropout".length };
      const own = isOwnStep(view, layer);
      find(
        "plain",
        { activation: claimed.use.word.name },
        {
          at: placeOfLayer(view, layer),
          related: [{ at: placeOfLayer(view, claimed.layer), label: "self-normalization is claimed here" }],
          fix: own ? { safe: true, edits: [replacing(word, "alpha_dropout")] } : undefined,
        },
      );
    }
  },
});
