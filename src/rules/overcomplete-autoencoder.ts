import { isReconstruction } from "../data/spec.ts";
import { inputLayers, elementsOf } from "../network/network.ts";
import { isNoisy } from "./network-view.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const overcompleteAutoencoder = rule({
  name: "overcomplete-autoencoder",
  severity: "warning",
  default: "on",
  on: "training",
  description: "An autoencoder has no layer narrower than its input, and nothing else that keeps it from copying.",
  why: "it can pass every number on as it is, and then has learned nothing of the data (Goodfellow et al. 2016, chapter 14)",
  help: "make the code narrower than the input, or add noise, dropout or an `l1` penalty",
  messages: { copies: "no layer is narrower than the {inputs} numbers that are to come out again" },
  check({ training: { data }, network: view }, find) {
    const { features, target } = data.spec;
    const given = features.kind === "names" && target.kind === "regression" && target.columns;
    if (!given || !isReconstruction(features.names, given)) return;
    const inputs = inputLayers(view.network).reduce((sum, { shape }) => sum + (elementsOf(shape) ?? Infinity), 0);
    const hidden = view.layers.filter(({ kind, role }) => kind === "dense" && role === "hidden");
    const held = hidden.some(({ arguments: args }) => args["regularization"]!.value.kind !== "none");
    const narrowest = hidden.toSorted((one, other) => one.shape.at(-1)! - other.shape.at(-1)!)[0];
    if (narrowest === undefined || narrowest.shape.at(-1)! < inputs || held || view.layers.some(isNoisy)) return;
    const related = [{ at: target.at, label: "what went in is to come out" }];
    find("copies", { inputs }, { at: placeOfArgument(narrowest.arguments["units"]!, narrowest.at), related });
  },
});
