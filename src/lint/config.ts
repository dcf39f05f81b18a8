/** The project's wishes for the linter: `dnnc.config.json`, read and held against its shape. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RuleState } from "../rules/check.ts";
import { matcherOf, type PathMatcher } from "../text/path-pattern.ts";
import type { Source } from "../text/source.ts";
import type { Budgets } from "./budgets.ts";
import { configShape } from "./config-shape.ts";
import { readJson } from "./json-text.ts";
import { valueOf } from "./shape.ts";

export const configName = "dnnc.config.json";

/** What may be said for all files or for some. */
interface Wishes {
  readonly strict?: boolean;
  readonly rules?: Readonly<Record<string, RuleState>>;
  readonly budgets?: Budgets;
}

/** The file as it is written. */
interface ConfigText extends Wishes {
  readonly requireReason?: boolean;
  readonly ignore?: readonly string[];
  readonly overrides?: readonly (Wishes & { readonly files: readonly string[] })[];
}

/** How one file is linted. */
export interface Settings {
  readonly strict: boolean;
  readonly states: ReadonlyMap<string, RuleState>;
  readonly budgets: Budgets;
}

export interface Config {
  /** How the file at this path, from the config's folder, is linted; `undefined` where it is not. */
  settingsFor(path: string): Settings | undefined;
}

export const noConfig: Config = { settingsFor: () => ({ strict: false, states: new Map(), budgets: {} }) };

/** What a config says, or everything that is wrong in it. */
export function readConfig(source: Source): { readonly config: Config } | { readonly mistakes: readonly Diagnostic[] } {
  const read = readJson(source);
  if ("mistake" in read) return { mistakes: [read.mistake] };
  const mistakes: Diagnostic[] = [];
  const text = valueOf(read.node, configShape, (mistake) => mistakes.push(mistake)) as ConfigText;
  return mistakes.length > 0 ? { mistakes } : { config: configOf(text) };
}

/** An error, unless the rule's own state says otherwise. */
const withReasons = { rules: { "suppression-without-reason": "error" } } as const satisfies Wishes;

function configOf({ requireReason, ignore = [], overrides = [], ...general }: ConfigText): Config {
  const first = requireReason === true ? [withReasons] : [];
  const isIgnored = matcherOf(ignore);
  const special = overrides.map(({ files, ...wishes }) => ({ matches: matcherOf(files), wishes }));
  return {
    settingsFor: (path) => (isIgnored(path) ? undefined : merged([...first, general, ...wishesFor(path, special)])),
  };
}

const wishesFor = (path: string, special: readonly { matches: PathMatcher; wishes: Wishes }[]): readonly Wishes[] =>
  special.filter(({ matches }) => matches(path)).map(({ wishes }) => wishes);

/** Later wishes win, key by key. */
const merged = (wishes: readonly Wishes[]): Settings => ({
  strict: wishes.findLast(({ strict }) => strict !== undefined)?.strict ?? false,
  states: new Map(wishes.flatMap(({ rules = {} }) => Object.entries(rules))),
  budgets: Object.assign({}, ...wishes.map(({ budgets }) => budgets)) as Budgets,
});
