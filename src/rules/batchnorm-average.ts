import { numberOf } from "../network/value.ts";
import { isInside, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";
import { stepsPerEpochOf } from "./runs.ts";

/** More than this share of the averages is still what they began with. */
const most = 0.5;

export const batchnormAverage = rule({
  name: "batchnorm-average",
  severity: "warning",
  default: "on",
  on: "training",
  description: "The run is too short for the moving averages of a batch norm to come near the data.",
  why: "inference goes by moving averages that begin with mean 0 and variance 1; each step leaves `momentum` of what was there (Ioffe and Szegedy 2015)",
  help: "write a smaller `momentum`, such as 0.9, or train for more steps",
  messages: {
    slow: "after {steps} steps with a momentum of {momentum}, {share} of the moving averages is what they began with",
  },
  check({ training, network: view }, find) {
    const perEpoch = stepsPerEpochOf(training);
    if (perEpoch === undefined) return;
    const steps = perEpoch * training.epochs;
    for (const layer of view.layers) {
      if (layer.kind !== "batch_norm" || layer.frozen) continue;
      const argument = layer.arguments["momentum"]!;
      const momentum = numberOf(argument);
      const share = momentum ** steps;
      if (!(share > most)) continue;
      const place = placeOfLayer(view, layer);
      const at = argument.from.kind === "written" && isInside(argument.from.at, place) ? argument.from.at : place;
      find("slow", { steps, momentum, share: `${Math.round(100 * share)}%` }, { at });
    }
  },
});
