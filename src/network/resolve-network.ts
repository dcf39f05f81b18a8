import type { Report } from "../diagnostics/diagnostic.ts";
import type * as ast from "../syntax/ast.ts";
import { natureOf } from "../vocabulary/layers/index.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { defaultEntries, understood } from "./defaults.ts";
import { Expansion } from "./expansion.ts";
import type { FormulaSize } from "./formula-size.ts";
import { broken, mostFindings, unroll, type RawLayer } from "./flow.ts";
import type { Dims, Layer, Network } from "./network.ts";
import { resolveArguments, type Given } from "./resolve-arguments.ts";
import type { Context } from "./resolve-value.ts";
import { sidesNeeded } from "./sides.ts";
import { wordOf, type Value } from "./value.ts";

export interface NetworkSurroundings {
  readonly vocabulary: Vocabulary;
  readonly presets: ReadonlyMap<string, ast.Preset>;
  readonly blocks: ReadonlyMap<string, ast.Block>;
  /** `defaults` above all declarations, then those of the train block. */
  readonly outerDefaults: readonly Given[];
  /** What a bare `input` takes: the shape of the data's features. */
  readonly inputShape: Dims | undefined;
  readonly report: Report;
  readonly formulaSize: FormulaSize;
}

/** What a network means on data of a shape; `undefined` where a mistake leaves it without meaning. */
export function resolveNetwork(declaration: ast.Network, around: NetworkSurroundings): Network | undefined {
  const { vocabulary, report, formulaSize } = around;
  let sound = true;
  let findings = 0;
  const fail: Report = (diagnostic) => {
    sound = sound && diagnostic.severity !== "error";
    findings++;
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
    if (!sound && findings > mostFindings) break;
    const inputs = layer.inputs.map((id) => ends[id] ?? broken);
    const whole = !inputs.includes(broken);
    const begin = layers.length;
    if (!whole) expansion.judge(layer);
    ends.push(
      whole ? (expansion.expand(layer, inputs, roles.get(layer.id) ?? "plain", defaults ?? {}) ?? broken) : broken,
    );
    const added = layers.slice(begin);
    made.push(added.map(({ id }) => id));
    for (const one of added) formulaSize.add(Object.values(one.arguments).map(wordOf), "layers");
    if (formulaSize.isReached) return undefined;
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

/**
 * For each layer the activation that stands behind it as a layer of its own, with nothing but norms and noise between: the one
 * that its weights are drawn for.
 */
function activationsAfter(layers: readonly RawLayer[]): (id: number) => RawLayer | undefined {
  const readers = new Map<number, RawLayer[]>();
  for (const layer of layers)
    for (const input of layer.inputs) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [layer]);
      else known.push(layer);
    }
  return (id) => {
    for (let at = id; ;) {
      const [reader, ...others] = readers.get(at) ?? [];
      if (reader === undefined || others.length > 0) return undefined;
      if (reader.word.kind === "activation") return reader;
      if (natureOf(reader.word.name) === undefined) return undefined;
      at = reader.id;
    }
  };
}

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
