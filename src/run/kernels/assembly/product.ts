import { packColumns, packRows } from "./pack";
import { narrowTile, narrowTurnedTile, tileRows, wideTile, wideTurnedTile } from "./tile";

/** Bits of `form`. */
const leftTransposed: u32 = 1;
const rightTransposed: u32 = 2;

/** The most rows of a panel: it stays in the first cache together with the rows of A that go by. */
const panelRows: usize = 512;
/** A tile at the right edge, six rows of eight numbers, lies behind the panel. */
const edgeAt: usize = panelRows * 32;
const edgeStep: usize = 32;

/**
 * C = A · B in float32: A is `[m, k]`, or `[k, m]` where `form` has bit 0; B is `[k, n]`, or `[n, k]` where it has bit 1; C is `[m, n]`,
 * all without gaps. Each number is 0 + a₁b₁ + a₂b₂ + … in the order of k. `scratch` are 16,576 bytes; nothing may overlap.
 */
export function product(form: u32, m: usize, n: usize, k: usize, a: usize, b: usize, c: usize, scratch: usize): void {
  if (m == 0 || n == 0) return;
  if (k == 0) return memory.fill(c, 0, (m * n) << 2);
  const turned = (form & leftTransposed) != 0 && m > 1;
  const across = (form & rightTransposed) != 0 && n > 1 && k > 1;
  const aStep = (turned ? m : k) << 2;
  const bStep = (across ? k : n) << 2;
  const blocks = (k + panelRows - 1) / panelRows;
  let start: usize = 0;
  for (let block: usize = 0; block < blocks; block++) {
    const end = (k * (block + 1)) / blocks;
    const aFrom = a + (turned ? start * aStep : start << 2);
    for (let column: usize = 0; column < n; ) {
      const left = n - column;
      const columns: usize = left >= 8 ? 8 : left > 4 ? left : min(left, 4);
      const width: usize = columns > 4 ? 8 : 4;
      let bFrom = b + (across ? column * bStep + (start << 2) : start * bStep + (column << 2));
      let step = bStep;
      if (across || columns != width || m > 2 * tileRows) {
        step = width << 2;
        if (across) packColumns(end - start, columns, width, bFrom, bStep, scratch);
        else packRows(end - start, columns, width, bFrom, bStep, scratch);
        bFrom = scratch;
      }
      columnsOf(turned, block > 0, m, columns, width, end - start, aFrom, aStep, bFrom, step, c + (column << 2), n << 2, scratch + edgeAt);
      column += columns;
    }
    start = end;
  }
}

/** All rows of `columns` columns of C, in strips of much the same height. */
function columnsOf(
  turned: bool,
  more: bool,
  m: usize,
  columns: usize,
  width: usize,
  k: usize,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cStep: usize,
  edge: usize,
): void {
  const strips = (<u32>m + tileRows - 1) / tileRows;
  let row: u32 = 0;
  for (let strip: u32 = 0; strip < strips; strip++) {
    const rows = (<u32>m - row) / (strips - strip);
    const aFrom = a + (turned ? row << 2 : row * aStep);
    const into = c + row * cStep;
    const partly = columns != width;
    if (partly && more) copy(rows, columns, into, cStep, edge, edgeStep);
    const to = partly ? edge : into;
    const toStep = partly ? edgeStep : cStep;
    if (width == 8) {
      if (turned) wideTurnedTile(rows, more, k, aFrom, aStep, b, bStep, to, toStep);
      else wideTile(rows, more, k, aFrom, aStep, b, bStep, to, toStep);
    } else {
      if (turned) narrowTurnedTile(rows, more, k, aFrom, aStep, b, bStep, to, toStep);
      else narrowTile(rows, more, k, aFrom, aStep, b, bStep, to, toStep);
    }
    if (partly) copy(rows, columns, edge, edgeStep, into, cStep);
    row += rows;
  }
}

function copy(rows: usize, columns: usize, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  for (let row: usize = 0; row < rows; row++, from += fromStep, to += toStep) {
    for (let column: usize = 0; column < columns; column++) store<f32>(to + (column << 2), load<f32>(from + (column << 2)));
  }
}
