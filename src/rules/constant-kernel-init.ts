import type { Layer } from "../network/network.ts";
import { printUse, wordOf } from "../network/value.ts";
import { setArgument } from "./edit.ts";
import { momentsOf } from "./initial.ts";
import { activationOver, type NetworkView } from "./network-view.ts";
import { byPlace } from "./place.ts";
import { rule } from "./rule.ts";

export const constantKernelInit = rule({
  name: "constant-kernel-init",
  severity: "error",
  default: "on",
  fix: "unsafe",
  on: "network",
  description: "All weights of a layer begin with the same value.",
  why: "units that begin equal get equal gradients and stay equal: the layer is as good as one unit",
  help: "take `init` out: the one that fits the activation is the default",
  messages: { equal: "`{init}` gives every unit the same weights" },
  check(view, find) {
    const equal = view.layers.filter((layer) => layer.kind === "dense" && isConstant(layer) && !isExempt(view, layer));
    for (const { at, layers } of byPlace(equal, "init")) {
      const init = printUse(wordOf(layers[0]!.arguments["init"])!);
      const fix = setArgument(view, layers, "init", recipeOf(view, layers[0]!));
      find("equal", { init }, { at, fix: fix && { ...fix, safe: false } });
    }
  },
});

const isConstant = ({ arguments: { init } }: Layer): boolean => momentsOf(wordOf(init)!, 100, 100)?.variance === 0;

/** A lone unit has no like; zeros at the end let the network begin with what is there without it. */
function isExempt(view: NetworkView, layer: Layer): boolean {
  if (momentsOf(wordOf(layer.arguments["init"])!, 100, 100)?.mean !== 0) return layer.shape.at(-1) === 1;
  let [reader, ...more] = view.readers(layer);
  while (reader?.kind === "dropout" && more.length === 0) [reader, ...more] = view.readers(reader);
  return layer.role === "output" || (reader?.kind === "add" && more.length === 0);
}

/** The initializer that fits the activation over a layer. */
function recipeOf(view: NetworkView, layer: Layer): string {
  const traits = activationOver(view, layer)?.traits;
  return traits?.selfNormalizing ? "lecun_normal" : traits?.rectifier ? "he_normal" : "glorot_uniform";
}
