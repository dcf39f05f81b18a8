/** The lines of a body as one formula: a loss, a metric or an activation in several lines computes what its last line says. */
import type * as ast from "../syntax/ast.ts";

/** The most operations that lines may come to: each use of a name repeats its line. */
export const mostOperations = 10_000;

export interface OneFormula {
  /** The last line with the lines before it in the place of their names; undefined where that is too long, or nothing is said. */
  readonly formula: ast.Expression | undefined;
  /** The lines that no later line uses. */
  readonly idle: readonly ast.Line[];
}

export function asOneFormula({ lines }: ast.WordBody): OneFormula {
  const known = new Map<string, { readonly line: ast.Line; readonly value: ast.Expression; readonly size: number }>();
  const used = new Set<ast.Line>();
  let size = 0;
  const put = (expression: ast.Expression): ast.Expression => {
    size++;
    switch (expression.kind) {
      case "name": {
        const before = known.get(expression.name);
        if (before === undefined) return expression;
        used.add(before.line);
        size += before.size;
        return before.value;
      }
      case "call":
        return {
          ...expression,
          arguments: expression.arguments.map((argument) => ({ ...argument, value: put(argument.value) })),
        };
      case "list":
        return { ...expression, items: expression.items.map(put) };
      case "range":
        return { ...expression, low: put(expression.low), high: put(expression.high) };
      case "unary":
        return { ...expression, operand: put(expression.operand) };
      case "binary":
        return { ...expression, left: put(expression.left), right: put(expression.right) };
      case "if":
        return {
          ...expression,
          condition: put(expression.condition),
          then: put(expression.then),
          else: put(expression.else),
        };
      default:
        return expression;
    }
  };
  for (const line of lines) {
    size = 0;
    const value = put(line.value);
    known.set(line.name.name, { line, value, size });
    if (size > mostOperations) return { formula: undefined, idle: [] };
  }
  const last = lines.at(-1);
  return {
    formula: last && known.get(last.name.name)!.value,
    idle: lines.filter((line) => line !== last && !used.has(line)),
  };
}
