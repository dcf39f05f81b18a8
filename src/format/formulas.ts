/** Formulas: operators stand at the beginning of a line, as they do in print. */
import { doc, type Doc } from "prettier";
import { binaryPrecedence, precedence } from "../syntax/precedence.ts";
import { endsWithComment, startsWithComment } from "./comments.ts";
import type { Path, Print } from "./print.ts";
import type { Piece, Pieces } from "./tree.ts";

const { group, indent, line, softline } = doc.builders;

const isAlone = (node: Piece): boolean =>
  node.kind === "call" || node.kind === "brackets" || (node.kind === "leaf" && !isCount(node));

/** Before a brace, a count is one in parentheses alone: `repeat (3 steps) { … }`. */
const isCount = ({ isNumber, text }: Pieces["leaf"]): boolean => isNumber && text.includes(" ");

/** What is left where parentheses go: they stay as they are written, but for those around a thing that stands alone. */
export function unwrapped(node: Piece): Piece {
  if (node.kind !== "parentheses") return node;
  const { value } = node;
  return isAlone(value) && !startsWithComment(value) && !endsWithComment(value) ? value : node;
}

export const printParentheses = ({ node }: Path<"parentheses">, print: Print): Doc =>
  unwrapped(node) === node ? group(["(", indent([softline, print("value")]), softline, ")"]) : print("value");

/** What already indents a formula that does not fit. */
const indenting: ReadonlySet<Piece["kind"]> = new Set(["entry", "line", "word", "parameter", "parentheses"] as const);

/** `a + b - c` in a row: all on one line, or each operator on its own. */
export function printBinary(path: Path<"binary">, print: Print): Doc {
  const [first, ...rest] = operands(path.node, print, []) as [Doc, ...Doc[]];
  const parent = path.parent as Piece | null;
  const isIndented = indenting.has(parent!.kind) || (parent!.kind === "argument" && parent!.name !== undefined);
  return group([first, isIndented ? rest : indent(rest)]);
}

/** The first operand, and every other behind its operator, of operators that bind alike. */
function operands(node: Pieces["binary"], print: Print, keys: readonly string[]): Doc[] {
  const { operator, left } = node;
  const level = binaryPrecedence[operator];
  const isRow =
    level !== precedence.power &&
    left.kind === "binary" &&
    binaryPrecedence[left.operator] === level &&
    !startsWithComment(left) &&
    !endsWithComment(left);
  const before = isRow ? operands(left, print, [...keys, "left"]) : [print(...keys, "left")];
  return [...before, [line, operator, " ", behindWord(node.right, print(...keys, "right"))]];
}

/** `if … then … else …`, broken before `else` first; of a chain of choices each has lines of its own. */
export function printIf({ node, key }: Path<"if">, print: Print): Doc {
  const part = (name: "condition" | "then" | "else"): Doc => behindWord(node[name], print(name));
  const choice = group(["if ", part("condition"), line, "then ", part("then")]);
  const whole = [choice, line, "else ", part("else")];
  return key === "else" ? whole : group(whole);
}

/** What stands behind an operator or a keyword; comments of its own push it to lines below. */
const behindWord = (node: Piece, printed: Doc): Doc => (startsWithComment(node) ? indent(printed) : printed);
