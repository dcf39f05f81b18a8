import { addArgument } from "./edit.ts";
import { outputOf } from "./output.ts";
import { rule } from "./rule.ts";

const most = 100;

export const targetNotScaled = rule({
  name: "target-not-scaled",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A target of numbers is declared to pass -100 or 100, and nothing scales it.",
  why: "errors of that size make huge gradients, and the first steps throw the weights far off",
  help: "write `normalize: standardize` in `regression(…)`; predictions and metrics stay in the target's own units",
  messages: { large: "the target goes from {low} to {high} and is not normalized" },
  check(subject, find) {
    const { target, kind, lossKind } = outputOf(subject);
    if (target.kind !== "regression" || target.range === undefined || target.normalize !== "none") return;
    const { low, high } = target.range;
    if ((low >= -most && high <= most) || kind !== "none" || lossKind !== "distance") return;
    const edit = addArgument(target.at, "normalize", "standardize");
    find("large", { low, high }, { at: target.at, fix: edit && { safe: true, edits: [edit] } });
  },
});
