import type { IToken } from "chevrotain";
import type { Source } from "../text/source.ts";
import type { Comment } from "./ast.ts";

/** `// text` and `/// text`, without the slashes and one blank, and without blanks at the end. */
export const commentsOf = (source: Source, tokens: readonly IToken[]): readonly Comment[] =>
  tokens.map(({ image, startOffset }) => ({
    kind: "comment",
    span: { source, start: startOffset, end: startOffset + image.length },
    text: image.replace(/^\/\/\/? ?/, "").trimEnd(),
    doc: image.startsWith("///"),
  }));

/** The doc comments between two tokens belong to the second: their text by its offset. */
export function docsByToken(comments: readonly Comment[], tokens: readonly IToken[]): ReadonlyMap<number, string> {
  const docs = new Map<number, string>();
  let next = 0;
  for (const { span, text, doc } of comments) {
    if (!doc) continue;
    while (next < tokens.length && tokens[next]!.startOffset < span.start) next++;
    const token = tokens[next];
    if (token === undefined) break;
    const above = docs.get(token.startOffset);
    docs.set(token.startOffset, above === undefined ? text : `${above}\n${text}`);
  }
  return docs;
}
