/** Judges what a spec means by every rule. */
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { Model } from "../network/resolve.ts";
import { rules, tables } from "./index.ts";
import { eachOutput } from "./each-output.ts";
import { viewNetwork } from "./network-view.ts";
import type { Rule, Subjects } from "./rule.ts";
import type { Suppression } from "./suppress.ts";

/** What a user makes of a rule: silent, or of this severity whatever it says of itself. */
export type RuleState = Severity | "off";

export interface CheckOptions {
  /** Also the rules that speak only where asked for. */
  readonly strict?: boolean | undefined;
  /** By the rule's name. A rule with a severity speaks, strict or not; one that is off blames nothing, so that the next may. */
  readonly states?: ReadonlyMap<string, RuleState> | undefined;
}

const noStates: ReadonlyMap<string, RuleState> = new Map();

/** What the rules find; `whole`: nothing of the file was left out because it is damaged. */
export const checkModel = (model: Model, options: CheckOptions = {}, whole = true): Diagnostic[] =>
  judge({ ...noSubjects, ...subjectsOf(model), model: whole ? [model] : [] }, options);

/** What is wrong with ignore comments, `idle` being those that silenced nothing; none of it can be silenced. */
export function checkSuppressions(
  suppressions: readonly Suppression[],
  idle: readonly Suppression[],
  options: CheckOptions = {},
): Diagnostic[] {
  const vain = new Set(idle);
  if (suppressions.length === 0) return [];
  const [names, asked] = [rules, rules.filter(isAsked(options))].map((some) => some.map(({ name }) => name));
  const suppression = suppressions.map((one) => ({
    suppression: one,
    idle: vain.has(one) && asked!.includes(one.rule),
    rules: names!,
  }));
  return judge({ ...noSubjects, suppression }, options);
}

const isAsked =
  ({ strict = false, states = noStates }: CheckOptions) =>
  ({ name, default: standing }: Rule): boolean => {
    const state = states.get(name);
    return state === undefined ? standing === "on" || (strict && standing === "strict") : state !== "off";
  };

const noSubjects: Subjects = { network: [], training: [], data: [], model: [], suppression: [] };

/** The rules of each table that speak; what is asked for is the same for most specs of a run. */
function askedOf(options: CheckOptions): readonly (readonly Rule[])[] {
  const { states = noStates, strict = false } = options;
  const key = `${strict} ${[...states].join()}`;
  if (lastAsked?.key !== key) lastAsked = { key, tables: tables.map(({ rules }) => rules.filter(isAsked(options))) };
  return lastAsked.tables;
}

let lastAsked: { readonly key: string; readonly tables: readonly (readonly Rule[])[] } | undefined;

/** One fault, one finding: of the rules of a table that blame one entry the first one speaks. */
function judge(subjects: Subjects, options: CheckOptions): Diagnostic[] {
  const { states = noStates } = options;
  const spoken: Diagnostic[] = [];
  for (const table of askedOf(options)) {
    const blamed = new Map<string, Rule>();
    const said = new Set<string>();
    for (const rule of table) {
      const state = states.get(rule.name);
      const severity = state === "off" ? undefined : state;
      rule.judge(subjects, (diagnostic) => {
        const { source, start, end } = diagnostic.at;
        const entry = `${source.path} ${start} ${end}`;
        const first = blamed.get(entry) ?? rule;
        blamed.set(entry, first);
        const key = `${entry} ${diagnostic.message}`;
        if (first !== rule || said.has(key)) return;
        said.add(key);
        spoken.push(severity === undefined ? diagnostic : { ...diagnostic, severity });
      });
    }
  }
  return spoken;
}

function subjectsOf(model: Model): Pick<Subjects, "network" | "training" | "data"> {
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
