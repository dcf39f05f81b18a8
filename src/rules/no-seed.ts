import { isWritten } from "../network/value.ts";
import { addToTrain } from "./edit.ts";
import { rule } from "./rule.ts";

export const noSeed = rule({
  name: "no-seed",
  severity: "info",
  default: "strict",
  fix: "safe",
  on: "training",
  description: "A run does not write its seed.",
  why: "weights, masks, splits and the order of batches come from the seed: a reader repeats the run from the spec alone only where it is written (Pineau et al. 2021)",
  help: "write `seed: 42`",
  messages: { unwritten: "`seed` is not written" },
  check({ training }, find) {
    const { declaration, arguments: args } = training;
    const seed = args["seed"]!;
    if (isWritten(seed) || seed.from.kind !== "standard" || seed.value.kind !== "number") return;
    const fix = addToTrain(declaration, `seed: ${seed.value.value}`);
    find("unwritten", {}, { at: declaration.name.span, fix });
  },
});
