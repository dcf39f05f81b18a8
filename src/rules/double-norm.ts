import { isNorm } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const doubleNorm = rule({
  name: "double-norm",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Two norms follow each other.",
  why: "the second finds mean 0 and variance 1 already",
  help: "drop one",
  messages: { twice: "`{norm}` norms what is normed already" },
  check(view, find) {
    for (const layer of view.layers) {
      const [before] = view.inputs(layer);
      if (!isNorm(layer) || before === undefined || !isNorm(before)) continue;
      const related = [{ at: placeOfLayer(view, before), label: "normed here" }];
      find("twice", { norm: layer.kind }, { at: placeOfLayer(view, layer), related });
    }
  },
});
