import type { Layer } from "../network/network.ts";
import type { NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const softmaxHidden = rule({
  name: "softmax-hidden",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Softmax stands behind a hidden layer.",
  why: "its values are 1 in sum, so that one strong unit starves all others of signal and gradient",
  help: "use `relu`; softmax belongs at the output",
  messages: { starves: "`{activation}` in a hidden layer lets one unit starve the others" },
  check(view, find) {
    for (const { layer, use, traits } of view.hiddenActivations)
      if (traits.rowwise && traits.range.high === 1 && !weighs(view, layer))
        find("starves", { activation: use.word.name }, { at: placeOfLayer(view, layer) });
  },
});

/** Whether its values are weights of others, each by itself perhaps: attention, a mixture of experts. */
const weighs = (view: NetworkView, layer: Layer): boolean =>
  view
    .readers(layer)
    .flatMap((reader) => (shapes.has(reader.kind) ? view.readers(reader) : reader))
    .some(({ kind }) => kind === "multiply");

const shapes: ReadonlySet<Layer["kind"]> = new Set(["slice", "reshape", "dropout"] as const);
