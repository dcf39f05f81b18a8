import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

/** A loss that counts for so many times less than another is lost in its noise. */
const most = 10_000;

export const lossWeights = rule({
  name: "loss-weights",
  severity: "warning",
  default: "on",
  on: "model",
  description: "The loss of one output weighs less than a ten-thousandth of another's.",
  why: "the sum of the losses is minimized: what weighs that little moves no weight of what the outputs share (Kendall et al. 2018, Multi-Task Learning Using Uncertainty)",
  help: "bring the weights nearer together, such as 1 and 0.3, or take the output out",
  messages: { lost: "`{name}` weighs {times} times less than `{other}`" },
  check(model, find) {
    for (const { heads, arguments: args, declaration } of model.trainings) {
      const weights = args["loss_weights"];
      // Losses of targets in their own units can be of any size.
      const isScaled = heads.every(({ target }) => target.kind !== "regression" || target.normalize !== "none");
      if (weights?.value.kind !== "each" || !isScaled) continue;
      const [heaviest] = heads.toSorted((one, other) => other.weight - one.weight);
      for (const { name, weight } of heads) {
        const times = heaviest!.weight / weight;
        const own = weights.value.values[name ?? ""];
        if (own === undefined || !(times > most)) continue;
        const holes = { name: name ?? "", times: times.toLocaleString("en", { maximumSignificantDigits: 2 }) };
        find("lost", { ...holes, other: heaviest!.name ?? "" }, { at: placeOfArgument(own, declaration.name.span) });
      }
    }
  },
});
