import { activationOf, activationOver, isNorm, isOnInput, stretchBefore } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluBatchnorm = rule({
  name: "selu-batchnorm",
  severity: "warning",
  default: "on",
  on: "network",
  description: "A norm stands beside a self-normalizing activation, other than right on the input.",
  why: "selu keeps mean 0 and variance 1 by itself; a norm beside it does the same work again (Klambauer et al. 2017)",
  help: "take the norm out, or use `elu` with `he_normal`",
  messages: { twice: "`{norm}` does again what `{activation}` does by itself" },
  check(view, find) {
    for (const layer of view.layers) {
      if (!isNorm(layer) || isOnInput(view, layer)) continue;
      const beside = [...stretchBefore(view, layer).flatMap(activationOf), activationOver(view, layer)];
      const selu = beside.find((one) => one?.traits.selfNormalizing);
      if (selu === undefined) continue;
      find(
        "twice",
        { norm: layer.kind, activation: selu.use.word.name },
        {
          at: placeOfLayer(view, layer),
          related: [{ at: placeOfLayer(view, selu.layer), label: "self-normalization is claimed here" }],
        },
      );
    }
  },
});
