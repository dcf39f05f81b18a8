import { activationOf, isNorm } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const normAfterActivation = rule({
  name: "norm-after-activation",
  severity: "info",
  default: "strict",
  on: "network",
  description: "A norm stands right after an activation.",
  why: "the paper puts it between the weights and the activation; both work, and which is better is debated (Ioffe and Szegedy 2015)",
  help: "put the norm before the activation, or keep to one style throughout",
  messages: { after: "`{norm}` comes after `{activation}`" },
  check(view, find) {
    for (const layer of view.layers) {
      const [activation] = isNorm(layer) ? view.inputs(layer).flatMap(activationOf) : [];
      // Beside selu it is `selu-batchnorm` that speaks.
      if (activation === undefined || activation.traits.linear || activation.traits.selfNormalizing) continue;
      const holes = { norm: layer.kind, activation: activation.use.word.name };
      const related = [{ at: placeOfLayer(view, activation.layer), label: "comes first" }];
      return find("after", holes, { at: placeOfLayer(view, layer), related });
    }
  },
});
