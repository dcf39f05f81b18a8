import { packColumns, packRows, packStrip } from "./pack";
import { edgeBytes, edgeTile, panelWidth, shareEnd, stripCount, wholeTiles } from "./strip";

/** The most rows and columns of B that are put together: they stay in the second cache. */
const mostRows: usize = 256;
const mostColumns: usize = 320;

/** The bytes of a strip of A, put together. */
const stripBytes: usize = mostRows * 24;

/** What it works in: a tile at the right edge, a strip of A, and panels of 8 columns; a slice may have one more than its share. */
export function stripByStripBytes(n: usize, k: usize): usize {
  return edgeBytes + stripBytes + min<usize>(k, mostRows) * (min<usize>(n, mostColumns + 8) + 8) * 4;
}

/** A product with many rows: a block of B is put together, panel after panel, and for a strip of A all panels follow in turn. */
export function stripByStrip(
  turned: bool,
  across: bool,
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  b: usize,
  c: usize,
  scratch: usize,
): void {
  const strip = scratch + edgeBytes;
  const panels = strip + stripBytes;
  const aStep = (turned ? m : k) << 2;
  const aRow = turned ? 4 : aStep;
  const bStep = (across ? k : n) << 2;
  const cStep = n << 2;
  const strips = stripCount(<u32>m);
  const low = <u32>m / strips;
  const highStrips = <u32>m - low * strips;
  const blocks = (k + mostRows - 1) / mostRows;
  const slices = (n + mostColumns - 1) / mostColumns;
  let left: usize = 0;
  for (let slice: usize = 0; slice < slices; slice++) {
    const right = slice + 1 == slices ? n : shareEnd(n, slice, slices) & ~7;
    const rest = (right - left) & 7;
    const wide = <u32>((right - left) >> 3);
    const edge = right - rest;
    const width = panelWidth(rest);
    let start: usize = 0;
    for (let block: usize = 0; block < blocks; block++) {
      const end = shareEnd(k, block, blocks);
      const depth = end - start;
      const more = block > 0;
      let to = panels;
      for (let column = left; column < right; column += 8) {
        const columns = min<usize>(right - column, 8);
        const step = panelWidth(columns);
        if (across) packColumns(depth, columns, step, b + column * bStep + (start << 2), bStep, to);
        else packRows(depth, columns, step, b + start * bStep + (column << 2), bStep, to);
        to += depth << 5;
      }
      const edgePanel = panels + wide * (depth << 5);
      const aFrom = a + (turned ? start * aStep : start << 2);
      for (let at: u32 = 0, row: u32 = 0; at < strips; at++) {
        const rows = at < highStrips ? low + 1 : low;
        let aStrip = aFrom + row * aRow;
        let step = aStep;
        if (turned) {
          packStrip(depth, rows, aStrip, aStep, strip);
          aStrip = strip;
          step = rows << 2;
        }
        const into = c + row * cStep;
        wholeTiles(
          turned,
          8,
          rows,
          wide,
          0,
          depth << 5,
          32,
          more,
          depth,
          aStrip,
          step,
          panels,
          32,
          into + (left << 2),
          cStep,
        );
        if (rest == 4) {
          wholeTiles(turned, 4, rows, 1, 0, 0, 0, more, depth, aStrip, step, edgePanel, 16, into + (edge << 2), cStep);
        } else if (rest != 0) {
          edgeTile(turned, width, rows, rest, more, depth, aStrip, step, edgePanel, into + (edge << 2), cStep, scratch);
        }
        row += rows;
      }
      start = end;
    }
    left = right;
  }
}
