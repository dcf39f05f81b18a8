import { isNorm, mergesOf, type ActivationLayer } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const saturatingHiddenDeep = rule({
  name: "saturating-hidden-deep",
  severity: "warning",
  default: "on",
  on: "network",
  description:
    "Several hidden layers have an activation that is flat on both sides, and there is neither norm nor skip connection.",
  why: "on the flat ends gradients are nearly 0, and through several layers they vanish (Glorot and Bengio 2010)",
  help: "use `elu` with `he_normal`, or put `batch_norm` before the activations",
  messages: { vanish: "gradients vanish through {count} layers of `{activation}`" },
  check(view, find) {
    const flat = view.hiddenActivations.filter(isFlat);
    const shares = flat.filter(isShare).length;
    const deep =
      flat.length >= (shares > 0 ? 3 : 5) ||
      (shares >= 2 && [view.head.activation].some((one) => one && isFlat(one) && isShare(one)));
    if (!deep || mergesOf(view).length > 0 || view.layers.some(isNorm)) return;
    const places = flat.map(({ layer }) => placeOfLayer(view, layer));
    const other = places.find(({ start }) => start !== places[0]!.start);
    find(
      "vanish",
      { count: flat.length, activation: flat[0]!.use.word.name },
      {
        at: places[0]!,
        related: other === undefined ? [] : [{ at: other, label: "and here" }],
      },
    );
  },
});

/** Bounded, and no rectifier that stops somewhere, as relu6 does. */
const isFlat = ({ traits: { range, rowwise, rectifier } }: ActivationLayer): boolean =>
  !rowwise && !rectifier && range.low < range.high && Number.isFinite(range.low) && Number.isFinite(range.high);

/** Sigmoid and its like: never below 0, and so never centred. */
const isShare = ({ traits: { range } }: ActivationLayer): boolean => range.low >= 0;
