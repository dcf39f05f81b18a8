/** What a word of the language is, as a page. */
import { printExpression } from "../syntax/print.ts";
import type * as ast from "../syntax/ast.ts";
import { textOf } from "../text/source.ts";
import { compileFormula } from "../formula/compile.ts";
import { variablesOf } from "../formula/formula.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf, programOf } from "../vocabulary/instantiate.ts";
import { describeLimits } from "../vocabulary/limits.ts";
import { activationTraits, fittingRecipe } from "../vocabulary/traits.ts";
import { distanceOf } from "../vocabulary/loss-reading.ts";
import { usualOf, usualText } from "../vocabulary/usual.ts";
import { tagOf, usableNames, type Parameter, type Word } from "../vocabulary/word.ts";
import { derivativeText, isRowwise } from "./derivative.ts";
import { placed } from "./example-place.ts";
import { drawnText } from "./initial-draws.ts";
import { unindented } from "./indent.ts";
import { factsOf, type Fact, type Page, type ParameterRow } from "./page.ts";

/** A word's page; `use` is the word with its arguments, where they are known. */
export function wordPage(word: Word, use: WordUse | undefined): Page {
  const rows = word.planned ? [] : parameterRows(word, use);
  const tags = word.declaration.doc ?? "";
  const before: readonly Fact[] = factsOf([
    ["formula", word.planned ? undefined : formulaText(word.declaration), "code"],
    ["derivative", derivativeText(word), "code"],
    ["provided", word.given.map(givenText).join(", ")],
  ]);
  const after: readonly Fact[] = factsOf([
    [
      "usual",
      usualOf(word)
        .map((one) => `${one.name} ${usualText(one)}`)
        .join("\n"),
    ],
    ["keeps", use && stateText(use)],
    ["values", use && valuesText(use)],
    ["draws", use && drawnText(use)],
    ["fits", use && fitText(use)],
    ["example", word.example === undefined ? undefined : placed(word, word.example), "code"],
    [tagOf(tags, "paper") === undefined ? "source" : "paper", word.source],
    ["aliases", word.aliases.join(", ")],
  ]);
  return {
    kind: word.kind,
    name: word.name,
    signature: signatureText(word),
    planned: word.planned,
    doc: word.doc,
    facts: [...before, ...(rows.length === 0 ? [] : [{ name: entriesName(word), rows }]), ...after],
    use,
  };
}

const entriesName = ({ kind }: Word): string => (kind === "section" ? "entries" : "parameters");

/** `elu(alpha: 1)`, `dense(units, activation: none, …)`: what is needed by its name, the others with their defaults. */
function signatureText({ kind, name, parameters }: Word): string {
  const usable = new Set(usableNames(parameters));
  const written = parameters.flatMap((one) => {
    if (!usable.has(one.name)) return [];
    if (one.default === undefined) return [one.name];
    return isFitting(one) ? [] : [`${one.name}: ${printExpression(one.default)}`];
  });
  if (kind === "section") return `${name} { … }`;
  const omitted = parameters.some((one) => usable.has(one.name) && isFitting(one)) ? ["…"] : [];
  const inside = [...written, ...omitted].join(", ");
  return inside === "" ? name : `${name}(${inside})`;
}

/** `fitting` in a signature: `resolve` fills it in. */
const isFitting = ({ default: standing }: Pick<Parameter, "default">): boolean =>
  standing?.kind === "name" && standing.name === "fitting";

const givenText = ({ name, default: standing }: Word["given"][number]): string =>
  standing === undefined ? name : `${name} (${printExpression(standing)} where none is written)`;

/** The formula as it is written, without the blanks that its place in a file gives its lines. */
export function formulaText({ body, span }: ast.Word): string | undefined {
  if (body === undefined) return undefined;
  if (body.kind === "body")
    return unindented(
      textOf({ ...span, start: body.span.start, end: body.span.end })
        .slice(1, -1)
        .split("\n"),
    ).join("\n");
  const [first, ...rest] = textOf(body.span).split("\n");
  return [first!, ...unindented(rest)].join("\n");
}

function parameterRows({ parameters }: Word, use: WordUse | undefined): readonly ParameterRow[] {
  const usable = new Set(usableNames(parameters));
  return parameters.map((parameter) => ({
    name: parameter.name,
    default: writtenText(parameter, use) ?? defaultText(parameter),
    takes: usable.has(parameter.name) ? describeLimits(parameter.limits) : "not supported yet",
  }));
}

function writtenText({ name }: Parameter, use: WordUse | undefined): string | undefined {
  const argument = use?.arguments[name];
  return argument?.from.kind === "written" ? `${textOf(argument.at)} (written)` : undefined;
}

const defaultText = ({ default: standing }: Parameter): string =>
  standing === undefined ? "needed" : isFitting({ default: standing }) ? "what fits" : printExpression(standing);

/** What an optimizer or a schedule remembers from step to step. */
function stateText(use: WordUse): string | undefined {
  if (use.word.kind !== "optimizer") return undefined;
  const states = programOf(use)?.states ?? [];
  const [wide, single] = [
    states.filter(({ rank }) => rank !== "number"),
    states.filter(({ rank }) => rank === "number"),
  ];
  const list = (some: typeof states): string => some.map(({ name }) => name).join(", ");
  const parts = [
    wide.length === 0 ? [] : [`${list(wide)} for each weight`],
    single.length === 0 ? [] : [`${list(single)} once`],
  ].flat();
  return parts.length === 0 ? "nothing" : parts.join("; ");
}

/** Where an activation's values lie. */
function valuesText(use: WordUse): string | undefined {
  if (use.word.kind !== "activation") return undefined;
  const { range, rowwise } = activationTraits(use);
  const [low, high] = [Math.min, Math.max].map((end, i) => {
    const seen = i === 0 ? range.low : range.high;
    return Number((Number.isFinite(seen) ? nearOrigin(use).reduce((so, y) => end(so, y), seen) : seen).toPrecision(3));
  });
  const bounds =
    low === -Infinity
      ? high === Infinity
        ? "unbounded"
        : `up to ${high}`
      : high === Infinity
        ? `from ${low}`
        : `from ${low} to ${high}`;
  return rowwise ? `${bounds}; an example's values hang together` : bounds;
}

/** The values far out, and from -20 to 20 in steps of a thousandth: the bottom of a dip lies between the traits' samples. */
function nearOrigin(use: WordUse): readonly number[] {
  const formula = formulaOf(use);
  if (formula === undefined || isRowwise(formula) || [...variablesOf(formula)].some((name) => name !== "x")) return [];
  const f = compileFormula(formula);
  const near = Array.from({ length: 40_001 }, (_, i) => (i - 20_000) / 1000);
  const values = [-1e300, ...near, 1e300].map((x) => f({ x })).filter((y) => !Number.isNaN(y));
  return values.map((y) => (Math.abs(y) > 1e6 ? y * Infinity : y));
}

/** What goes well with a word, as `resolve` and the rules judge. */
function fitText(use: WordUse): string | undefined {
  if (use.word.kind === "activation") {
    const { rowwise } = activationTraits(use);
    if (rowwise) return "the output layer";
    const [init, why] = fittingRecipe(use);
    return `init: ${init}, for ${why}`;
  }
  if (use.word.kind !== "loss") return undefined;
  if (use.word.stable?.activation === "softmax") return "target: class(n), and n outputs with softmax";
  if (use.word.stable?.activation === "sigmoid") return "target: binary or multi_label(n), and outputs with sigmoid";
  return distanceOf(use) === undefined ? undefined : "target: regression, and outputs without activation";
}
