/** Lines of at most `width` characters, broken at blanks. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}

/** The paragraphs of a doc comment, each wrapped anew. */
export const paragraphs = (doc: string, width: number): readonly string[] =>
  doc
    .split(/\n\s*\n/)
    .filter((text) => text.trim() !== "")
    .map((text) => wrapped(text.replaceAll(/\s*\n\s*/g, " ").trim(), width));
