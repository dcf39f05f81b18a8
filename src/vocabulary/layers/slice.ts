import type { Rule } from "../../graph/algebra.ts";
import type { Argument, Arguments } from "../../network/value.ts";
import { dimsText } from "../../network/network.ts";
import type { LayerDefinition } from "./definition.ts";

/** `size` of the `side` elements that the last axis of a value of `rank` axes has, from `begin` on; the batch's axis counts. */
export const sliced = (begin: number, size: number, side: number, rank: number): Rule => ({
  name: "slice",
  key: `slice ${begin} ${size} ${side} ${rank}`,
  doc: `Places ${begin} to ${begin + size - 1} of the last axis.`,
  inputs: ["x"],
  differentiable: 1,
  value: (to, [x]) => ({ value: to.sliceLast(x!, begin, size, rank), keep: {} }),
  pull: (to, g) => [() => to.padLast(g, begin, size, side, rank)],
});

/** The ends of a range of places, both included. */
function endsOf(argument: Argument | undefined): { low: number; high: number } {
  if (argument?.value.kind !== "range") throw new Error("no range: its limits should have seen to that");
  return argument.value;
}

const placesOf = (args: Arguments): { low: number; high: number } => endsOf(args["range"]);

export const slice: LayerDefinition = {
  shape([x], args) {
    const { low, high } = placesOf(args);
    const side = x!.at(-1);
    if (x!.length === 0 || (side !== undefined && high >= side))
      return {
        code: "slice-out-of-range",
        message: `\`slice\` takes places ${low} to ${high} of a value of shape ${dimsText(x!)}`,
        help: side === undefined ? "give `input` a side" : `its last axis ends at ${side - 1}`,
      };
    return [...x!.slice(0, -1), high - low + 1];
  },
  lower(step, layer, [x]) {
    const { low, high } = placesOf(layer.arguments);
    const from = step.dims(layer.inputs[0]!);
    const size = high - low + 1;
    // A side that only the data tells is asked for by the derivative alone, and nothing flows back into the data.
    const side = from.at(-1) ?? Infinity;
    return size === side ? x! : step.call(sliced(low, size, side, from.length + 1), [x!], layer);
  },
};
