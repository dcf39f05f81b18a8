/** Columns of text, two blanks between them; the first line is the heads'. */
export interface Column {
  readonly head: string;
  readonly align: "left" | "right";
  /** A longer cell is cut, with `…` in place of its end. */
  readonly most?: number;
}

/** One line a row, no blanks at a line's end. A column whose cells are all empty is left out. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const shown = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i] !== ""));
  const cells = [columns.map(({ head }) => head), ...rows].map((row) =>
    row.map((cell, i) => cut(cell, columns[i]?.most ?? Infinity)),
  );
  const widths = columns.map((_, i) => cells.reduce((most, row) => Math.max(most, row[i]!.length), 0));
  const place = (cell: string, i: number): string =>
    columns[i]!.align === "left" ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!);
  return cells
    .map(
      (row) =>
        `${shown
          .map((i) => place(row[i]!, i))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
