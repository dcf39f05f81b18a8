/** Norms that go by the batch in training, and by its history else: a function for those that are computed alike. */
import { weightsOf } from "../../graph/step.ts";
import type { Layer } from "../../network/network.ts";
import { layerPrinter } from "./layer-text.ts";
import { docComment, type Names } from "./names.ts";
import type { Printing } from "./printing.ts";

export interface NormsText {
  readonly functions: readonly string[];
  /** The function of each layer whose statistics follow the training. */
  readonly byLayer: ReadonlyMap<Layer, string>;
}

/** Prints `normalize(x, norm, step?)` for the layers with statistics. */
export function normsText(printing: Omit<Printing, "norms" | "scope" | "objects">, names: Names): NormsText {
  const { training, inTraining, inInference, rules } = printing;
  const functions: string[] = [];
  const known = new Map<string, string>();
  const byLayer = new Map<Layer, string>();
  for (const { layer, statistics } of inTraining.follows) {
    const weights = weightsOf(training.network, layer).map(({ name }) => JSON.stringify(name));
    const print = layerPrinter(
      { ...printing, objects: new Map([[layer, "norm"]]) },
      { features: undefined, step: "step" },
    );
    const body = [
      `if (step === undefined) return ${print.text(inInference, layer, ["x"])};`,
      `${rules.follow(statistics)}(x, norm);`,
      `return ${print.text(inTraining, layer, ["x"])};`,
    ].join("\n");
    const before = known.get(body);
    const name = before ?? names.fresh("normalize");
    byLayer.set(layer, name);
    if (before !== undefined) continue;
    known.set(body, name);
    functions.push(
      `${docComment("In training a norm goes by the batch, which its history follows, else by the history.")}
      function ${name}(x: Tensor, norm: Record<${weights.join(" | ")}, tf.Variable>, step?: number): Tensor {\n${body}\n}`,
    );
  }
  return { functions, byLayer };
}
