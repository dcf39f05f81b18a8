import { layersOf, longestOf, runsOf } from "./layer-runs.ts";
import type { Layer } from "../network/network.ts";
import { keepsLengths, recipesOf } from "./initial.ts";
import { activationOf, activationOver, isNorm, type NetworkView } from "./network-view.ts";
import { isShort } from "./relu-needs-he.ts";
import { rule } from "./rule.ts";
import { saturatingIn } from "./saturating-hidden-deep.ts";

/** Layers that such a stretch may have; rectifiers whose weights keep the variance bear more of them (He et al. 2015). */
const most = { any: 10, fitting: 20 };

/** Weights at right angles under an activation that passes both sides keep lengths through any depth (Saxe et al. 2014). */
const isIsometric = (view: NetworkView, layer: Layer): boolean =>
  keepsLengths(layer) && activationOver(view, layer)?.traits.rectifier !== true;

export const deepWithoutNorm = rule({
  name: "deep-without-norm",
  severity: "warning",
  default: "on",
  on: "network",
  description:
    "More than ten hidden layers, or twenty well drawn ones, follow each other with neither norm nor skip connection, and are not self-normalizing.",
  why: "a small change of scale at each layer becomes a large one through so many, and gradients vanish or explode (Ioffe and Szegedy 2015)",
  help: "write `normalization: batch_norm` in `defaults`, or `defaults: self_normalizing` for a plain stack",
  messages: { deep: "{depth} hidden layers follow each other without norm or skip connection" },
  check(view, find) {
    const row = tooManyIn(view);
    if (row.length === 0) return;
    // Layers that all have flat activations are told as that (`saturating-hidden-deep`).
    const flat = new Set<Layer | undefined>(saturatingIn(view).map(({ layer }) => layer));
    if (row.every((layer) => flat.has(activationOver(view, layer)?.layer))) return;
    const related = row.slice(0, 1).map(({ at }) => ({ at, label: "from here on" }));
    find("deep", { depth: row.length }, { at: view.network.declaration.name.span, related });
  },
});

/** The longest stretch of hidden layers, where it is too long for what they are. */
export function tooManyIn(view: NetworkView): readonly Layer[] {
  const run = longestOf(
    runsOf(view, {
      counts: (layer) => layer.kind === "dense" && layer.role === "hidden" && !isIsometric(view, layer),
      resets: (layer) => isNorm(layer) || activationOf(layer).some(({ traits }) => traits.selfNormalizing),
    }),
  );
  if (run === undefined || run.length <= most.any) return [];
  const layers = layersOf(run);
  // Weights drawn for another activation are told by themselves (`relu-needs-he`).
  const keeps = (layer: Layer): boolean =>
    isShort(view, layer) ||
    (activationOver(view, layer)?.traits.rectifier === true && recipesOf(view, layer).has("he"));
  return run.length <= most.fitting && layers.every(keeps) ? [] : layers;
}
