import { layersOfLine, learns } from "../network/freeze.ts";
import type { Layer } from "../network/network.ts";
import { isWritten, listOf, wordOf } from "../network/value.ts";
import type { NetworkView } from "./network-view.ts";
import { becomesWaves } from "./waves.ts";
import { rule } from "./rule.ts";

export const randomFrozen = rule({
  name: "random-frozen",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Layers are frozen that were never trained.",
  why: "their weights stay as they were drawn, so that the layers are a random projection of what comes in",
  help: "train them: take the name out of `freeze`",
  messages: { drawn: "`{name}` is frozen as its weights are drawn" },
  check({ training, network: view }, find) {
    const { network } = view;
    // Where nothing is left to train, `all-frozen` says so.
    if (!network.layers.some((layer) => !layer.frozen && learns(network, layer))) return;
    for (const item of listOf(training.arguments["freeze"])) {
      if (item.kind !== "kept") continue;
      const [first] = layersOfLine(network, item.name);
      if (first !== undefined && !isMeant(view, first))
        find("drawn", { name: item.name }, { at: item.at, related: [{ at: first.at, label: "never trained before" }] });
    }
  },
});

/**
 * Who writes how a layer is drawn, by a deviation or at right angles and not by a recipe for training, or has waves above it, means
 * the projection.
 */
function isMeant(view: NetworkView, layer: Layer): boolean {
  const { init } = layer.arguments;
  const use = wordOf(init);
  if (!isWritten(init) || use === undefined) return false;
  return use.word.given.length === 0 || becomesWaves(view, layer);
}
