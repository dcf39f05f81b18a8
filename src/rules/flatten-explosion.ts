import { placeOfArgument, placeOfLayer } from "./place.ts";
import { stretchBefore } from "./network-view.ts";
import { rule } from "./rule.ts";

const most = 20e6;

export const flattenExplosion = rule({
  name: "flatten-explosion",
  severity: "warning",
  default: "on",
  on: "network",
  description: "The first dense layer behind `flatten` holds over 20 million weights.",
  why: "every unit has a weight for every number of the flattened value: such a layer holds most of a network, fills memory and overfits (Simonyan and Zisserman 2015, whose first dense layer holds 103 of 138 million weights)",
  help: "make the value smaller before it is flattened, or give the layer fewer units",
  messages: { many: "{units} units on {inputs} flattened numbers are {weights} million weights" },
  check(view, find) {
    for (const layer of view.layers) {
      const inputs = layer.kind === "dense" ? view.inputs(layer)[0]?.shape.at(-1) : undefined;
      const flat = stretchBefore(view, layer).find(({ kind }) => kind === "flatten");
      const units = layer.shape.at(-1)!;
      if (inputs === undefined || flat === undefined || inputs * units <= most) continue;
      find(
        "many",
        { units, inputs, weights: Math.round((inputs * units) / 1e6) },
        {
          at: placeOfArgument(layer.arguments["units"]!, layer.at),
          related: [{ at: placeOfLayer(view, flat), label: "flattened here" }],
        },
      );
    }
  },
});
