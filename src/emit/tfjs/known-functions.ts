/** Where the body of one function of a program turns up inside another, it becomes a call. */
import type { Callee, Expression, TextAlgebra } from "./text-algebra.ts";
import { readersOf } from "./written.ts";

/** A function that others may call: its value, of its inputs. */
export interface KnownFunction extends Callee {
  readonly inputs: readonly Expression[];
  readonly value: Expression;
}

/** Fewer operations than this are as short as a call of them. */
const least = 3;

const sizeOf = ({ isPlain, inputs }: Expression): number =>
  (isPlain ? 0 : 1) + inputs.reduce((sum, input) => sum + sizeOf(input), 0);

/** The results with calls of `known` in them, the largest functions first; what would then be computed twice is left as it is. */
export function withCalls(
  algebra: TextAlgebra,
  results: readonly Expression[],
  known: readonly KnownFunction[],
): readonly Expression[] {
  const worth = known.filter(({ value }) => sizeOf(value) >= least).sort((a, b) => sizeOf(b.value) - sizeOf(a.value));
  const readers = readersOf(results);
  const done = new Map<Expression, Expression>();
  const visit = (expression: Expression): Expression => {
    const before = done.get(expression);
    if (before !== undefined) return before;
    const after = called(expression) ?? algebra.having(expression, expression.inputs.map(visit));
    done.set(expression, after);
    return after;
  };
  const called = (expression: Expression): Expression | undefined => {
    for (const one of worth) {
      const found = matched(one, expression);
      if (found === undefined || isReadElsewhere(expression, found.inside, readers)) continue;
      return algebra.callOf(one, found.given.map(visit));
    }
    return undefined;
  };
  return results.map(visit);
}

/** What stands for each input of a function where an expression is its body, and all that lies inside of it. */
function matched(
  { inputs, value }: KnownFunction,
  expression: Expression,
): { given: readonly Expression[]; inside: ReadonlySet<Expression> } | undefined {
  const given = new Map<Expression, Expression>();
  const inside = new Set<Expression>();
  const match = (pattern: Expression, found: Expression): boolean => {
    if (inputs.includes(pattern)) {
      const before = given.get(pattern);
      given.set(pattern, found);
      return before === undefined ? found.isTensor : before === found;
    }
    if (pattern === found && pattern.inputs.length === 0) return true;
    inside.add(found);
    return (
      pattern.operation === found.operation &&
      pattern.inputs.length === found.inputs.length &&
      pattern.inputs.every((input, i) => match(input, found.inputs[i]!))
    );
  };
  if (!match(value, expression) || given.size < inputs.length) return undefined;
  return { given: inputs.map((input) => given.get(input)!), inside };
}

/** Whether anything else reads a value that would be hidden inside of a call. */
function isReadElsewhere(
  top: Expression,
  inside: ReadonlySet<Expression>,
  readers: ReadonlyMap<Expression, number>,
): boolean {
  const within = readersOf([top]);
  return [...inside].some((one) => one !== top && !one.isPlain && readers.get(one)! > within.get(one)!);
}
