import type * as ast from "../syntax/ast.ts";
import type { FormulaKind, WordKind } from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import { anyNumber, readLimits, type Limits } from "./limits.ts";
import { asOneFormula } from "./one-formula.ts";

/** Something that can be named in a spec: from the standard library or from the spec itself; both are equals. */
export interface Word {
  readonly kind: WordKind;
  readonly name: string;
  readonly aliases: readonly string[];
  /** What the doc comment says, without its tags. */
  readonly doc: string;
  /** Where it comes from: `@paper` or `@source`. */
  readonly source: string | undefined;
  /** `@example`: the use as it would be written, as an argument, an entry or a layer's line. */
  readonly example: string | undefined;
  /** Named in the language, and not built yet. */
  readonly planned: boolean;
  /** What a user may set, in order. */
  readonly parameters: readonly Parameter[];
  /** What the compiler provides: `x`, `fan_in`, `step`, … as far as the signature asks for it. */
  readonly given: readonly Given[];
  /** `output = softmax(z)`: the activation whose input, `z`, the formula takes instead of its output. */
  readonly stable: { readonly activation: string; readonly input: string } | undefined;
  /** As it is written, but for the lines of a word that is no program: they are one formula here. */
  readonly declaration: ast.Word;
  /** The lines of that formula which no later line uses. */
  readonly idle: readonly ast.Line[];
  readonly standard: boolean;
  /** Its declaration has errors, which are reported: what uses it has no meaning. */
  readonly damaged?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly default: ast.Expression | undefined;
  readonly limits: Limits;
  readonly span: Span;
}

/** The names of those parameters that can be set yet. */
export const usableNames = (parameters: readonly Parameter[]): readonly string[] =>
  parameters.filter(({ limits }) => !isPlanned(limits)).map(({ name }) => name);

const isPlanned = (limits: Limits): boolean =>
  limits.kind === "planned" || (limits.kind === "either" && limits.of.some(isPlanned));

export interface Given {
  readonly name: string;
  /** `rate: 0.001` in an optimizer: the rate that fits where none is written. */
  readonly default: ast.Expression | undefined;
}

/** What the compiler provides to the words of a kind, by name; any other parameter is the user's to set. */
export const provided: { readonly [K in FormulaKind]: readonly string[] } = {
  activation: ["x"],
  initializer: ["fan_in", "fan_out"],
  schedule: ["step", "epoch", "total", "monitored"],
  regularizer: ["w"],
  constraint: ["w"],
  loss: ["target", "output", "outputs"],
  metric: ["target", "output", "outputs"],
  optimizer: ["w", "g", "rate", "t", "decayed"],
  clipping: ["g", "norm", "global_norm"],
};

/** What a word of a kind has no meaning without: its signature asks for it. */
export const alwaysGiven: { readonly [K in WordKind]?: readonly string[] } = {
  activation: ["x"],
  regularizer: ["w"],
  constraint: ["w"],
  loss: ["target", "output"],
  metric: ["target", "output"],
  optimizer: ["w", "g"],
  clipping: ["g"],
};

/** What stands behind a tag in a doc comment. */
export const tagOf = (doc: string, name: string): string | undefined =>
  new RegExp(`^@${name}\\b[ \\t]*(.*)$`, "m").exec(doc)?.[1]?.trim();

/** A doc comment's prose. */
export const withoutTags = (doc: string): string => doc.replace(/^@.*$/gm, "").trim();

/** Reads a declaration's signature and doc; wrong limits count as none (`checkWord` reports them). */
export function readWord(written: ast.Word, standard: boolean): Word {
  const { declaration, idle } = asFormula(written);
  const doc = declaration.doc ?? "";
  const own = provided[declaration.word as FormulaKind] ?? [];
  const isGiven = (parameter: ast.Parameter): boolean => own.includes(parameter.name.name);
  const pattern = declaration.parameters.find((parameter) => parameter.pattern !== undefined)?.pattern;
  const input = pattern?.arguments[0]?.value;
  return {
    kind: declaration.word,
    name: declaration.name.name,
    aliases: [...doc.matchAll(/^@alias[ \t]+(\w+)/gm)].map((match) => match[1]!),
    doc: withoutTags(doc),
    source: tagOf(doc, "paper") ?? tagOf(doc, "source"),
    example: tagOf(doc, "example"),
    planned: standard && tagOf(doc, "planned") !== undefined,
    parameters: declaration.parameters
      .filter((parameter) => !isGiven(parameter))
      .map(({ name, default: standing, limits, span }) => ({
        name: name.name,
        default: standing,
        limits: (limits && readLimits(limits)) ?? anyNumber,
        span,
      })),
    given: declaration.parameters
      .filter(isGiven)
      .map(({ name, default: standing }) => ({ name: name.name, default: standing })),
    stable: pattern && input?.kind === "name" ? { activation: pattern.name.name, input: input.name } : undefined,
    declaration,
    idle,
    standard,
  };
}

/** The kinds of word whose lines are a program: they set what they are named after, and may keep a state. */
const programs: readonly ast.WordKind[] = ["optimizer", "schedule"];

function asFormula(declaration: ast.Word): Pick<Word, "declaration" | "idle"> {
  const { body, word } = declaration;
  if (body?.kind !== "body" || body.states.length > 0 || programs.includes(word)) return { declaration, idle: [] };
  const { formula, idle } = asOneFormula(body);
  return formula === undefined ? { declaration, idle } : { declaration: { ...declaration, body: formula }, idle };
}
