import { truthOf } from "../network/value.ts";
import { isNorm } from "./network-view.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const noShift = rule({
  name: "no-shift",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Neither a layer with weights nor a norm in the whole network has a bias.",
  why: "no unit can move its threshold away from 0, and the output cannot follow the mean of the target (Bishop 2006, chapter 5)",
  help: "leave `bias` at its default in the layers that no norm follows",
  messages: { none: "nothing in the network can shift a value: no layer has a bias" },
  check(view, find) {
    const dense = view.layers.filter(({ kind }) => kind === "dense");
    const hidden = dense.find(({ role }) => role === "hidden");
    if (hidden === undefined || dense.some(({ arguments: args }) => truthOf(args["bias"]))) return;
    if (view.layers.some((layer) => isNorm(layer) && truthOf(layer.arguments["center"]))) return;
    const related = dense
      .slice(1, 4)
      .map((layer) => ({ at: placeOfArgument(layer.arguments["bias"]!, layer.at), label: "and here" }));
    find("none", {}, { at: placeOfArgument(dense[0]!.arguments["bias"]!, dense[0]!.at), related });
  },
});
