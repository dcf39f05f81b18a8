import { layersOfLine, learns } from "../network/freeze.ts";
import type { Layer } from "../network/network.ts";
import { isWritten, listOf, wordOf } from "../network/value.ts";
import { evaluate } from "../formula/evaluate.ts";
import { isReduction, some } from "../formula/formula.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial } from "../vocabulary/learned.ts";
import { byUse } from "./by-use.ts";
import { activationOver, type NetworkView } from "./network-view.ts";
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
  const above = activationOver(view, layer);
  return use.word.given.length === 0 || (above !== undefined && isWave(above.use));
}

/** Whether an activation goes up and down again and again. */
const isWave = byUse((use): boolean => {
  const formula = formulaOf(atInitial(use));
  if (formula === undefined || some(formula, isReduction)) return false;
  const values = Array.from({ length: 200 }, (_, i) => evaluate(formula, { x: (i - 100) / 5 }) as number);
  const rises = values.slice(1).map((value, i) => Math.sign(value - values[i]!));
  return rises.filter((rise, i) => i > 0 && rise * rises[i - 1]! < 0).length >= 4;
});
