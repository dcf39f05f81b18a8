import { isNoisy } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const dropoutAtOutput = rule({
  name: "dropout-at-output",
  severity: "error",
  default: "on",
  on: "network",
  description: "Dropout or noise stands behind the output layer.",
  why: "it drops or shakes the answer itself, which the loss then counts as wrong",
  help: "move it before the output layer",
  messages: { drops: "`{dropout}` disturbs the answer" },
  check(view, find) {
    const { dense, behind } = view.head;
    if (dense === undefined) return;
    for (const layer of behind)
      if (isNoisy(layer))
        find(
          "drops",
          { dropout: layer.kind },
          {
            at: placeOfLayer(view, layer),
            related: [{ at: dense.at, label: "the output layer" }],
          },
        );
  },
});
