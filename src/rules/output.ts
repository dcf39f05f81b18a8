/** How a run's output, loss and target are, and what the target asks for. */
import type { TargetSpec } from "../data/spec.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { evaluate } from "../formula/evaluate.ts";
import type { ActivationTraits } from "../vocabulary/traits.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { wordOf, type WordUse } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import { replacing, setArgument } from "./edit.ts";
import type { Head, NetworkView } from "./network-view.ts";
import { placeOfArgument, placeOfLayer } from "./place.ts";
import type { TrainingView } from "./rule.ts";
import { traitsOf } from "./traits.ts";

/** `none`: the weighted sums themselves. */
export type OutputKind = "none" | "softmax" | "sigmoid" | "other";

/** `classes`: from softmax's probabilities; `yes or no`: from sigmoid's; `distance`: of a number from another; any other is the user's own. */
export type LossKind = "classes" | "yes or no" | "distance" | "other";

export interface Output {
  readonly view: NetworkView;
  readonly head: Head;
  readonly kind: OutputKind;
  /** The activation's name; `no activation`. */
  readonly activation: string;
  /** How many numbers there are an example, as far as is known; undefined too for an output of several axes. */
  readonly units: number | undefined;
  readonly loss: WordUse;
  readonly lossKind: LossKind;
  readonly target: TargetSpec;
  readonly at: { readonly units: Span; readonly activation: Span; readonly loss: Span; readonly target: Span };
}

export function outputOf({ network: view, training }: TrainingView): Output {
  const { head } = view;
  const { dense, activation } = head;
  const { shape } = view.network.output;
  const step = dense?.at ?? view.network.output.at;
  const units = dense?.arguments["units"];
  return {
    view,
    head,
    kind: kindOf(activation?.traits),
    activation: activation?.use.word.name ?? "no activation",
    units: shape.length === 1 ? shape[0] : undefined,
    loss: training.loss,
    lossKind: lossKindOf(training.loss, training),
    target: training.data.spec.target,
    at: {
      units: units === undefined ? step : placeOfArgument(units, step),
      activation: activation === undefined ? step : placeOfLayer(view, activation.layer),
      loss: placeOfArgument(training.arguments["loss"]!, training.declaration.name.span),
      target: training.data.spec.target.at,
    },
  };
}

function kindOf(traits: ActivationTraits | undefined): OutputKind {
  if (traits === undefined || traits.linear) return "none";
  const { low, high } = traits.range;
  if (traits.rowwise) return low >= 0 && high <= 1 ? "softmax" : "other";
  return low >= 0 && high <= 1 && high - low > 0.99 ? "sigmoid" : "other";
}

/** By the activation that a loss takes the logits of; a distance stays when target and output move together. */
function lossKindOf(loss: WordUse, { network, data }: TrainingView["training"]): LossKind {
  const { stable } = loss.word;
  if (stable !== undefined) {
    const words = [...network.layers.flatMap((layer) => wordOf(layer.arguments["activation"]) ?? [])];
    const own = words.find(({ word }) => word.name === stable.activation);
    const kind = own === undefined ? stable.activation : kindOf(traitsOf(own));
    return kind === "softmax" ? "classes" : kind === "sigmoid" ? "yes or no" : "other";
  }
  const formula = formulaOf(loss);
  if (formula === undefined) return "other";
  const outputs = data.outputs ?? 1;
  const at = (target: number, output: number): number => evaluate(formula, { target, output, outputs }) as number;
  const pairs = [
    [0.3, 0.1],
    [0.1, 0.8],
    [-2, 3],
    [5, 4.5],
  ] as const;
  const moved = pairs.every(([t, o]) => Math.abs(at(t, o) - at(t + 7, o + 7)) < 1e-9 * (1 + Math.abs(at(t, o))));
  return moved && pairs.some(([t, o]) => at(t, o) !== at(t, t)) ? "distance" : "other";
}

/** Classes of a target; undefined where it is none of classes. */
export const classesOf = (target: TargetSpec): number | undefined =>
  target.kind === "class" ? (typeof target.classes === "number" ? target.classes : target.classes.length) : undefined;

/** The target in words. */
export function targetText(target: TargetSpec): string {
  if (target.kind === "class") return `class(${classesOf(target)})`;
  if (target.kind === "multi_label") return `multi_label(${target.count})`;
  return target.kind;
}

export interface Fitting {
  readonly units: number;
  readonly activation: "softmax" | "sigmoid" | "none";
  readonly loss: "cross_entropy" | "binary_cross_entropy" | "mse";
}

/** What a target asks for; of two classes, one unit with sigmoid where the network has one. */
export function fittingFor(target: TargetSpec, units: number | undefined): Fitting {
  switch (target.kind) {
    case "class": {
      const classes = classesOf(target)!;
      return classes === 2 && units === 1 ? oneOfTwo : { units: classes, activation: "softmax", loss: "cross_entropy" };
    }
    case "binary":
      return units === 2 ? { units: 2, activation: "softmax", loss: "cross_entropy" } : oneOfTwo;
    case "multi_label":
      return { units: target.count, activation: "sigmoid", loss: "binary_cross_entropy" };
    default:
      return {
        units: target.kind === "regression" ? (target.columns?.length ?? 1) : 1,
        activation: "none",
        loss: "mse",
      };
  }
}

const oneOfTwo: Fitting = { units: 1, activation: "sigmoid", loss: "binary_cross_entropy" };

/** Gives the output this activation. */
export function setActivation({ view, head: { dense, activation } }: Output, name: string): Fix | undefined {
  if (activation !== undefined && activation.layer.from.kind === "written") {
    const alone = activation.layer.at.start === activation.layer.from.at.start;
    if (alone && name === "none") return undefined;
    return { safe: true, edits: [replacing(activation.layer.arguments["activation"]!.at, name)] };
  }
  return dense === undefined ? undefined : setArgument(view, [dense], "activation", name);
}

/** Writes the loss, where one is written. */
export function setLoss({ training }: TrainingView, name: string): Fix | undefined {
  const loss = training.arguments["loss"]!;
  return loss.from.kind === "written" ? { safe: true, edits: [replacing(loss.at, name)] } : undefined;
}

/** One fix of several; none where one of them is uncertain. */
export function together(...fixes: readonly (Fix | undefined)[]): Fix | undefined {
  const sure = fixes.filter((fix) => fix !== undefined);
  if (sure.length < fixes.length) return undefined;
  return { safe: sure.every(({ safe }) => safe), edits: sure.flatMap(({ edits }) => edits) };
}
