/** Expressions as lines of code: what is read more than once is computed once, under a name. */
import type { Names } from "./names.ts";
import type { Callee, Expression, TextAlgebra } from "./text-algebra.ts";

/** How often each expression is read: by others, or as a result. */
export function readersOf(results: readonly Expression[]): ReadonlyMap<Expression, number> {
  const readers = new Map<Expression, number>();
  const read = (expression: Expression): void => {
    const before = readers.get(expression) ?? 0;
    readers.set(expression, before + 1);
    if (before === 0) expression.inputs.forEach(read);
  };
  results.forEach(read);
  return readers;
}

/** The functions of the program that these expressions call. */
export const calleesOf = (results: readonly Expression[]): readonly Callee[] => [
  ...new Set([...readersOf(results).keys()].flatMap(({ callee }) => callee ?? [])),
];

/** Writes expressions one after the other; names that come up on the way get their lines. */
export interface Writer {
  readonly lines: string[];
  /** Expressions that have a name, which may be said anew. */
  readonly known: Map<Expression, string>;
  /** The text of an expression, under a name where it is read more than once. */
  text(expression: Expression): string;
  /** The same without a name of its own: whoever asks gives it one. */
  whole(expression: Expression): string;
}

export interface WriterOptions {
  /** Names that are there already. */
  readonly known?: ReadonlyMap<Expression, string>;
  /** What an expression had better be called. */
  readonly wish?: (expression: Expression) => string | undefined;
  /** Hears of everything that is read and has no name of its own. */
  readonly read?: (expression: Expression) => void;
}

/** A writer of these results. */
export function linesOf(
  algebra: TextAlgebra,
  results: readonly Expression[],
  names: Names,
  { known: before = new Map(), wish = () => undefined, read = () => {} }: WriterOptions = {},
): Writer {
  const readers = readersOf(results);
  const known = new Map(before);
  const lines: string[] = [];
  const whole = (expression: Expression): string => {
    const name = known.get(expression);
    if (name !== undefined) return name;
    read(expression);
    return expression.write(...expression.inputs.map(text));
  };
  const text = (expression: Expression): string => {
    const value = whole(expression);
    if (known.has(expression) || expression.isPlain) return value;
    // What is long and has a name of its own is said under it.
    const isLong = value.length > 60 && algebra.meantName(expression) !== undefined && !results.includes(expression);
    if (readers.get(expression) === 1 && !isLong) return value;
    const name = names.fresh(wish(expression) ?? algebra.nameFor(expression));
    lines.push(`const ${name} = ${value};`);
    known.set(expression, name);
    return name;
  };
  return { lines, known, text, whole };
}

export interface Written {
  readonly lines: readonly string[];
  readonly texts: readonly string[];
}

/** Writes `results` in the scope of `names`; `known` are expressions that have names already. */
export function written(
  algebra: TextAlgebra,
  results: readonly Expression[],
  names: Names,
  known?: ReadonlyMap<Expression, string>,
): Written {
  const writer = linesOf(algebra, results, names, known && { known });
  return { texts: results.map(writer.text), lines: writer.lines };
}

/** The body of an arrow function that computes this. */
export function arrowBody({ lines, texts }: Written, value: (...texts: readonly string[]) => string): string {
  const last = value(...texts);
  if (lines.length > 0) return `{\n${lines.join("\n")}\nreturn ${last};\n}`;
  return last.startsWith("{") ? `(${last})` : last;
}
