import { isWritten } from "../network/value.ts";
import { replacing } from "./edit.ts";
import { fittingFor, outputOf, targetText, type Output } from "./output.ts";
import { isInside } from "./place.ts";
import { rule } from "./rule.ts";

export const unitsVsTarget = rule({
  name: "units-vs-target",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "The output has another number of units than the target has values.",
  why: "a label beyond the units cannot be learnt, and a unit beyond the labels never is",
  help: "give the output layer the units that the target asks for",
  messages: { differ: "the output has {units}, but {target} asks for {expected}" },
  check(subject, find) {
    const output = outputOf(subject);
    const { units, target, at, view, head } = output;
    const expected = fittingFor(output).units;
    if (units === undefined || units === expected || target.kind === "none") return;
    const written = head.dense?.arguments["units"];
    const own = head.dense?.shape.length === 1 && head.dense.shape[0] === units ? written : undefined;
    find(
      "differ",
      { units: count(units), target: targetText(target), expected },
      {
        at: own === undefined ? view.network.output.at : at.units,
        related: [{ at: at.target, label: asks(output, expected) }],
        help: `write ${expected}`,
        fix:
          own && isWritten(own) && isInside(own.at, view.network.declaration.span)
            ? { safe: true, edits: [replacing(own.at, String(expected))] }
            : undefined,
      },
    );
  },
});

const count = (units: number): string => `${units} unit${units === 1 ? "" : "s"}`;

const asks = ({ target }: Output, expected: number): string =>
  target.kind === "class"
    ? expected === 2
      ? "2 classes: 1 unit with sigmoid, or 2 with softmax"
      : `${expected} classes`
    : target.kind === "binary"
      ? "yes or no: 1 unit with sigmoid, or 2 with softmax"
      : `${expected} value${expected === 1 ? "" : "s"} an example`;
