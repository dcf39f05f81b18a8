import type { Layer } from "../network/network.ts";
import { numberOf, printValue } from "../network/value.ts";
import { standardWords } from "../vocabulary/standard.ts";
import { sideOf, usualOf } from "../vocabulary/usual.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

/** Beyond what the word says is usual. */
const isHigh = ({ kind, arguments: own }: Layer): boolean => {
  const word = standardWords().find((one) => one.kind === "layer" && one.name === kind)!;
  const usual = usualOf(word).find(({ name }) => name === "rate")!;
  return sideOf(usual, numberOf(own["rate"]), () => undefined) === "above";
};

export const dropoutHigh = rule({
  name: "dropout-high",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Dropout drops more than half of the values.",
  why: "most of the signal is lost at every step (Schoop et al. 2021, UMLAUT); 20% to 50% is usual (Srivastava et al. 2014)",
  help: "write a rate from 20% to 50%",
  messages: { high: "`{dropout}` drops {rate} of the signal" },
  check(view, find) {
    for (const layer of view.layers) {
      const isPlain = layer.kind === "dropout" || layer.kind === "gaussian_dropout";
      if (!isPlain || !isHigh(layer)) continue;
      const rate = printValue({ kind: "number", unit: "percent", value: numberOf(layer.arguments["rate"]) });
      find("high", { dropout: layer.kind, rate }, { at: placeOfLayer(view, layer) });
    }
  },
});
