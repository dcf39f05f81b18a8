import { layersOfLine, learns } from "../network/freeze.ts";
import { listOf } from "../network/value.ts";
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
  check({ training, network: { network } }, find) {
    // Where nothing is left to train, `all-frozen` says so.
    if (!network.layers.some((layer) => !layer.frozen && learns(network, layer))) return;
    for (const item of listOf(training.arguments["freeze"])) {
      if (item.kind !== "kept") continue;
      const [first] = layersOfLine(network, item.name);
      if (first !== undefined)
        find("drawn", { name: item.name }, { at: item.at, related: [{ at: first.at, label: "never trained before" }] });
    }
  },
});
