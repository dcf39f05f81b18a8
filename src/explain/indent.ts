/** Lines that say something, without the blanks in front that all of them share. */
export function unindented(lines: readonly string[]): readonly string[] {
  const said = lines.filter((line) => line.trim() !== "");
  const shared = Math.min(...said.map((line) => line.length - line.trimStart().length));
  return said.map((line) => line.slice(shared).trimEnd());
}
