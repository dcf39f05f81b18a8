/** From a word and its arguments to what it computes: a formula or a program over what the compiler provides. */
import type { Report } from "../diagnostics/diagnostic.ts";
import { buildFormula, durationFormula, type Scope } from "../formula/build.ts";
import { number, variable, type Formula } from "../formula/formula.ts";
import { buildProgram, lineProgram, neededProgram, type Program } from "../formula/program.ts";
import type { Rank } from "../formula/rank.ts";
import { simplify } from "../formula/simplify.ts";
import type { Value, WordUse } from "../network/value.ts";
import type { Expression, WordBody } from "../syntax/ast.ts";
import type { Word } from "./word.ts";

/** The ranks of what is provided to the formulas of each kind of word. */
export const givenRanks: ReadonlyMap<string, Rank> = new Map<string, Rank>([
  ["x", "tensor"],
  ["z", "tensor"],
  ["w", "tensor"],
  ["g", "tensor"],
  ["target", "tensor"],
  ["output", "tensor"],
]);

/** Those of an optimizer's lines: a parameter called `output` that a schedule drives is a number. */
export const updateRanks: ReadonlyMap<string, Rank> = new Map<string, Rank>([
  ["w", "tensor"],
  ["g", "tensor"],
]);

/** In a body, what is made of `decayed` differs from weight to weight. */
export const programRanks: ReadonlyMap<string, Rank> = new Map<string, Rank>([...updateRanks, ["decayed", "tensor"]]);

/** Where layers multiply the rate, what is made of `rate` differs from weight to weight too. */
export const multipliedRanks: ReadonlyMap<string, Rank> = new Map<string, Rank>([...programRanks, ["rate", "tensor"]]);

/** What an argument is in a formula; `undefined` for what is no number. */
export function valueFormula(value: Value): Formula | readonly Formula[] | undefined {
  if (value.kind === "number") return simplify(durationFormula(value.value, value.unit));
  if (value.kind === "truth") return number(value.value ? 1 : 0);
  if (value.kind !== "list") return undefined;
  const items = value.items.map(valueFormula);
  return items.every((item) => item !== undefined && "op" in item) ? (items as readonly Formula[]) : undefined;
}

const nothing: Report = () => {};

/** The names a word's formula may use; parameters in `open` stay variables (a schedule drives them), and so do those that are learned. */
export function scopeOf(word: Word, args: WordUse["arguments"], open: ReadonlySet<string>): Scope {
  const scope = new Map<string, Formula | readonly Formula[]>(word.given.map(({ name }) => [name, variable(name)]));
  if (word.stable !== undefined) scope.set(word.stable.input, variable(word.stable.input));
  for (const [name, argument] of Object.entries(args)) {
    const stays = open.has(name) || argument.value.kind === "trainable";
    const formula = stays ? variable(name) : valueFormula(argument.value);
    if (formula !== undefined) scope.set(name, formula);
  }
  return scope;
}

const isBody = (body: Expression | WordBody): body is WordBody => body.kind === "body";

/** The formula of a word that is one expression; `undefined` for one with a body, or built in, or with errors. */
export function formulaOf({ word, arguments: args }: WordUse, report: Report = nothing): Formula | undefined {
  const body = word.declaration.body;
  if (body === undefined || isBody(body)) return undefined;
  return onceOf({ word, arguments: args }, "", report, (say) => {
    const formula = buildFormula(body, scopeOf(word, args, new Set()), say);
    return formula && simplify(formula);
  });
}

/** What words of the library came to, by what their arguments say: the layers of a network and the specs of a run ask for the same. */
const made = new WeakMap<Word, Map<string, unknown>>();

/** No more than these of a word: arguments may be made up without end. */
const mostMade = 200;

/** Makes it, or gives what was made before of the same; what has mistakes is made anew, for they are reported where it stands. */
function onceOf<T>(
  { word, arguments: args }: Pick<WordUse, "word" | "arguments">,
  how: string,
  report: Report,
  make: (report: Report) => T | undefined,
): T | undefined {
  if (!word.standard) return make(report);
  const known = made.get(word) ?? new Map<string, unknown>();
  made.set(word, known);
  const key = `${how} ${Object.values(args)
    .map(({ value }) => keyOf(value))
    .join(";")}`;
  const before = known.get(key);
  if (before !== undefined) return before as T;
  let sound = true;
  const result = make((diagnostic) => {
    sound = false;
    report(diagnostic);
  });
  if (known.size >= mostMade) known.clear();
  if (sound && result !== undefined) known.set(key, result);
  return result;
}

/** What a formula sees of a value. */
const keyOf = (value: Value): string =>
  value.kind === "number"
    ? `${Object.is(value.value, -0) ? "-0" : value.value}${value.unit ?? ""}`
    : value.kind === "truth"
      ? String(value.value)
      : value.kind === "list"
        ? `[${value.items.map(keyOf).join()}]`
        : value.kind;

/** What a body may set besides its states and its own lines. */
const settable: Readonly<Record<string, readonly string[]>> = { optimizer: ["w"], schedule: [] };

/**
 * The program of an optimizer or a schedule; a single expression is a program whose one line sets `w` or `rate`. An optimizer's is
 * without what its arguments leave unused.
 */
export function programOf(
  { word, arguments: args, at }: WordUse,
  open: ReadonlySet<string> = new Set(),
  say: Report = nothing,
  ranks: ReadonlyMap<string, Rank> = programRanks,
): Program | undefined {
  // What arguments make of a standard word's formula is wrong where they are written.
  const report: Report = word.standard ? (diagnostic) => say({ ...diagnostic, at }) : say;
  const body = word.declaration.body;
  if (body === undefined) return undefined;
  const how = `${[...open].join()} ${[...ranks.keys()].join()}`;
  return onceOf({ word, arguments: args }, how, report, (report) => {
    const scope = scopeOf(word, args, open);
    // A state begins with what is written for a parameter that a schedule then drives.
    const first = scopeOf(word, args, new Set());
    if (isBody(body)) {
      const program = buildProgram(body, scope, ranks, settable[word.kind] ?? [], report, first);
      return program && word.kind === "optimizer" ? neededProgram(program, ["w"]) : program;
    }
    const formula = buildFormula(body, scope, report);
    return formula && lineProgram(word.kind === "optimizer" ? "w" : "rate", simplify(formula), givenRanks);
  });
}
