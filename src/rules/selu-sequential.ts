import { hiddenSelu, mergesOf } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluSequential = rule({
  name: "selu-sequential",
  severity: "error",
  default: "on",
  on: "network",
  description: "A self-normalizing activation stands in a network with a skip connection or a merge.",
  why: "self-normalization is proven for a plain stack of dense layers only (Klambauer et al. 2017)",
  help: "use `activation: elu` with `init: he_normal`, or take the connection out",
  messages: { joined: "`{activation}` cannot keep its mean and variance through `{merge}`" },
  check(view, find) {
    const [selu] = hiddenSelu(view);
    const [merge] = mergesOf(view);
    if (selu === undefined || merge === undefined) return;
    find(
      "joined",
      { activation: selu.use.word.name, merge: merge.kind },
      {
        at: merge.at,
        label: "paths are joined",
        related: [{ at: placeOfLayer(view, selu.layer), label: "self-normalization is claimed here" }],
      },
    );
  },
});
