import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluMixed = rule({
  name: "selu-mixed",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Hidden layers with a self-normalizing activation stand beside hidden layers with another.",
  why: "a layer that does not keep mean 0 and variance 1 breaks the chain for all that follow (Klambauer et al. 2017)",
  help: "give all hidden layers the same activation",
  messages: { mixed: "`{activation}` and `{other}` stand side by side, so the network does not normalize itself" },
  check(view, find) {
    const judged = view.hiddenActivations.filter(({ traits }) => !traits.linear && !traits.rowwise);
    const selu = judged.filter(({ traits }) => traits.selfNormalizing);
    const others = judged.filter(({ traits }) => !traits.selfNormalizing);
    if (selu.length === 0 || others.length === 0) return;
    const [fewer, more] = others.length <= selu.length ? [others, selu] : [selu, others];
    find(
      "mixed",
      { activation: selu[0]!.use.word.name, other: others[0]!.use.word.name },
      {
        at: placeOfLayer(view, fewer[0]!.layer),
        related: [{ at: placeOfLayer(view, more[0]!.layer), label: "unlike this one" }],
      },
    );
  },
});
