import type { Layer } from "../network/network.ts";
import { wordOf } from "../network/value.ts";
import { momentsOf } from "./initial.ts";
import { activationOf, furthest, isNorm, type ActivationLayer, type NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

/** So many sums, each of about twice the variance, make a thousandfold. */
const most = 9;

export const residualWithoutNorm = rule({
  name: "residual-without-norm",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Ten or more residual sums follow each other with no norm, and nothing holds what they add.",
  why: "each sum adds the variance of its branch to that of the skip, so that the variance doubles from sum to sum (Zhang et al. 2019, Fixup)",
  help: "begin each branch with `batch_norm` or `layer_norm`, or let its last layer begin at 0: `init: zeros`",
  messages: { grows: "{count} residual sums follow each other, and nothing norms what they add up to" },
  check(view, find) {
    if (view.layers.some((layer) => isNorm(layer) && view.inputs(layer)[0]?.kind !== "input")) return;
    const sums: number[] = [];
    let longest: Layer | undefined;
    for (const layer of view.layers) {
      const before = Math.max(0, ...layer.inputs.map((id) => sums[id]!));
      sums.push(before + (isSum(view, layer) ? 1 : 0));
      if (sums[layer.id]! > (longest === undefined ? 0 : sums[longest.id]!)) longest = layer;
    }
    const count = longest === undefined ? 0 : sums[longest.id]!;
    if (longest !== undefined && count > most) find("grows", { count }, { at: placeOfLayer(view, longest) });
  },
});

/** Whether a value and what layers with weights make of it are added, as large as it comes out of them. */
function isSum(view: NetworkView, layer: Layer): boolean {
  if (layer.kind !== "add") return false;
  const branches = view.inputs(layer).map((input) => weightsBefore(view, input));
  return branches.some((one) => one !== undefined && !isHeld(view, one)) && branches.some((one) => one === undefined);
}

/** The nearest weights on the only way into a value; none where a merge or an input comes first. */
function weightsBefore(view: NetworkView, layer: Layer): Layer | undefined {
  let before: Layer | undefined = layer;
  for (let steps = 0; steps < furthest && before?.inputs.length === 1; steps++) {
    if (before.kind === "dense") return before;
    // What is bounded adds no more than its bound, and a straight line is there to scale a branch down.
    const holds = ({ traits: { range, linear } }: ActivationLayer): boolean =>
      linear || (range.low > -Infinity && range.high < Infinity);
    if (activationOf(before).some(holds)) break;
    before = view.inputs(before)[0];
  }
  return undefined;
}

/** Whether a branch's last weights begin near 0, or take what is bounded. */
function isHeld(view: NetworkView, layer: Layer): boolean {
  const fanIn = view.inputs(layer)[0]?.shape.at(-1) ?? 64;
  const moments = momentsOf(wordOf(layer.arguments["init"])!, fanIn, layer.shape.at(-1)!);
  return moments === undefined || moments.variance * fanIn < 0.25;
}
