import type { Fix } from "../diagnostics/diagnostic.ts";
import type { Layer } from "../network/network.ts";
import { numberOf, printValue } from "../network/value.ts";
import { isOwnStep, removingStep, replacing } from "./edit.ts";
import { isDropping, stretchBefore, type NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const doubleDropout = rule({
  name: "double-dropout",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "Two dropouts act on the same values, with no weights or merge between them.",
  why: "their rates compound: two of 50% leave a quarter",
  help: "keep one",
  messages: { twice: "two dropouts in a row drop {rate} together" },
  check(view, find) {
    for (const layer of view.layers) {
      const before = isDropping(layer) ? stretchBefore(view, layer).find(isDropping) : undefined;
      if (before === undefined) continue;
      const rate = percent(1 - (1 - numberOf(before.arguments["rate"])) * (1 - numberOf(layer.arguments["rate"])));
      find(
        "twice",
        { rate },
        {
          at: placeOfLayer(view, layer),
          related: [{ at: placeOfLayer(view, before), label: "dropped here already" }],
          fix: mergedAs(view, before, layer, rate),
        },
      );
    }
  },
});

const percent = (value: number): string =>
  printValue({ kind: "number", unit: "percent", value: Number(value.toPrecision(4)) });

/** One dropout with the rate of both; another step between may be read elsewhere, so only neighbours are merged. */
function mergedAs(view: NetworkView, first: Layer, second: Layer, rate: string): Fix | undefined {
  const neighbours = second.inputs[0] === first.id && first.kind === second.kind && view.readers(first).length === 1;
  const removed = removingStep(second.at);
  if (!neighbours || !isOwnStep(view, first) || !isOwnStep(view, second) || removed === undefined) return undefined;
  return { safe: true, edits: [replacing(first.at, `${first.kind}(${rate})`), removed] };
}
