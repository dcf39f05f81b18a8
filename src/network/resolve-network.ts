import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { notSupported } from "../diagnostics/diagnostic.ts";
import type * as ast from "../syntax/ast.ts";
import type { Limits } from "../vocabulary/limits.ts";
import { fittingRecipe } from "../vocabulary/traits.ts";
import { isMisfit } from "../vocabulary/layers/definition.ts";
import { layers as definitions } from "../vocabulary/layers/index.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { defaultEntries, understood } from "./defaults.ts";
import { broken, unroll, type RawLayer } from "./flow.ts";
import { streams, type Dims, type Layer, type LayerKind, type Network } from "./network.ts";
import { resolveArguments, type Given } from "./resolve-arguments.ts";
import { resolveNumber, type Context } from "./resolve-value.ts";
import { numberOf, wordOf, type Argument, type Arguments, type Provenance, type Value, type WordUse } from "./value.ts";

export interface NetworkSurroundings {
  readonly vocabulary: Vocabulary;
  readonly presets: ReadonlyMap<string, ast.Preset>;
  readonly blocks: ReadonlyMap<string, ast.Block>;
  /** `defaults` above all declarations, then those of the train block. */
  readonly outerDefaults: readonly Given[];
  /** What a bare `input` takes: the shape of the data's features. */
  readonly inputShape: Dims | undefined;
  readonly report: Report;
}

/** What a network means on data of a shape; `undefined` where a mistake leaves it without meaning. */
export function resolveNetwork(declaration: ast.Network, around: NetworkSurroundings): Network | undefined {
  const { vocabulary, report } = around;
  let sound = true;
  const fail: Report = (diagnostic) => {
    sound = sound && diagnostic.severity !== "error";
    report(diagnostic);
  };
  const context: Context = { vocabulary, names: new Map(), report: fail, from: (at) => ({ kind: "written", at }) };
  const raw = unroll(declaration.items, around.blocks, context);
  if (raw.outputs.length === 0 || raw.layers.length === 0) {
    if (sound) {
      const message = `the network \`${declaration.name.name}\` has no layers`;
      fail({
        code: "missing-input",
        severity: "error",
        message,
        at: declaration.name.span,
        help: "begin with `input`, and write the layers below it",
      });
    }
    return undefined;
  }
  sidesNeeded(raw.layers).forEach(fail);
  const roles = rolesOf(
    raw.layers,
    raw.outputs.map(({ id }) => id),
  );
  const depth = [...roles.values()].filter((role) => role === "hidden").length;
  const entries = declaration.items.filter((item): item is ast.Entry => item.kind === "entry");
  const own = defaultEntries(entries, around.presets, fail);
  const given = [
    ...understood(around.outerDefaults, "defaults", vocabulary),
    ...own.filter((one) => one.from?.kind === "defaults" || understood([one], "defaults", vocabulary).length > 0),
  ];
  const numbers = new Map<string, Value>([["depth", { kind: "number", value: depth }]]);
  const section = vocabulary.find("section", "defaults")!;
  const defaults = resolveArguments(section, given, declaration.name.span, { ...context, names: numbers });

  const layers: Layer[] = [];
  const expansion = new Expansion(layers, around.inputShape, fail, vocabulary, activationsAfter(raw.layers));
  const ends: number[] = [];
  const made: (readonly number[])[] = [];
  for (const layer of raw.layers) {
    const inputs = layer.inputs.map((id) => ends[id] ?? broken);
    const whole = !inputs.includes(broken);
    const begin = layers.length;
    if (!whole) expansion.judge(layer);
    ends.push(
      whole ? (expansion.expand(layer, inputs, roles.get(layer.id) ?? "plain", defaults ?? {}) ?? broken) : broken,
    );
    made.push(layers.slice(begin).map(({ id }) => id));
  }
  const lines = new Map([...raw.lines].map(([name, ids]) => [name, ids.flatMap((id) => made[id] ?? [])]));
  const outputs = raw.outputs.flatMap(({ name, id }) => {
    const layer = layers[ends[id] ?? broken];
    return layer === undefined ? [] : [{ name, layer }];
  });
  const [first] = outputs;
  if (!sound || first === undefined || outputs.length < raw.outputs.length || defaults === undefined) return undefined;
  return {
    name: declaration.name.name,
    at: declaration.name.span,
    declaration,
    layers,
    output: first.layer,
    outputs,
    depth,
    lines,
  };
}

/** Several inputs share the data's features, and so each says how many it takes. */
function sidesNeeded(layers: readonly RawLayer[]): readonly Diagnostic[] {
  const inputs = layers.filter(({ word }) => word.name === "input");
  const bare = inputs.length > 1 ? inputs.filter(({ given }) => given.length === 0) : [];
  return bare.map(({ at }) => ({
    code: "missing-argument",
    severity: "error",
    message: "one of several inputs says how many features it takes",
    at,
    help: "write `input(5)`; the inputs take the features in the order in which they are written",
  }));
}

/**
 * For each layer the activation that stands behind it as a layer of its own, with nothing but norm and dropout between: the one
 * that its weights are drawn for.
 */
function activationsAfter(layers: readonly RawLayer[]): (id: number) => RawLayer | undefined {
  const readers = new Map<number, RawLayer[]>();
  for (const layer of layers)
    for (const input of layer.inputs) readers.set(input, [...(readers.get(input) ?? []), layer]);
  return (id) => {
    for (let at = id; ;) {
      const [reader, ...others] = readers.get(at) ?? [];
      if (reader === undefined || others.length > 0) return undefined;
      if (reader.word.kind === "activation") return reader;
      if (!passing.has(reader.word.name)) return undefined;
      at = reader.id;
    }
  };
}

const passing: ReadonlySet<string> = new Set([
  ...["batch_norm", "layer_norm", "dropout", "alpha_dropout", "gaussian_noise", "gaussian_dropout"],
]);

/** What `normalization` takes. */
const norms = ["batch_norm", "layer_norm"] as const;

/** Whether a norm takes the bias before it away: that of each unit over the batch. The mean of `layer_norm` is over the units. */
const takesBias = ({ word }: WordUse): boolean => word.name === "batch_norm";

/** The last layers with weights on the way to the output are `output`, the others `hidden`. */
function rolesOf(layers: readonly RawLayer[], outputs: readonly number[]): ReadonlyMap<number, Layer["role"]> {
  const roles = new Map<number, Layer["role"]>(
    layers.filter(({ word }) => word.name === "dense").map(({ id }) => [id, "hidden"]),
  );
  const seen = new Set<number>();
  const back = (id: number): void => {
    for (const work = [id]; work.length > 0;) {
      const next = work.pop()!;
      if (next === broken || seen.has(next)) continue;
      seen.add(next);
      if (roles.has(next)) roles.set(next, "output");
      else work.push(...layers[next]!.inputs);
    }
  };
  outputs.forEach(back);
  return roles;
}

/** Second pass: each step becomes its elementary layers, with the defaults of its role and a shape. */
class Expansion {
  private readonly counts = new Map<string, number>();
  private stream: number = streams.firstLayer;
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
        ? this.reshaped(raw)
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
    });
    return this.layers.length - 1;
  }

  private activation(use: WordUse, inputs: readonly number[], where: Where): number | undefined {
    const argument: Argument = { value: { kind: "word", use }, at: use.at, from: where.from };
    return this.add("activation", { activation: argument }, inputs, where, use.word.name);
  }

  private input(raw: RawLayer): number | undefined {
    const sides = raw.given.map(({ value }) =>
      value.kind === "number" && value.unit === undefined ? value.value : NaN,
    );
    const wrong = sides.findIndex((side) => !Number.isInteger(side) || side < 1 || side > 100_000_000);
    if (wrong >= 0) {
      const at = raw.given[wrong]!.span;
      const message = "the sides of `input` are whole numbers from 1";
      return void this.report({
        code: "value-out-of-range",
        severity: "error",
        message,
        at,
        help: "write `input(28, 28)`, or `input` alone for the data's shape",
      });
    }
    const shape: Dims = raw.given.length > 0 ? sides : (this.inputShape ?? [undefined]);
    const items = shape.map((side): Value => (side === undefined ? { kind: "none" } : { kind: "number", value: side }));
    const from: Provenance =
      raw.given.length > 0
        ? { kind: "written", at: raw.at }
        : { kind: "fitting", why: "the shape of the data's features" };
    const argument: Argument = { value: { kind: "list", items }, at: raw.at, from };
    return this.add("input", { sides: argument }, [], {
      at: raw.at,
      kept: raw.kept,
      from: { kind: "written", at: raw.at },
    });
  }

  /** The sides of `reshape`, one of which may be -1: what is left. */
  private reshaped({ given, at, context }: RawLayer): Arguments | undefined {
    const sides = given.map(({ value }) => resolveNumber(value, context));
    if (sides.includes(undefined)) return undefined;
    const isSide = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= 100_000_000;
    const wrong = sides.findIndex((side) => !isSide(side!) && side !== -1);
    const rests = sides.filter((side) => side === -1).length;
    if (wrong >= 0 || rests > 1 || sides.length === 0) {
      const message =
        wrong >= 0
          ? "the sides of `reshape` are whole numbers from 1, or -1 for what is left"
          : rests > 1
            ? "only one side of `reshape` can be what is left"
            : "`reshape` needs the sides of the new shape";
      const place = wrong >= 0 ? given[wrong]!.span : at;
      return void this.report({
        code: sides.length === 0 ? "missing-argument" : "value-out-of-range",
        severity: "error",
        message,
        at: place,
        help: "write `reshape(7, 4)`",
      });
    }
    const items = sides.map((side): Value => ({ kind: "number", value: side! }));
    return { sides: { value: { kind: "list", items }, at, from: { kind: "written", at } } };
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
      const kind = norms.find((one) => one === norm.word.name);
      if (kind === undefined) {
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
