/** Second pass over a network: each step becomes its elementary layers. */
import { notSupported, type Report } from "../diagnostics/diagnostic.ts";
import type { Limits } from "../vocabulary/limits.ts";
import { isMisfit } from "../vocabulary/layers/definition.ts";
import { layers as definitions, natureOf } from "../vocabulary/layers/index.ts";
import { fittingRecipe } from "../vocabulary/traits.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { RawLayer } from "./flow.ts";
import { streams, type Dims, type Layer, type LayerKind } from "./network.ts";
import { resolveArguments } from "./resolve-arguments.ts";
import { inputSides, reshapedSides } from "./sides.ts";
import { numberOf, wordOf, type Argument, type Arguments, type Provenance, type Value, type WordUse } from "./value.ts";

/** Whether a norm takes the bias before it away: that of each unit over the batch. The mean of `layer_norm` is over the units. */
const takesBias = ({ word }: WordUse): boolean => word.name === "batch_norm";

/** Takes the steps in order, each with the defaults of its role, and gives its layers a shape. */
export class Expansion {
  private readonly counts = new Map<string, number>();
  private stream: number = streams.firstLayer;
  /** The doc comments of a step, for the first of its layers. */
  private said: string | undefined;
  private readonly layers: Layer[];
  private readonly inputShape: Dims | undefined;
  private readonly report: Report;
  private readonly vocabulary: Vocabulary;
  private readonly activationAfter: (id: number) => RawLayer | undefined;

  constructor(
    layers: Layer[],
    inputShape: Dims | undefined,
    report: Report,
    vocabulary: Vocabulary,
    activationAfter: (id: number) => RawLayer | undefined,
  ) {
    this.layers = layers;
    this.inputShape = inputShape;
    this.report = report;
    this.vocabulary = vocabulary;
    this.activationAfter = activationAfter;
  }

  /** Checks what is written of a layer whose inputs were refused. */
  judge({ word, given, at, context }: RawLayer): void {
    const names = word.parameters.some(({ limits }) => limits.kind === "values" || limits.kind === "sides");
    if (!names) resolveArguments(word, given, at, context);
  }

  /** The id of the last elementary layer. */
  expand(raw: RawLayer, inputs: readonly number[], role: Layer["role"], defaults: Arguments): number | undefined {
    const { word, at, kept } = raw;
    this.said = raw.doc;
    if (word.kind === "activation") {
      const args = resolveArguments(word, raw.given, at, raw.context);
      return (
        args && this.activation({ word, arguments: args, at }, inputs, { at, kept, from: { kind: "written", at } })
      );
    }
    if (word.name === "input") return this.input(raw);
    const takes = (kind: Limits["kind"]): boolean => word.parameters.some(({ limits }) => limits.kind === kind);
    const args = takes("values")
      ? {}
      : takes("sides")
        ? reshapedSides(raw, this.report)
        : resolveArguments(word, raw.given, at, raw.context);
    if (args === undefined) return undefined;
    if (word.name === "dense") return this.dense(raw, args, inputs, role, defaults);
    return this.add(word.name as LayerKind, args, inputs, { at, kept, from: { kind: "written", at } });
  }

  private add(
    kind: LayerKind,
    args: Arguments,
    inputs: readonly number[],
    where: Where,
    naming: string = kind,
  ): number | undefined {
    const definition = definitions[kind];
    const shape = definition.shape(
      inputs.map((id) => this.layers[id]!.shape),
      args,
    );
    if (isMisfit(shape)) return void this.report({ ...shape, severity: "error", at: where.at });
    if (shape.slice(0, -1).includes(undefined) && kind !== "input")
      return void this.report(
        notSupported("a layer over axes whose sides are not known", where.at, "write the sides: `input(28, 28)`"),
      );
    const count = (this.counts.get(naming) ?? 0) + 1;
    this.counts.set(naming, count);
    const { kept, at, from, role = "plain" } = where;
    const streams = typeof definition.draws === "function" ? definition.draws(args) : Number(definition.draws ?? false);
    const stream = streams > 0 ? this.stream : 0;
    this.stream += streams;
    this.layers.push({
      id: this.layers.length,
      kind,
      name: `${naming}_${count}`,
      kept,
      arguments: args,
      inputs,
      shape,
      at,
      from,
      role,
      stream,
      frozen: false,
      doc: this.said,
    });
    this.said = undefined;
    return this.layers.length - 1;
  }

  private activation(use: WordUse, inputs: readonly number[], where: Where): number | undefined {
    const argument: Argument = { value: { kind: "word", use }, at: use.at, from: where.from };
    return this.add("activation", { activation: argument }, inputs, where, use.word.name);
  }

  private input(raw: RawLayer): number | undefined {
    const { at, kept } = raw;
    const sides = inputSides(raw, this.inputShape, this.report);
    return sides && this.add("input", { sides }, [], { at, kept, from: { kind: "written", at } });
  }

  /** `dense`, then norm, activation and dropout where they are asked for, in this order. */
  private dense(
    raw: RawLayer,
    written: Arguments,
    inputs: readonly number[],
    role: Layer["role"],
    defaults: Arguments,
  ): number | undefined {
    const { at, kept } = raw;
    const taken = role === "output" ? ["regularization", "constraint"] : Object.keys(defaults);
    const merged: Record<string, Argument> = {};
    for (const [name, argument] of Object.entries(written)) {
      const standing = taken.includes(name) ? defaults[name] : undefined;
      merged[name] =
        argument.from.kind === "written" || standing === undefined || standing.from.kind === "standard"
          ? argument
          : standing;
    }
    const activation = wordOf(merged["activation"]);
    const norm = wordOf(merged["normalization"]);
    merged["init"] = fitted(merged["init"]!, () => this.fittingInit(activation ?? this.ownActivation(raw.id), at));
    merged["bias"] = fitted(merged["bias"]!, () => ({
      value: { kind: "truth", value: norm === undefined || !takesBias(norm) },
      why:
        norm === undefined || !takesBias(norm)
          ? "a unit has a bias"
          : `\`${norm.word.name}\` follows and takes a bias away`,
    }));
    const where = (part: string): Where => ({ at, kept: undefined, from: merged[part]!.from });
    let last = this.add("dense", merged, inputs, { at, kept: undefined, from: { kind: "written", at }, role });
    if (last !== undefined && norm !== undefined) {
      const kind = norm.word.name as LayerKind;
      if (natureOf(kind) !== "norm") {
        const message = `\`${norm.word.name}\` is no normalization`;
        return void this.report({
          code: "argument",
          severity: "error",
          message,
          at: merged["normalization"]!.at,
          help: "write `batch_norm`, `layer_norm` or `none`",
        });
      }
      last = this.add(kind, norm.arguments, [last], where("normalization"));
    }
    if (last !== undefined && activation !== undefined) last = this.activation(activation, [last], where("activation"));
    const dropout = merged["dropout"]!;
    if (last !== undefined && dropout.value.kind === "number" && numberOf(dropout) > 0)
      last = this.add("dropout", { rate: dropout }, [last], where("dropout"));
    if (last !== undefined && kept !== undefined) this.layers[last] = { ...this.layers[last]!, kept };
    return last;
  }

  /** An activation that is written as the next layer. */
  private ownActivation(id: number): WordUse | undefined {
    const layer = this.activationAfter(id);
    const context = layer && { ...layer.context, report: () => {} };
    const args = layer && resolveArguments(layer.word, layer.given, layer.at, context!);
    return layer && args && { word: layer.word, arguments: args, at: layer.at };
  }

  /** The initializer that keeps the variance through the activation; found from its formula, so a user's own is judged too. */
  private fittingInit(activation: WordUse | undefined, at: WordUse["at"]): { value: Value; why: string } {
    const [name, why] = fittingRecipe(activation);
    return {
      value: { kind: "word", use: { word: this.vocabulary.find("initializer", name)!, arguments: {}, at } },
      why,
    };
  }
}

interface Where {
  readonly at: Layer["at"];
  readonly kept: string | undefined;
  readonly from: Provenance;
  readonly role?: Layer["role"];
}

/** Replaces a value that was left to what surrounds it. */
export function fitted(argument: Argument, find: () => { value: Value; why: string }): Argument {
  if (argument.value.kind !== "fitting") return argument;
  const { value, why } = find();
  return { value, at: argument.at, from: { kind: "fitting", why } };
}
