import { mentions } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { remembered } from "../formula/remembered.ts";
import { printUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { lossFault, type Looks } from "./loss-fault.ts";
import { outputOf, type Output } from "./output.ts";
import { formulaPlaces } from "./place.ts";
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
    falls: "`{loss}` falls without end as the output {moves}, {when}",
    turned: "`{loss}` is lower for the wrong answer than for the right one",
    mirrored:
      "`{loss}` leads the output to the opposite of the target: it is {right} where they meet at {target}, and {wrong} where the output is {opposite}",
    half: "`{loss}` does not feel the output where the target is {target}",
    sure: "`{loss}` is lower for an answer that is surely wrong, {wrong}, than for one that is undecided, {undecided}",
    jumps: "`{loss}` jumps from {before} to {after} where the output passes {output}, with a target of {target}",
    below: "`{loss}` is {value} where the output meets the target, and a distance is 0 there",
  },
  check(subject, find) {
    const output = outputOf(subject);
    const { loss, at, target, view } = output;
    const formula = formulaOf(loss);
    if (formula === undefined || target.kind === "none") return;
    const name = { loss: loss.word.name };
    const finding = { at: at.loss, related: formulaPlaces(loss) };
    if (!mentions(formula, "target")) {
      // An output beside others may be there to be kept small.
      if (view.network.outputs.length === 1) find("deaf", name, finding);
      return;
    }
    const looks = looksOf(output);
    const fault =
      looks &&
      known([printUse(loss), printFormula(formula), JSON.stringify(looks)].join("\n"), () => [
        lossFault(formula, looks),
      ])[0];
    if (fault === undefined) return;
    switch (fault.kind) {
      case "jumps":
        return find("jumps", { ...name, ...fault }, { ...finding, ...apart });
      case "below":
        return find("below", { ...name, ...fault }, { ...finding, ...exchanged });
      case "falls":
        return find("falls", { ...name, ...fault, when: whenOf(fault.target) }, finding);
      case "mirrored":
        return find("mirrored", { ...name, ...fault }, finding);
      case "half":
        return find("half", { ...name, ...fault }, { ...finding, help: termFor(fault.target) });
      case "sure":
        return find("sure", { ...name, ...fault }, finding);
      default:
        return find(fault.kind, name, finding);
    }
  },
});

const apart = { severity: "warning", help: "let the branches meet where one passes into the other" } as const;

const exchanged = {
  severity: "warning",
  help: "look whether its branches are exchanged: the square belongs near the target, the line far from it",
} as const;

/** A term whose logarithm is a number at both ends of a share. */
const termFor = (target: number): string =>
  `add a term for a target of ${target}, such as \`${target === 0 ? "-(1 - target) * log(1 - output + 1e-7)" : "-target * log(output + 1e-7)"}\``;

const whenOf = (target: number | undefined): string =>
  target === undefined ? "whatever the target is" : `where the target is ${target}`;

const known = remembered<readonly [ReturnType<typeof lossFault>]>(500);

/** Where a loss is looked at; undefined where the number of outputs that hang together is not known. */
function looksOf({ loss, head, target, units, kind }: Output): Looks | undefined {
  const input = loss.word.stable?.input ?? "output";
  const { low, high } = (loss.word.stable === undefined && head.activation?.traits.range) || endless;
  return {
    ...{ input, low, high, units },
    isNumber: target.kind === "regression",
    // One of several shares is kept small by the others.
    hasRivals:
      kind === "softmax" || loss.word.stable?.activation === "softmax" || head.activation?.traits.rowwise === true,
    isAnswer: target.kind === "binary" || target.kind === "multi_label",
  };
}

const endless = { low: -Infinity, high: Infinity };
