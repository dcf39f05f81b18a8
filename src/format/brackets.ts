/** Blocks, lists, and the file itself: things one after the other, between which one blank line may stand. */
import { doc, util, type Doc } from "prettier";
import { endsWithComment, printInner, startsWithComment } from "./comments.ts";
import { unwrapped } from "./formulas.ts";
import type { Options, Path, Print } from "./print.ts";
import type { Piece, Pieces } from "./tree.ts";

const { fill, group, hardline, ifBreak, indent, line, softline } = doc.builders;

const closing = { "{": "}", "(": ")", "[": "]" } as const;

export function printFile(path: Path<"file">, print: Print, { originalText: text }: Options): Doc {
  const { items } = path.node;
  const { inside } = printInner(path, text);
  const printed = items.map((item, index) => {
    const isApart = index < items.length - 1 && util.isNextLineEmpty(text, item.span.end);
    return [print("items", index), hardline, isApart ? hardline : ""];
  });
  return items.length === 0 && inside.length > 0 ? [...inside, hardline] : printed;
}

export function printBrackets(path: Path<"brackets">, print: Print, { originalText: text }: Options): Doc {
  const { node } = path;
  const { opening, inside } = printInner(path, text);
  const head = [node.open, ...opening];
  const close = closing[node.open];
  if (node.items.length === 0)
    return inside.length === 0 && opening.length === 0
      ? [node.open, close]
      : [...head, inside.length > 0 ? indent([hardline, ...inside]) : "", hardline, close];
  if (node.open === "{")
    return group([...head, indent([line, ...blockItems(node, print, text)]), line, close], {
      shouldBreak: opening.length > 0 || isOpened(node, text) || node.items.some((_, i) => opensCount(node, i, text)),
    });
  const only = node.items.length === 1 && opening.length === 0 ? node.items[0]! : undefined;
  if (node.open === "(" && only && isOneList(only)) return ["(", print("items", 0), ")"];
  const items = node.items.every(isNumber) ? numbers(node, print) : listItems(node, print, text);
  return group([...head, indent([softline, items]), softline, close]);
}

/** Whether the user broke the line behind the brace: then the block keeps its lines, short as it may be. */
const isOpened = ({ span, items }: Pieces["brackets"], text: string): boolean =>
  text.slice(span.start, items[0]!.span.start).includes("\n");

/** A number in front of a layer named `epochs` would be a count if both stood on one line. */
const opensCount = ({ items }: Pieces["brackets"], index: number, text: string): boolean =>
  index > 0 &&
  /[\d)]/.test(text.charAt(items[index - 1]!.span.end - 1)) &&
  /^(epoch|step|sample)s?$/.test(text.slice(items[index]!.span.start, items[index]!.span.end));

const blockItems = ({ items }: Pieces["brackets"], print: Print, text: string): Doc[] =>
  items.map((item, index) => {
    if (index === items.length - 1) return print("items", index);
    const isApart = util.isNextLineEmpty(text, item.span.end);
    return [print("items", index), ifBreak("", " "), line, isApart ? softline : ""];
  });

/** One a line where they do not fit; behind the last of several stands a comma too then. */
const listItems = ({ items }: Pieces["brackets"], print: Print, text: string): Doc[] =>
  items.map((item, index) => {
    if (index === items.length - 1) return [print("items", index), index > 0 ? ifBreak(",") : ""];
    const isApart = util.isNextLineEmpty(text, item.span.end);
    return [print("items", index), ",", line, isApart ? softline : ""];
  });

/** Numbers alone fill their lines. */
const numbers = ({ items }: Pieces["brackets"], print: Print): Doc =>
  fill(
    items.flatMap((_, index) =>
      index === items.length - 1 ? [print("items", index)] : [[print("items", index), ","], line],
    ),
  );

const hasComment = (node: Piece): boolean => startsWithComment(node) || endsWithComment(node);

function isNumber(node: Piece): boolean {
  const value = unwrapped(node);
  if (hasComment(node) || hasComment(value)) return false;
  return (value.kind === "leaf" && value.isNumber) || (value.kind === "unary" && isNumber(value.operand));
}

/** An argument that is nothing but a list, which needs no lines for the parentheses around it. */
function isOneList(node: Piece): boolean {
  if (node.kind !== "argument" || hasComment(node) || hasComment(node.value)) return false;
  return unwrapped(node.value).kind === "brackets";
}
