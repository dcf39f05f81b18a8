/** What each layer makes of its inputs: a call of a word's function, or several in one another. */
import type { Call, Objective } from "../../graph/step.ts";
import type { Layer } from "../../network/network.ts";
import type { Ref } from "../../vocabulary/layers/definition.ts";
import { loopAround } from "./loops.ts";
import { bodyOf, weightText, type Printing } from "./printing.ts";

export interface LayerPrinter {
  /** What a layer makes of the texts of its inputs, in training or in inference. */
  text(objective: Objective, layer: Layer, inputs: readonly string[]): string;
  /** Whether it draws masks or noise in training. */
  draws(layer: Layer): boolean;
}

/** `features` is the name of what several inputs share. */
export function layerPrinter(
  printing: Omit<Printing, "scope" | "norms">,
  called: { readonly features: string | undefined; readonly step: string },
): LayerPrinter {
  const { inTraining, inInference, needed, rules } = printing;
  const ofLayers = new Map([inTraining, inInference].map((objective) => [objective, callsByLayer(objective)]));
  const callsOf = (objective: Objective, layer: Layer) => ofLayers.get(objective)!.get(layer) ?? [];
  return {
    draws: (layer) => callsOf(inTraining, layer).some(({ call }) => call.inputs.some(({ kind }) => kind === "draw")),
    text(objective, layer, inputs) {
      const results = new Map<number, string>();
      /** The layer's own values, then those of its inputs: the one at the same place where several are the same. */
      const text = (ref: Ref, at: number): string => {
        switch (ref.kind) {
          case "weight":
            return weightText(printing, ref.layer, ref.weight);
          case "target":
          case "example_weight":
            throw new Error("a layer does not read the target");
          case "draw":
            return drawText(printing, ref, text(ref.like, 0), called.step);
          case "features":
          case "call": {
            const own = ref.kind === "call" ? results.get(ref.index) : called.features;
            if (own !== undefined) return own;
            const isSame = layer.inputs.map((id) => sameRef(objective.values[id]!, ref));
            return inputs[isSame[at] === true ? at : isSame.indexOf(true)]!;
          }
        }
      };
      let result = inputs[0]!;
      for (const { call, index } of callsOf(objective, layer)) {
        const takes = objective === inTraining ? needed[index]! : sameInTraining(call, layer, inTraining, needed);
        result = `${rules.name(call.rule, takes)}(${call.inputs.map(text).join(", ")})`;
        results.set(index, result);
      }
      return result;
    },
  };
}

/** A call of the helper that draws in the shape of `like`. */
function drawText(
  { streams, portable, helpers, loops }: Pick<Printing, "streams" | "portable" | "helpers" | "loops">,
  { draw, layer }: Extract<Ref, { kind: "draw" }>,
  like: string,
  step: string,
): string {
  const place = draw.stream - layer.stream;
  const name = place === 0 ? layer.name : `${layer.name}_noise_${place + 1}`;
  streams.set(name, draw.stream);
  const loop = loopAround([...loops.keys()], layer);
  const { rate = 0, kind, low, high, mean, deviation } = draw;
  const moved = loop === undefined ? "" : ` + ${loop.stride === 1 ? "" : `${loop.stride} * `}i`;
  const ending = `stream.${name}${moved}, ${step}`;
  const helper = kind === "normal" ? "noise" : kind === "uniform" ? "uniformNoise" : "mask";
  helpers.add(helper);
  portable.add(kind === "normal" ? "normal" : "random");
  if (kind === "normal") return `${helper}(${like}, ${mean}, ${deviation}, ${ending})`;
  if (kind === "uniform") return `${helper}(${like}, ${low}, ${high}, ${ending})`;
  return `${helper}(${like}, ${rate}, ${kind === "keep" ? "1" : `1 / (1 - ${rate})`}, ${ending})`;
}

interface PlacedCall {
  readonly call: Call;
  readonly index: number;
}

/** The calls that each layer makes of the network itself. */
function callsByLayer(objective: Objective): ReadonlyMap<Layer, readonly PlacedCall[]> {
  const found = new Map<Layer, PlacedCall[]>();
  objective.calls.slice(0, bodyOf(objective)).forEach((call, index) => {
    const before = found.get(call.layer);
    if (before === undefined) found.set(call.layer, [{ call, index }]);
    else before.push({ call, index });
  });
  return found;
}

const sameRef = (a: Ref, b: Ref): boolean =>
  a.kind === b.kind && (a.kind !== "call" || a.index === (b as typeof a).index);

/** In inference a function of training is used where there is one, so that it is printed once. */
function sameInTraining(
  call: Call,
  layer: Layer,
  inTraining: Objective,
  needed: readonly (readonly boolean[])[],
): readonly boolean[] {
  const index = inTraining.calls.findIndex((other) => other.layer === layer && other.rule.key === call.rule.key);
  return index < 0 ? [] : needed[index]!;
}
