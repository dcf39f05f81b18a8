/** Judges what a spec means by every rule. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../network/resolve.ts";
import { tables } from "./index.ts";
import { eachOutput } from "./each-output.ts";
import { viewNetwork } from "./network-view.ts";
import type { Rule, Subjects } from "./rule.ts";

export interface CheckOptions {
  /** Also the rules that speak only where asked for. */
  readonly strict?: boolean | undefined;
}

/** What the rules find. One fault, one finding: of the rules of a table that blame one entry the first one speaks. */
export function checkModel(model: Model, { strict = false }: CheckOptions = {}): Diagnostic[] {
  const subjects = subjectsOf(model);
  const asked = ({ default: standing }: Rule): boolean => strict || standing === "on";
  return tables.flatMap(({ rules }) => {
    const blamed = new Map<string, Rule>();
    return rules.filter(asked).flatMap((rule) => {
      const found = new Map<string, Diagnostic>();
      rule.judge(subjects, (diagnostic) => {
        const { source, start, end } = diagnostic.at;
        const entry = `${source.path} ${start} ${end}`;
        const first = blamed.get(entry) ?? rule;
        blamed.set(entry, first);
        const key = `${entry} ${diagnostic.message}`;
        if (first === rule && !found.has(key)) found.set(key, diagnostic);
      });
      return [...found.values()];
    });
  });
}

function subjectsOf(model: Model): Subjects {
  const training = model.trainings
    .flatMap(eachOutput)
    .map((one) => ({ training: one, network: viewNetwork(one.network, one) }));
  const untrained = model.networks.flatMap((one) =>
    one.outputs.map(({ layer }) => viewNetwork({ ...one, output: layer }, undefined)),
  );
  return {
    network: [...training.map(({ network }) => network), ...untrained],
    training,
    data: [...model.data.values()],
  };
}
