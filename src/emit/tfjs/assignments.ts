/** Several variables that change at once, as lines of code. */
import type { Names } from "./names.ts";
import type { Expression, TextAlgebra } from "./text-algebra.ts";
import { linesOf } from "./written.ts";

export interface Assignment {
  /** The variable as it is read, and what it becomes. */
  readonly variable: Expression;
  readonly value: Expression;
}

/**
 * Assigns each variable what its value is before any has moved, in the order that takes the fewest lines: a new value that others are
 * made of is read from its variable. Where no order reads every old value in time, all new ones are computed first.
 */
export function assignmentLines(
  algebra: TextAlgebra,
  assignments: readonly Assignment[],
  names: Names,
): readonly string[] {
  const moving = assignments.filter(({ variable, value }) => variable !== value);
  const found = ordersOf(moving).flatMap((order) => {
    const lines = inOrder(algebra, order, names.inner());
    return lines === undefined ? [] : [lines];
  });
  const shortest = Math.min(...found.map(({ length }) => length));
  return found.find(({ length }) => length === shortest) ?? atOnce(algebra, moving, names);
}

/** All orders of a few, and one of many. */
const ordersOf = (all: readonly Assignment[]): readonly (readonly Assignment[])[] =>
  all.length > 5 ? [all] : permuted(all);

const permuted = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length === 0 ? [[]] : all.flatMap((first, i) => permuted(all.toSpliced(i, 1)).map((rest) => [first, ...rest]));

/** What a variable is called within what holds it: `state.velocity` is `velocity`. */
const ownName = (variable: Expression): string => variable.write().split(/[.[]/).at(-1)!;

/** The lines in this order; nothing where an old value would be read too late. */
function inOrder(algebra: TextAlgebra, order: readonly Assignment[], names: Names): readonly string[] | undefined {
  const moved = new Set<Expression>();
  const wishes = new Map(order.map(({ variable, value }) => [value, ownName(variable)]));
  let isLate = false;
  const writer = linesOf(
    algebra,
    order.map(({ value }) => value),
    names,
    {
      wish: (expression) => wishes.get(expression),
      read: (expression) => void (isLate ||= moved.has(expression)),
    },
  );
  for (const { variable, value } of order) {
    const name = variable.write();
    writer.lines.push(`${name}.assign(${writer.whole(value)});`);
    moved.add(variable);
    if (!value.isPlain) writer.known.set(value, name);
  }
  return isLate ? undefined : writer.lines;
}

/** All values first, each under a name; what a variable is now is copied, for it must not follow the variable. */
function atOnce(algebra: TextAlgebra, assignments: readonly Assignment[], names: Names): readonly string[] {
  const writer = linesOf(
    algebra,
    assignments.map(({ value }) => value),
    names,
  );
  const fresh = assignments.map(({ variable, value }) => {
    const whole = writer.whole(value);
    const name = names.fresh(`next_${ownName(variable)}`);
    writer.lines.push(`const ${name} = ${value.isPlain ? `tf.clone(${whole})` : whole};`);
    if (!value.isPlain) writer.known.set(value, name);
    return name;
  });
  return [...writer.lines, ...assignments.map(({ variable }, i) => `${variable.write()}.assign(${fresh[i]});`)];
}
