import { layersOf, longestOf, runsOf } from "./layer-runs.ts";
import { keepsLengths } from "./initial.ts";
import { isNorm, weightsInto, type ActivationLayer, type NetworkView } from "./network-view.ts";
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
    const row = saturatingIn(view);
    if (row.length === 0) return;
    const places = row.map(({ layer }) => placeOfLayer(view, layer));
    const other = places.find(({ start }) => start !== places[0]!.start);
    find(
      "vanish",
      { count: row.length, activation: row[0]!.use.word.name },
      {
        at: places[0]!,
        related: other === undefined ? [] : [{ at: other, label: "and here" }],
      },
    );
  },
});

/** The longest stretch of flat activations, where it is too long for what they are. */
export function saturatingIn(view: NetworkView): readonly ActivationLayer[] {
  const flat = new Map(
    view.hiddenActivations.filter((one) => isFlat(one) && !isIsometric(view, one)).map((one) => [one.layer, one]),
  );
  const runs = runsOf(view, { counts: (layer) => flat.has(layer), resets: isNorm });
  const longest = longestOf(runs);
  const row = layersOf(longest).map((layer) => flat.get(layer)!);
  const shares = row.filter(isShare).length;
  const { dense, activation } = view.head;
  const ends = [activation].some((one) => one && isFlat(one) && isShare(one));
  const isUnder = ends && dense !== undefined && runs[dense.id] === longest;
  return row.length >= (shares > 0 ? 3 : mostCentred) || (shares >= 2 && isUnder) ? row : [];
}

/** So many layers around 0 fade even where weights are drawn for them. */
const mostCentred = 9;

/** Around 0 behind weights at right angles: lengths are kept through any number of such layers (Saxe et al. 2014). */
function isIsometric(view: NetworkView, one: ActivationLayer): boolean {
  const weights = weightsInto(view, one.layer);
  return !isShare(one) && weights !== undefined && keepsLengths(weights);
}

/** Bounded, and no rectifier that stops somewhere, as relu6 does. */
const isFlat = ({ traits: { range, rowwise, rectifier } }: ActivationLayer): boolean =>
  !rowwise && !rectifier && range.low < range.high && Number.isFinite(range.low) && Number.isFinite(range.high);

/** Sigmoid and its like: never below 0, and so never centred. */
const isShare = ({ traits: { range } }: ActivationLayer): boolean => range.low >= 0;
