import type { Layer } from "../network/network.ts";
import { isWritten, truthOf } from "../network/value.ts";
import { setArgument } from "./edit.ts";
import { onlyReader, type NetworkView } from "./network-view.ts";
import { byPlace, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const biasBeforeNorm = rule({
  name: "bias-before-norm",
  severity: "info",
  default: "on",
  fix: "safe",
  on: "network",
  description: "A layer has a bias, and only a batch norm reads its sums.",
  why: "the norm takes the mean away and the bias with it; its own `beta` does the bias's work (Ioffe and Szegedy 2015)",
  help: "write `bias: false`",
  messages: { taken: "`batch_norm` takes this layer's bias away" },
  check(view, find) {
    const wasted = view.layers.filter(
      (layer) => layer.kind === "dense" && truthOf(layer.arguments["bias"]) && normOver(view, layer),
    );
    for (const { at, layers } of byPlace(wasted, "bias"))
      find(
        "taken",
        {},
        {
          at,
          // Who asks for it by name expects something of it.
          ...(layers.some((layer) => isWritten(layer.arguments["bias"])) && { severity: "warning" as const }),
          related: [{ at: placeOfLayer(view, normOver(view, layers[0]!)!), label: "subtracts the mean" }],
          fix: setArgument(view, layers, "bias", "false"),
        },
      );
  },
});

/** The norm that is the only reader of a layer, through `flatten` perhaps. */
function normOver(view: NetworkView, layer: Layer): Layer | undefined {
  let reader = onlyReader(view, layer);
  while (reader?.kind === "flatten") reader = onlyReader(view, reader);
  return reader?.kind === "batch_norm" ? reader : undefined;
}
