/** Uses of words with arguments as their signatures allow them, so that a word that is added is drawn without being named here. */
import type { Limits } from "../../src/vocabulary/limits.ts";
import { withinBounds } from "../../src/vocabulary/limits.ts";
import { numberText } from "../../src/formula/print-code.ts";
import type { FormulaKind } from "../../src/syntax/ast.ts";
import type { Parameter, Word } from "../../src/vocabulary/word.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";
import type { Draw } from "./draw.ts";

/** Draws from a vocabulary. */
export interface Pen extends Draw {
  readonly words: readonly Word[];
}

/** The words of the library that are built. */
export const libraryWords: readonly Word[] = standardWords().filter(({ planned }) => !planned);

/** Every name that stands for a word of a kind. */
export const namesOf = ({ words }: Pen, kind: FormulaKind): readonly string[] =>
  words.filter((word) => word.kind === kind).map(({ name }) => name);

/** `elu(alpha: 2)`: a word of a kind, with some of its arguments written. */
export function anyUse(pen: Pen, kind: FormulaKind, among = namesOf(pen, kind)): string {
  const name = pen.of(among);
  const args = argumentsOf(
    pen,
    pen.words.find((word) => word.kind === kind && word.name === name)!,
  );
  return args.length === 0 ? name : `${name}(${args.join(", ")})`;
}

/** What a list of one parameter needs of that of another. */
const together: Readonly<Record<string, (draw: Draw) => readonly string[]>> = {
  piecewise: (draw) =>
    draw.of([
      ["[0.02, 0.01]", "at: [40%]"],
      ["[0.01, 0.03, 0.001]", "at: [1 epoch, 4 steps]"],
    ]),
  min_max_norm: (draw) => ["min_value: 0.2", `max_value: 0.${draw.int(3, 9)}`, `rate: ${draw.of(["1", "0.5"])}`],
  rrelu: (draw) => [`lower: 0.${draw.int(0, 4)}`, `upper: 0.${draw.int(5, 9)}`],
};

/** Some of a word's arguments; those that it cannot do without always. */
export function argumentsOf(draw: Pen, { name, kind, parameters }: Word): readonly string[] {
  const fixed = together[name];
  if (fixed !== undefined && draw.chance(name === "piecewise" ? 100 : 60)) return fixed(draw);
  return parameters.flatMap((parameter) => {
    if (parameter.default !== undefined && !draw.chance(35)) return [];
    const value = valueOf(draw, parameter, parameter.limits);
    if (value === undefined) return [];
    const learned = kind === "activation" && parameter.limits.kind === "number" && draw.chance(25);
    return [`${parameter.name}: ${learned ? `trainable(${value}, per: ${draw.of(["unit", "layer"])})` : value}`];
  });
}

function valueOf(draw: Pen, parameter: Parameter, limits: Limits): string | undefined {
  switch (limits.kind) {
    case "number":
      return numberIn(draw, parameter, limits);
    case "truth":
      return draw.of(["true", "false"]);
    case "duration":
      return draw.of(["1 epoch", "2 epochs", "3 steps", "7 steps", "40%", "100%"]);
    case "choice":
      return limits.name;
    case "none":
      return "none";
    case "word":
      return anyUse(draw, limits.of as FormulaKind);
    case "either":
      return valueOf(draw, parameter, draw.of(limits.of));
    case "list":
      return `[${Array.from({ length: draw.int(1, 3) }, () => valueOf(draw, parameter, limits.of)).join(", ")}]`;
    default:
      return undefined;
  }
}

/** A number near the standing one, or near an end. */
function numberIn(draw: Draw, { default: standing }: Parameter, limits: Limits & { kind: "number" }): string {
  const base = standing?.kind === "number" && standing.value > 0 ? standing.value : 0.1;
  const wishes = limits.integer ? [1, 2, 3] : [base, base / 2, base * 1.5, 0.3, limits.low, limits.high];
  const possible = wishes.filter((value) => withinBounds(value, limits) && Math.abs(value) < 1000);
  return numberText(draw.of(possible));
}
