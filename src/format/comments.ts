/**
 * Where comments belong. Prettier finds the nodes around each; a comment never crosses a bracket or the beginning of an item, so
 * that docs and suppressions stay those of the same entry.
 */
import { doc, util, type AstPath, type Doc } from "prettier";
import type { Piece, Remark } from "./tree.ts";

const { breakParent, hardline } = doc.builders;

/** What prettier tells a handler about a comment. */
type Placed = Remark & { enclosingNode?: Piece; precedingNode?: Piece; followingNode?: Piece };

/** The tokens between two places, without blanks and comments. */
const between = (text: string, from: number, to: number): string => text.slice(from, to).replace(/\/\/[^\n]*|\s+/g, "");

/** A comment on a line of its own belongs to what comes next, but where a token, or a bracket of what is before it, stands between. */
function ownLine(comment: Placed, text: string): boolean {
  const { precedingNode: before, followingNode: after, span } = comment;
  if (before === undefined || after === undefined) return false;
  const opens = after.kind === "brackets" && between(text, before.span.end, span.start) === "";
  if (!opens && between(text, span.end, after.span.start) === "") return false;
  util.addTrailingComment(before, comment);
  return true;
}

/** A comment behind something belongs to it: to what ends there, to the bracket that opens there, else to what comes next. */
function endOfLine(comment: Placed, text: string): boolean {
  const { enclosingNode: around, precedingNode: before, followingNode: after, span } = comment;
  if (before === undefined && around?.kind === "brackets" && !isIgnore(comment)) {
    util.addDanglingComment(around, comment, "opening");
    return true;
  }
  if (before === undefined || after === undefined || /^,?$/.test(between(text, before.span.end, span.start)))
    return false;
  util.addLeadingComment(after, comment);
  return true;
}

export const handleComments = { ownLine, endOfLine, remaining: endOfLine };

const isIgnore = ({ text }: Remark): boolean => text.trim() === "prettier-ignore";

/** `// prettier-ignore` above a node. */
export const hasIgnoreComment = ({ node }: AstPath<Piece>): boolean =>
  node.comments?.some((comment) => comment.leading === true && isIgnore(comment)) ?? false;

export const startsWithComment = ({ comments = [] }: Piece): boolean => comments.some(({ leading }) => leading);

export const endsWithComment = ({ comments = [] }: Piece): boolean => comments.some(({ trailing }) => trailing);

/** The comments in a node that belong to nothing in it: those behind its opening bracket, and those where it is empty. */
export function printInner({ node }: AstPath<Piece>, text: string): { opening: Doc[]; inside: Doc[] } {
  const opening: Doc[] = [];
  const inside: Doc[] = [];
  for (const comment of node.comments ?? []) {
    if (comment.leading || comment.trailing) continue;
    comment.printed = true;
    if (comment.marker === "opening") opening.push(" ", comment.value, breakParent);
    else {
      const isApart = inside.length > 0 && util.isPreviousLineEmpty(text, comment.span.start);
      inside.push(inside.length > 0 ? hardline : "", isApart ? hardline : "", comment.value, breakParent);
    }
  }
  return { opening, inside };
}
