/** From a training to the text of a program for TF.js. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { notSupported } from "../../diagnostics/diagnostic.ts";
import { checkLossForm } from "../../graph/loss-form.ts";
import { weightsOf } from "../../graph/step.ts";
import type { Layer, Network } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import { wordOf } from "../../network/value.ts";
import { activationTraits } from "../../vocabulary/traits.ts";
import { headerLine, sealed } from "../header.ts";
import { inModules } from "./modules.ts";
import { inOneFile, programText, type ProgramOptions } from "./program.ts";

export { moduleFiles } from "./modules.ts";

/** Why there is no program of a training; nothing where there is one. */
export const refusals = (training: Training): readonly Diagnostic[] => [
  ...checkLossForm(training),
  ...checkSides(training),
];

/** The program, laid out by prettier; or why there is none. */
export async function emitProgram(
  training: Training,
  options: ProgramOptions,
): Promise<{ text: string | undefined; diagnostics: readonly Diagnostic[] }> {
  const diagnostics = refusals(training);
  if (diagnostics.length > 0) return { text: undefined, diagnostics };
  const text = sealed(await laidOut(inOneFile(programText(training, options))));
  return { text, diagnostics };
}

/** The program as several modules: their file names, and their texts. */
export async function emitModules(
  training: Training,
  options: ProgramOptions,
): Promise<{ files: ReadonlyMap<string, string> | undefined; diagnostics: readonly Diagnostic[] }> {
  const diagnostics = refusals(training);
  if (diagnostics.length > 0) return { files: undefined, diagnostics };
  const { title, sections } = programText(training, options);
  const codes = await Promise.all(sections.map(({ code }) => laidOut(code)));
  const program = { title, sections: sections.map((section, i) => ({ ...section, code: codes[i]! })) };
  const files = new Map<string, string>();
  for (const [name, text] of inModules(program, headerLine(options))) files.set(name, sealed(await laidOut(text)));
  return { files, diagnostics };
}

/** Code as prettier lays it out. */
async function laidOut(text: string): Promise<string> {
  const { format } = await import("prettier");
  return format(text, { parser: "typescript", printWidth: 120 });
}

/** The program without a `main`, for a bundler to take in: not laid out, which takes longer than all the rest together. */
export function emitForBundler(
  training: Training,
  options: ProgramOptions,
): { text: string | undefined; diagnostics: readonly Diagnostic[] } {
  const diagnostics = checkSides(training);
  const text = diagnostics.length > 0 ? undefined : inOneFile(programText(training, { ...options, main: false }));
  return { text, diagnostics };
}

/**
 * A side that is known only when the data is read is `inputs` in the program: the width of the features. What follows from it, or from
 * how many axes the data has, cannot be printed yet.
 */
function checkSides({ network, data }: Training): readonly Diagnostic[] {
  const input = network.layers[0]!;
  if (!input.shape.includes(undefined)) return [];
  const refuse = (what: string, layer: Layer, help: string): readonly Diagnostic[] => [
    { ...notSupported(what, layer.at, help), related: [{ at: data.spec.at, label: "the data" }] },
  ];
  const width =
    'say how wide the data is: `features: columns(8)`, or the categories of its text columns: `kind(["cat", "dog"])`';
  const merged = network.layers.find(({ kind, shape }) => kind === "concat" && shape.includes(undefined));
  if (merged !== undefined) return refuse("`concat` of a width that only the data tells", merged, width);
  const cut = network.layers.find(
    ({ kind, inputs }) =>
      kind === "slice" && network.layers[inputs[0]!]!.shape.at(-1) === undefined && learnsBefore(network, inputs[0]!),
  );
  if (cut !== undefined) return refuse("`slice` behind weights, of a width that only the data tells,", cut, width);
  const row = network.layers.find(
    ({ kind, shape, arguments: args }) =>
      kind === "activation" && shape.at(-1) === undefined && activationTraits(wordOf(args["activation"])!).rowwise,
  );
  if (row !== undefined) return refuse("an activation over a row whose width only the data tells", row, width);
  if (data.spec.sources.train.kind === "idx")
    return refuse("an input whose axes only the file tells", input, "say what the data is: `features: image(28, 28)`");
  return [];
}

/** Whether a layer, or one before it, has weights: a gradient may then flow through its value. */
function learnsBefore(network: Network, id: number): boolean {
  const layer = network.layers[id]!;
  return weightsOf(network, layer).length > 0 || layer.inputs.some((input) => learnsBefore(network, input));
}
