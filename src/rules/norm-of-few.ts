import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const normOfFew = rule({
  name: "norm-of-few",
  severity: "error",
  default: "on",
  on: "network",
  description: "A layer norm takes mean and deviation of one or two numbers.",
  why: "the mean of one number is the number itself, and what is left is 0 for every example; of two numbers only their order is left (Ba et al. 2016)",
  help: "put the norm over a wider layer, or take it out",
  messages: {
    one: "`layer_norm` over a single number gives the same for every example",
    two: "`layer_norm` over two numbers leaves only which is the larger",
  },
  check(view, find) {
    for (const layer of view.layers) {
      const width = layer.kind === "layer_norm" ? layer.shape.at(-1) : undefined;
      if (width === undefined || width > 2) continue;
      const [before] = view.inputs(layer);
      const related = before === undefined ? [] : [{ at: placeOfLayer(view, before), label: "comes from here" }];
      if (width === 1) find("one", {}, { at: placeOfLayer(view, layer), related });
      else find("two", {}, { at: placeOfLayer(view, layer), related, severity: "warning" });
    }
  },
});
