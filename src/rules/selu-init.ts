import { printUse, wordOf } from "../network/value.ts";
import { setArgument } from "./edit.ts";
import { recipesOf } from "./initial.ts";
import { weightsInto } from "./network-view.ts";
import { byPlace, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluInit = rule({
  name: "selu-init",
  severity: "error",
  default: "on",
  on: "network",
  description:
    "A self-normalizing activation needs weights drawn with variance 1 / fan_in: `lecun_normal` or `lecun_uniform`.",
  why: "mean 0 and variance 1 are a fixed point of selu for weights of variance 1 / fan_in only (Klambauer et al. 2017)",
  help: "write `init: lecun_normal`",
  messages: { drawn: "weights drawn by `{init}` do not keep the mean and variance that `{activation}` relies on" },
  check(view, find) {
    const selu = view.hiddenActivations.filter(({ traits }) => traits.selfNormalizing);
    const into = new Map(
      selu.flatMap((one) => [weightsInto(view, one.layer) ?? []].flat().map((dense) => [dense, one])),
    );
    const faulty = [...into.keys()].filter((dense) => dense.kind === "dense" && !recipesOf(view, dense).has("lecun"));
    for (const { at, layers } of byPlace(faulty, "init")) {
      const { layer, use } = into.get(layers[0]!)!;
      const init = wordOf(layers[0]!.arguments["init"])!;
      const claimed = placeOfLayer(view, layer);
      find(
        "drawn",
        { init: printUse(init), activation: use.word.name },
        {
          at,
          related: claimed.start === at.start ? [] : [{ at: claimed, label: "self-normalization is claimed here" }],
          fix: setArgument(view, layers, "init", "lecun_normal"),
        },
      );
    }
  },
});
