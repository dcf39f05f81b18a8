/** Lines of a spec, each with a note that goes into a comment at its end. */
export interface NotedLine {
  readonly text: string;
  readonly note: string;
}

export const line = (text: string, note = ""): NotedLine => ({ text, note });

export const indented = (lines: readonly NotedLine[]): readonly NotedLine[] =>
  lines.map(({ text, note }) => ({ text: `  ${text}`, note }));

/** A longer line has its note behind it, and does not push the others to the right. */
const most = 56;

/** The lines as text, the notes in one column. */
export function renderLines(lines: readonly NotedLine[]): string {
  const noted = lines.filter(({ note }) => note !== "");
  const column = Math.min(most, Math.max(0, ...noted.map(({ text }) => text.length)));
  return lines.map(({ text, note }) => (note === "" ? `${text}\n` : `${text.padEnd(column)}  // ${note}\n`)).join("");
}
