/** From a training to the text of a program for TF.js. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { notSupported } from "../../diagnostics/diagnostic.ts";
import { allWeights } from "../../graph/step.ts";
import type { Training } from "../../network/resolve-train.ts";
import { programText, type ProgramOptions } from "./program.ts";

/** The program, laid out by prettier; or why there is none. */
export async function emitProgram(
  training: Training,
  options: ProgramOptions,
): Promise<{ text: string | undefined; diagnostics: readonly Diagnostic[] }> {
  const diagnostics = checkSides(training);
  if (diagnostics.length > 0) return { text: undefined, diagnostics };
  const { format } = await import("prettier");
  const text = await format(programText(training, options), { parser: "typescript", printWidth: 120 });
  return { text, diagnostics };
}

/**
 * A side that is known only when the data is read is `inputs` in the program: the width of the features. One that follows from it
 * (side by side with something else) cannot be printed yet.
 */
function checkSides(training: Training): readonly Diagnostic[] {
  const { network, data } = training;
  const merged = network.layers.find(({ kind, shape }) => kind === "concat" && shape.includes(undefined));
  if (merged === undefined || allWeights(network).length === 0) return [];
  const help =
    'say how wide the data is: `features: columns(8)`, or the categories of its text columns: `kind(["cat", "dog"])`';
  return [
    {
      ...notSupported("`concat` of a width that only the data tells", merged.at, help),
      related: [{ at: data.spec.at, label: "the data" }],
    },
  ];
}
