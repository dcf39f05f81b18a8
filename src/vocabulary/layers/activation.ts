import { activationRule } from "../../graph/formula-rule.ts";
import { wordOf } from "../../network/value.ts";
import { formulaOf } from "../instantiate.ts";
import type { LayerDefinition } from "./definition.ts";

/** Any word of kind activation, as a layer of its own or as another layer's argument. */
export const activation: LayerDefinition = {
  shape: ([x]) => x!,
  lower(step, layer, [x]) {
    const use = wordOf(layer.arguments["activation"])!;
    return step.call(
      activationRule(use.word.name, formulaOf(use)!, layer.shape.at(-1), firstSentence(use.word.doc)),
      [x!],
      layer,
    );
  },
};

const firstSentence = (doc: string): string =>
  (/^[^]*?[.:](?=\s|$)/.exec(doc)?.[0] ?? doc).replace(/\s+/g, " ").replace(/:$/, ".");
