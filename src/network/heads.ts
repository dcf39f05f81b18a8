/** What each output of a network is trained for: its loss, how much that weighs, its metrics, and its part of the target. */
import type { TargetSpec } from "../data/spec.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { correct } from "./correct.ts";
import { dimsText, type Layer, type Network, type Output } from "./network.ts";
import { outputsOf, type ResolvedData } from "./resolve-data.ts";
import { listOf, numberOf, wordOf, type Argument, type Arguments, type Value, type WordUse } from "./value.ts";

export interface Head {
  /** The kept name of the output; undefined where the network gives one value. */
  readonly name: string | undefined;
  readonly layer: Layer;
  readonly loss: WordUse;
  /** What the loss is multiplied by in the sum that is minimized. */
  readonly weight: number;
  readonly metrics: readonly WordUse[];
  /** The target as this output sees it. */
  readonly target: TargetSpec;
  /** Its numbers among those of the target: `width` of them from `begin` on. */
  readonly begin: number;
  readonly width: number;
}

/** The words that fit a target where none is written. */
export interface FittingWords {
  readonly loss: () => WordUse;
  /** For an output of so many numbers that has this loss. */
  readonly metrics: (loss: WordUse, width: number) => readonly WordUse[];
  readonly why: string;
}

const entries = ["loss", "metrics", "loss_weights"] as const;

/**
 * The heads of a network, and the train block's arguments with what fits filled in for each; undefined where they do not go
 * together. Outputs of the target's width share it; outputs that are together as wide divide its numbers in order.
 */
export function resolveHeads(
  network: Network,
  data: ResolvedData,
  written: Arguments,
  fits: FittingWords,
  report: Report,
): { readonly heads: readonly Head[]; readonly args: Arguments } | undefined {
  const { outputs } = network;
  const [only] = outputs;
  if (!entries.map((entry) => namesFit(network, entry, written[entry]!, report)).every((fit) => fit)) return undefined;
  const lossOf = (name: string | undefined): Argument =>
    given(written["loss"]!, name) ?? fitting(written["loss"]!, use(fits.loss()), fits);
  outputs.filter(({ name }) => isTaken(name)).forEach(({ name, layer }) => report(takenName(name!, layer)));
  const inherited = outputs.find(({ name }) => name === "__proto__");
  if (inherited !== undefined)
    report({
      code: "duplicate-name",
      severity: "error",
      message: "an output cannot be told of as `__proto__`, which every object has",
      at: inherited.layer.at,
      help: "give the output another name",
    });
  if (inherited !== undefined || outputs.some(({ name }) => isTaken(name))) return undefined;
  const parts = partsOf(network, data, report);
  if (parts === undefined || only === undefined) return undefined;
  const metricsOf = (name: string | undefined): Argument => {
    const place = outputs.findIndex((output) => output.name === name);
    const words = (): readonly WordUse[] => fits.metrics(wordOf(lossOf(name))!, parts[Math.max(place, 0)]!.width);
    return (
      given(written["metrics"]!, name) ?? fitting(written["metrics"]!, { kind: "list", items: words().map(use) }, fits)
    );
  };
  const weights = allWeights(written["loss_weights"]!, outputs);
  const heads = outputs.map(({ name, layer }, i): Head => {
    const weight = given(weights, name);
    return {
      name,
      layer,
      loss: wordOf(lossOf(name))!,
      weight: weight?.value.kind === "number" ? numberOf(weight) : 1,
      metrics: listOf(metricsOf(name)).flatMap((item) => (item.kind === "word" ? [item.use] : [])),
      ...parts[i]!,
    };
  });
  const filled = (entry: "loss" | "metrics", each: boolean, of: (name: string | undefined) => Argument): Argument => {
    if (!each) return of(undefined);
    const values = Object.fromEntries(outputs.map(({ name }) => [name!, of(name)]));
    return { ...written[entry]!, value: { kind: "each", values } };
  };
  const isEach = (entry: "loss" | "metrics"): boolean => written[entry]!.value.kind === "each";
  // What fits may differ from output to output.
  const differ = written["metrics"]!.value.kind === "fitting" && isEach("loss");
  return {
    heads,
    args: {
      ...written,
      loss: filled("loss", isEach("loss"), lossOf),
      metrics: filled("metrics", isEach("metrics") || differ, metricsOf),
      loss_weights: weights,
    },
  };
}

/** `validation_loss` is that of the validation part, and not of an output. */
const isTaken = (name: string | undefined): boolean => name === "validation" || name === "training";

const takenName = (name: string, { at }: Layer): Diagnostic => ({
  code: "duplicate-name",
  severity: "error",
  message: `an output \`${name}\` would be told of as \`${name}_loss\`, which is that of the ${name} part`,
  at,
  help: "give the output another name",
});

/** The weights of all outputs: 1 where nothing is written. */
function allWeights(argument: Argument, outputs: readonly Output[]): Argument {
  const { value, at } = argument;
  if (value.kind !== "each") return argument;
  const one: Argument = { value: { kind: "number", value: 1 }, at, from: { kind: "standard" } };
  return {
    ...argument,
    value: { kind: "each", values: Object.fromEntries(outputs.map(({ name }) => [name!, value.values[name!] ?? one])) },
  };
}

/** What an argument says for an output: its own value in a block, the one value for all otherwise; undefined: what fits. */
function given(argument: Argument, name: string | undefined): Argument | undefined {
  if (argument.value.kind === "each") return argument.value.values[name ?? ""];
  return argument.value.kind === "fitting" ? undefined : argument;
}

const use = (one: WordUse): Value => ({ kind: "word", use: one });

const fitting = ({ at }: Argument, value: Value, { why }: FittingWords): Argument => ({
  value,
  at,
  from: { kind: "fitting", why },
});

/** Whether a block's names are those of outputs; one value goes for every output. */
function namesFit(
  { outputs, name: network }: Network,
  entry: string,
  { value, at }: Argument,
  report: Report,
): boolean {
  if (value.kind !== "each") return true;
  const names = outputs.flatMap(({ name }) => name ?? []);
  if (names.length === 0) {
    const message = `the network \`${network}\` has one output, and \`${entry}\` is a block for several`;
    const help =
      entry === "loss_weights" ? "take it out" : `write \`${entry}: …\`, or name the outputs: \`outputs: [main, aux]\``;
    report({ code: "argument", severity: "error", message, at, help });
    return false;
  }
  const strange = Object.entries(value.values).filter(([name]) => !names.includes(name));
  for (const [name, argument] of strange) {
    report({
      code: "unknown-name",
      severity: "error",
      message: `the network \`${network}\` has no output \`${name}\``,
      at: argument.at,
      help: correct(name, argument.at, names, `its outputs are ${names.join(", ")}`).help,
    });
  }
  return strange.length === 0;
}

type Part = Pick<Head, "target" | "begin" | "width">;

/** How the outputs take the target: each the whole of it, or its numbers one after the other. */
function partsOf(
  { outputs }: Network,
  { spec, outputs: known }: ResolvedData,
  report: Report,
): readonly Part[] | undefined {
  const { target } = spec;
  const width = known ?? outputsOf(target) ?? 1;
  const widths = outputs.map(({ layer }) => (layer.shape.length === 1 ? layer.shape[0] : undefined));
  const whole: Part = { target, begin: 0, width };
  if (outputs.length === 1 || widths.every((side) => side === undefined || side === width))
    return outputs.map(() => whole);
  const begins = widths.map((_, i) => widths.slice(0, i).reduce<number>((sum, side) => sum + (side ?? NaN), 0));
  const divides = begins.at(-1)! + (widths.at(-1) ?? NaN) === width;
  if (divides && (target.kind === "regression" || target.kind === "multi_label"))
    return widths.map((side, i) => ({ target: partOf(target, begins[i]!, side!), begin: begins[i]!, width: side! }));
  const odd = outputs.find((_, i) => widths[i] !== width)!.layer;
  report({
    code: "units-vs-target",
    severity: "error",
    message: `an output gives ${dimsText(odd.shape)}, and the target has ${width} number${width === 1 ? "" : "s"}`,
    at: odd.at,
    related: [{ at: target.at, label: "the target" }],
    help: "outputs as wide as the target share it; those that are as wide together divide the columns of a regression",
  });
  return undefined;
}

/** Some of the numbers of a target of several. */
function partOf(
  target: Extract<TargetSpec, { kind: "regression" | "multi_label" }>,
  begin: number,
  width: number,
): TargetSpec {
  const columns = target.columns?.slice(begin, begin + width);
  return target.kind === "regression" ? { ...target, columns } : { ...target, columns, count: width };
}
