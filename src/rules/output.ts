/** How a run's output, loss and target are, and what the target asks for. */
import type { TargetSpec } from "../data/spec.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { ActivationTraits } from "../vocabulary/traits.ts";
import { distanceOf, goesBySide } from "../vocabulary/loss-reading.ts";
import { isWritten, wordOf, type WordUse } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import { addToTrain, isOwnStep, removingStep, replacing, setArgument } from "./edit.ts";
import type { Head, NetworkView } from "./network-view.ts";
import { placeOfArgument, placeOfLayer } from "./place.ts";
import type { Training } from "../network/resolve-train.ts";
import type { TrainingView } from "./rule.ts";
import { traitsOf } from "./traits.ts";

/** `none`: the weighted sums themselves. */
export type OutputKind = "none" | "softmax" | "sigmoid" | "other";

/**
 * `classes`: from softmax's probabilities; `yes or no`: from sigmoid's; `side`: by the side of 0 that an output is on; `distance`: of a
 * number from another; any other is the user's own.
 */
export type LossKind = "classes" | "yes or no" | "side" | "distance" | "other";

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

/** Made once for a run's network, for a dozen rules ask for it. */
export function outputOf(subject: TrainingView): Output {
  const found = known.get(subject.network) ?? makeOutput(subject);
  known.set(subject.network, found);
  return found;
}

const known = new WeakMap<NetworkView, Output>();

function makeOutput({ network: view, training }: TrainingView): Output {
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
function lossKindOf(loss: WordUse, { network, data }: Training): LossKind {
  const { stable } = loss.word;
  if (stable !== undefined) {
    const words = [...network.layers.flatMap((layer) => wordOf(layer.arguments["activation"]) ?? [])];
    const own = words.find(({ word }) => word.name === stable.activation);
    const kind = own === undefined ? stable.activation : kindOf(traitsOf(own));
    return kind === "softmax" ? "classes" : kind === "sigmoid" ? "yes or no" : "other";
  }
  if (distanceOf(loss, data.outputs) !== undefined) return "distance";
  return goesBySide(loss, data.outputs) ? "side" : "other";
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

/** What a target asks for; of two classes, one unit with sigmoid or two with softmax, whichever the network is nearer to. */
export function fittingFor({ target, units, kind, lossKind }: Output): Fitting {
  switch (target.kind) {
    case "class": {
      const classes = classesOf(target)!;
      return classes === 2 && units === 1 ? oneOfTwo : { units: classes, activation: "softmax", loss: "cross_entropy" };
    }
    case "binary": {
      const two = units === 2 && (kind === "softmax" || lossKind === "classes");
      return two ? { units: 2, activation: "softmax", loss: "cross_entropy" } : oneOfTwo;
    }
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
    if (alone && name === "none") {
      const edit =
        activation.layer.kept === undefined && isOwnStep(view, activation.layer)
          ? removingStep(activation.layer.at)
          : undefined;
      return edit && { safe: true, edits: [edit] };
    }
    return { safe: true, edits: [replacing(activation.layer.arguments["activation"]!.at, name)] };
  }
  return dense === undefined ? undefined : setArgument(view, [dense], "activation", name);
}

/** Writes the loss into the train block, or over the one that is written there. */
export function setLoss({ declaration, arguments: args }: Training, name: string): Fix | undefined {
  const loss = args["loss"]!;
  if (isWritten(loss)) return { safe: true, edits: [replacing(loss.at, name)] };
  if (loss.from.kind !== "fitting" && loss.from.kind !== "standard") return undefined;
  const [first] = declaration.entries;
  if (first === undefined) return addToTrain(declaration, `loss: ${name}`);
  return { safe: true, edits: [{ ...replacing(first.span, `loss: ${name}\n  `), end: first.span.start }] };
}

/** One fix of several; none where one of them is uncertain. */
export function together(...fixes: readonly (Fix | undefined)[]): Fix | undefined {
  const sure = fixes.filter((fix) => fix !== undefined);
  if (sure.length < fixes.length) return undefined;
  return { safe: sure.every(({ safe }) => safe), edits: sure.flatMap(({ edits }) => edits) };
}

/** Whether the loss is a cross-entropy on a target that it is made for: of classes or labels, or of shares from 0 to 1. */
export const takesProbabilities = ({ lossKind, target }: Output): boolean =>
  target.kind === "regression"
    ? lossKind === "yes or no" && isShare(target)
    : lossKind === "classes" || lossKind === "yes or no";

/** The activation that gives the probabilities that the target asks for. */
export const probabilities = (output: Output): "softmax" | "sigmoid" => {
  const { activation } = fittingFor(output);
  return activation === "none" ? "sigmoid" : activation;
};

/** Numbers that are declared to lie in 0..1: shares, which a cross-entropy of yes and no can take. */
export const isShare = ({ range, normalize }: Extract<TargetSpec, { kind: "regression" }>): boolean =>
  normalize !== "standardize" && range !== undefined && range.low >= 0 && range.high <= 1;
