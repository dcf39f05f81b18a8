import { evaluate } from "../formula/evaluate.ts";
import { isReduction, mentions, some } from "../formula/formula.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { outputOf } from "./output.ts";
import { rule } from "./rule.ts";

export const lossDirection = rule({
  name: "loss-direction",
  severity: "error",
  default: "on",
  on: "training",
  description: "The loss does not lead the output to the target.",
  why: "training goes down the slope of the loss, wherever that leads (Goodfellow et al. 2016, chapter 8)",
  help: "let the loss be lowest where the output is the target, and rise with the distance from it",
  messages: {
    deaf: "`{loss}` is the same whatever the target is",
    flat: "`{loss}` is flat wherever it does not jump, and gives no gradient",
    falls: "`{loss}` falls without end as the output {moves}, whatever the target is",
    turned: "`{loss}` is lower for the wrong answer than for the right one",
  },
  check(subject, find) {
    const { loss, head, at, target, view } = outputOf(subject);
    const formula = formulaOf(loss);
    if (formula === undefined || target.kind === "none") return;
    const name = { loss: loss.word.name };
    if (!mentions(formula, "target")) {
      // An output beside others may be there to be kept small.
      if (view.network.outputs.length === 1) find("deaf", name, { at: at.loss });
      return;
    }
    // Of a reduction over an example's outputs a single output tells nothing.
    if (some(formula, isReduction)) return;
    const input = loss.word.stable?.input ?? "output";
    const { low, high } = (loss.word.stable === undefined && head.activation?.traits.range) || endless;
    const lossAt = (one: number, output: number): number =>
      evaluate(formula, { target: one, [input]: output, outputs: 1 }) as number;
    const targets = target.kind === "regression" ? [0, 0.5, 1, 2] : [0, 1];
    const isBounded = Number.isFinite(low) && Number.isFinite(high);
    const places = isBounded
      ? shares.map((share) => low + (high - low) * share)
      : looks.filter((output) => output > low && output < high);
    const [first, last] = [places[0]!, places.at(-1)!];
    const isFlat = targets.every((one) =>
      places.every((output) => lossAt(one, output) === lossAt(one, output + Math.abs(output) * 1e-4)),
    );
    if (isFlat) return find("flat", name, { at: at.loss });
    const falls = (side: number): boolean =>
      targets.every((one) => {
        const [near, far] = [lossAt(one, side * 100), lossAt(one, side * 1000)];
        return far < near && near < Math.min(...targets.map((output) => lossAt(one, side * output))) - 1;
      });
    if (high === Infinity && falls(1)) find("falls", { ...name, moves: "grows" }, { at: at.loss });
    else if (low === -Infinity && falls(-1)) find("falls", { ...name, moves: "sinks" }, { at: at.loss });
    else if (target.kind !== "regression" && lossAt(1, last) > lossAt(1, first) && lossAt(0, first) > lossAt(0, last))
      find("turned", name, { at: at.loss });
  },
});

const endless = { low: -Infinity, high: Infinity };

/** Where a bounded output is looked at, in shares of its range, and any other. */
const shares = [0.05, 0.2, 0.4, 0.6, 0.8, 0.95];
const looks = [-1000, -30, -2.9, -1.7, -0.6, 0.2, 0.7, 1.4, 3.1, 30, 1000];
