import { isDropping, stretchBefore } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const dropoutBeforeNorm = rule({
  name: "dropout-before-norm",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Dropout comes before a norm, with no weights between them.",
  why: "dropout changes the variance between training and inference, and the norm has learnt that of training (Li et al. 2018)",
  help: "put the norm first, then the activation, then dropout",
  messages: { before: "`{dropout}` shifts the variance that `batch_norm` learns" },
  check(view, find) {
    for (const norm of view.layers) {
      const dropout = norm.kind === "batch_norm" ? stretchBefore(view, norm).find(isDropping) : undefined;
      if (dropout === undefined) continue;
      find(
        "before",
        { dropout: dropout.kind },
        {
          at: placeOfLayer(view, dropout),
          related: [{ at: placeOfLayer(view, norm), label: "norms what is left" }],
        },
      );
    }
  },
});
