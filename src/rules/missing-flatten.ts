import { dimsText } from "../network/network.ts";
import { rule } from "./rule.ts";
import { replacing } from "./edit.ts";
import { isInside } from "./place.ts";

export const missingFlatten = rule({
  name: "missing-flatten",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description:
    "A network that gives its output for each row of an example meets a target that has one value or label an example.",
  why: "`dense` acts on the last axis alone, so the network answers once for every place of the other axes",
  help: "put `flatten` before the first `dense`",
  messages: { axes: "the output has the shape {shape}, but the target has one row of values an example" },
  check({ network: view, training }, find) {
    const { output } = view.network;
    if (output.shape.length < 2) return;
    const first = view.layers.find(({ kind, shape }) => kind === "dense" && shape.length > 1);
    if (first === undefined) return;
    const [before] = view.inputs(first);
    const sure =
      before?.kind === "input" &&
      view.readers(before).length === 1 &&
      isInside(first.at, view.network.declaration.span);
    const own = first.at.start === before?.at.start ? undefined : { ...first.at, end: first.at.start };
    find(
      "axes",
      { shape: dimsText(output.shape) },
      {
        at: first.at,
        label: `works on the last axis of ${dimsText(before?.shape ?? [])} alone`,
        related: [{ at: training.data.spec.target.at, label: "one an example" }],
        fix: sure && own ? { safe: true, edits: [replacing(own, "flatten -> ")] } : undefined,
      },
    );
  },
});
