import { numberOf } from "../network/value.ts";
import { isDropping, weightsOf } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

const several = 3;
const strong = 0.4;
const small = 100_000;

export const stackedDropoutSmallNet = rule({
  name: "stacked-dropout-small-net",
  severity: "warning",
  default: "on",
  on: "network",
  description: "A network of fewer than 100,000 weights has three or more dropouts of 40% or more.",
  why: "a small network has little to spare: with most of its values dropped at each step it cannot even fit the training examples (Srivastava et al. 2014, section 7.3)",
  help: "lower the rates to 10% or 20%, or keep the last one",
  messages: { starves: "{count} dropouts of 40% or more leave a network of {weights} weights little to learn with" },
  check(view, find) {
    const dropouts = view.layers.filter(
      (layer) => isDropping(layer) && layer.kind !== "alpha_dropout" && numberOf(layer.arguments["rate"]) >= strong,
    );
    const isKnown = view.layers.every(
      (layer) => layer.kind !== "dense" || view.inputs(layer)[0]?.shape.at(-1) !== undefined,
    );
    if (!isKnown || dropouts.length < several || weightsOf(view) >= small) return;
    const [first, ...others] = dropouts.map((layer) => placeOfLayer(view, layer));
    const other = others.find(({ start }) => start !== first!.start);
    const holes = { count: dropouts.length, weights: weightsOf(view).toLocaleString("en") };
    find("starves", holes, { at: first!, related: other === undefined ? [] : [{ at: other, label: "and here" }] });
  },
});
