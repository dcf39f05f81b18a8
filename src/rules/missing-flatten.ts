import { dimsText, type Layer } from "../network/network.ts";
import { rule } from "./rule.ts";
import { replacing } from "./edit.ts";
import { mergesOf, stretchBefore, type NetworkView } from "./network-view.ts";
import { isInside } from "./place.ts";

/** Whether a layer reads the input, as it is or normed or with noise. */
const isOnImage = (view: NetworkView, layer: Layer): boolean => {
  const stretch = stretchBefore(view, layer);
  return (
    stretch.every((one) => one.kind !== "reshape" && one.kind !== "slice") &&
    view.inputs(stretch.at(-1) ?? layer)[0]?.kind === "input"
  );
};

export const missingFlatten = rule({
  name: "missing-flatten",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description:
    "A layer works on each row of an example apart, where the whole example is meant: its last axis is all that `dense` sees.",
  why: "`dense` acts on the last axis alone, so the network answers once for every place of the other axes",
  help: "put `flatten` before the first `dense`",
  messages: {
    axes: "the output has the shape {shape}, but the target has one row of values an example",
    rows: "this layer sees one row of the image at a time, for `flatten` comes only behind it",
  },
  check({ network: view, training }, find) {
    const { output } = view.network;
    const first = view.layers.find(({ kind, shape }) => kind === "dense" && shape.length > 1);
    if (first === undefined) return;
    const [before] = view.inputs(first);
    if (output.shape.length < 2) {
      // Patches that `reshape` made, and a mixer's rows with a way around, are meant to be looked at one by one.
      const rows =
        training.data.spec.features.kind === "image" && isOnImage(view, first) && mergesOf(view).length === 0;
      const related = [{ at: training.data.spec.features.at, label: "an image" }];
      if (rows) find("rows", {}, { at: first.at, severity: "warning", related });
      return;
    }
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
