/** One line of source as a terminal shows it: tabs as blanks, nothing that could steer the terminal, cut where it is long. */
import { graphemes, widthOf } from "../text/width.ts";

/** Source columns shown before a line is cut. */
const room = 100;
/** What stays in sight before the place. */
const lead = 30;
const tab = 2;

/** Characters that move the cursor or turn the direction of writing. */
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text that cannot steer a terminal. */
export const harmless = (text: string): string => text.replace(steering, "\ufffd");

export interface CodeLine {
  readonly text: string;
  /** The columns, from 0, of the stretch `[start, end)` of the line as it was written; at least one column wide. */
  columns(start: number, end: number): { readonly from: number; readonly width: number };
}

/** The line `written`, cut to fit around the stretch that begins at `focus`. */
export function codeLine(written: string, focus: number): CodeLine {
  const cut = window(written, focus);
  const shown = display(written.slice(cut.from, cut.to));
  const before = cut.from > 0 ? "…" : "";
  const clamp = (offset: number): number => Math.min(Math.max(offset, cut.from), cut.to);
  const columnOf = (offset: number): number => before.length + widthOf(display(written.slice(cut.from, clamp(offset))));
  return {
    text: before + shown + (cut.to < written.length ? "…" : ""),
    columns: (start, end) => ({ from: columnOf(start), width: Math.max(1, columnOf(end) - columnOf(start)) }),
  };
}

const display = (text: string): string => harmless(text.replaceAll("\t", " ".repeat(tab)));

/** The stretch of a line that is shown; it begins and ends between characters. */
function window(written: string, focus: number): { readonly from: number; readonly to: number } {
  if (written.length <= room / 2 || (written.length < 2000 && widthOf(display(written)) <= room)) {
    return { from: 0, to: written.length };
  }
  const from = focus <= room - lead ? 0 : boundary(written, focus - lead);
  let to = from;
  let width = 0;
  for (const character of graphemes(written.slice(from, from + 4 * room))) {
    width += widthOf(display(character));
    if (width > room) break;
    to += character.length;
  }
  return { from, to };
}

/** Not between the halves of a surrogate pair. */
const boundary = (text: string, offset: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(offset)) ? offset - 1 : offset;
