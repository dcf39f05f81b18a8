/** A text and where it came from: everything that points at a place in a spec points into one of these. */
export interface Source {
  /** As the user named it; `<stdin>` and `std/activations.dnn` are names too. */
  readonly path: string;
  /** The text without a byte-order mark. */
  readonly text: string;
}

/** A stretch of a source, `start` included and `end` not, in UTF-16 units from 0. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place as people count: line and column from 1 (columns in UTF-16 units), `offset` from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

const lineStarts = new WeakMap<Source, readonly number[]>();

/** The offsets at which the lines of `source` begin; `\n` and `\r\n` both end a line. */
export function linesOf(source: Source): readonly number[] {
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    const found = [0];
    for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) found.push(at + 1);
    lineStarts.set(source, (starts = found));
  }
  return starts;
}

/** Where `offset` stands; an offset past the end is the end. */
export function positionAt(source: Source, offset: number): Position {
  const starts = linesOf(source);
  const at = Math.min(Math.max(offset, 0), source.text.length);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - starts[low]! + 1, offset: at };
}

/** The text of line `line` (from 1), without its line end. */
export function lineText(source: Source, line: number): string {
  const starts = linesOf(source);
  const next = starts[line];
  if (next === undefined) return source.text.slice(starts[line - 1]);
  return source.text.slice(starts[line - 1], source.text[next - 2] === "\r" ? next - 2 : next - 1);
}

/** What a span covers. */
export const textOf = ({ source, start, end }: Span): string => source.text.slice(start, end);

/** The smallest span that holds both; the spans lie in one source. */
export const spanning = (first: Span, last: Span): Span => ({
  source: first.source,
  start: Math.min(first.start, last.start),
  end: Math.max(first.end, last.end),
});
