import ts from "typescript";

/** How many lines of a text hold code; blank lines and comments do not count. */
export function linesOfCode(text: string): number {
  const file = ts.createSourceFile("program.ts", text, ts.ScriptTarget.ES2022, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    if (node.getChildCount(file) === 0 && node.getWidth(file) > 0) {
      const { line: first } = file.getLineAndCharacterOfPosition(node.getStart(file));
      const { line: last } = file.getLineAndCharacterOfPosition(node.getEnd());
      for (let line = first; line <= last; line++) lines.add(line);
    }
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return lines.size;
}
