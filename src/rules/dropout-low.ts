import { numberOf, printValue } from "../network/value.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

const least = 0.1;

export const dropoutLow = rule({
  name: "dropout-low",
  severity: "info",
  default: "strict",
  on: "network",
  description: "Dropout drops fewer than one value in ten.",
  why: "with so few values dropped the network hardly notices; 10% to 50% is usual (Srivastava et al. 2014)",
  help: "write a rate from 10% to 50%, or take it out",
  messages: { low: "`{dropout}` drops {rate}, which hardly regularizes" },
  check(view, find) {
    for (const layer of view.layers) {
      if (layer.kind !== "dropout" && layer.kind !== "gaussian_dropout") continue;
      const value = numberOf(layer.arguments["rate"]);
      // Below one in a hundred another unit was meant: `share-unit` says so.
      if (value < 0.01 || value >= least) continue;
      const rate = printValue({ kind: "number", unit: "percent", value });
      find("low", { dropout: layer.kind, rate }, { at: placeOfLayer(view, layer) });
    }
  },
});
