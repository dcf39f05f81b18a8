import { printUse, wordOf } from "../network/value.ts";
import { setArgument } from "./edit.ts";
import { recipesOf } from "./initial.ts";
import { hiddenSelu, weightsInto } from "./network-view.ts";
import { byPlace, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluInit = rule({
  name: "selu-init",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "network",
  description:
    "A self-normalizing activation needs weights drawn with variance 1 / fan_in: `lecun_normal` or `lecun_uniform`.",
  why: "mean 0 and variance 1 are a fixed point of selu for weights of variance 1 / fan_in only (Klambauer et al. 2017)",
  help: "write `init: lecun_normal`",
  messages: { drawn: "weights drawn by `{init}` do not keep the mean and variance that `{activation}` relies on" },
  check(view, find) {
    const weighed = hiddenSelu(view).flatMap((selu) => {
      const dense = weightsInto(view, selu.layer);
      return dense === undefined || recipesOf(view, dense).has("lecun") ? [] : [[dense, selu] as const];
    });
    const claims = new Map(weighed);
    for (const { at, layers } of byPlace([...claims.keys()], "init")) {
      const { layer, use } = claims.get(layers[0]!)!;
      const init = printUse(wordOf(layers[0]!.arguments["init"])!);
      const claimed = placeOfLayer(view, layer);
      find(
        "drawn",
        { init, activation: use.word.name },
        {
          at,
          related: claimed.start === at.start ? [] : [{ at: claimed, label: "self-normalization is claimed here" }],
          fix: setArgument(view, layers, "init", "lecun_normal"),
        },
      );
    }
  },
});
