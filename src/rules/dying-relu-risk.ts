import { evaluate } from "../formula/evaluate.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial, atMean } from "../vocabulary/learned.ts";
import { highestRate, isTooHigh } from "./lr-too-high.ts";
import { isNorm, type ActivationLayer } from "./network-view.ts";
import { placeOfArgument, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf, gainOf } from "./optimizer-family.ts";
import { ratesOf } from "./rates.ts";

const most = 0.5;

export const dyingReluRisk = rule({
  name: "dying-relu-risk",
  severity: "info",
  default: "on",
  on: "training",
  description:
    "Hidden units that give 0 on one side, without a norm, are trained by plain descent at a high first rate.",
  why: "a large first step can push a unit's sums below 0 for every example; its gradient is 0 from then on and it never learns again (Lu et al. 2020)",
  help: "lower the rate or warm it up, or use `leaky_relu`",
  messages: { dies: "a first rate that acts like {rate} can kill units of `{activation}` for good" },
  check({ training, network: view }, find) {
    const { first } = ratesOf(training);
    const rate = first === undefined ? 0 : first.rate * gainOf(training, first.momentum);
    const relu = view.hiddenActivations.find(canDie);
    if (relu === undefined || !(rate > most * (1 + 1e-9)) || familyOf(training) !== "plain") return;
    // Held gradients make no large step, and a norm brings sums back.
    if (training.clipping !== undefined || view.layers.some(isNorm)) return;
    if (isTooHigh(training, view, highestRate(training))) return;
    find(
      "dies",
      { rate: Number(rate.toPrecision(3)), activation: relu.use.word.name },
      {
        at: placeOfArgument(training.arguments["learning_rate"]!, training.declaration.name.span),
        related: [{ at: placeOfLayer(view, relu.layer), label: "0 below 0" }],
      },
    );
  },
});

/** Whether it gives 0, and so no gradient, on the whole side below 0. */
function canDie({ use, traits }: ActivationLayer): boolean {
  const formula = traits.rectifier && traits.range.low === 0 ? formulaOf(atInitial(use)) : undefined;
  return formula !== undefined && [-1, -2, -50].every((x) => evaluate(atMean(formula), { x }) === 0);
}
