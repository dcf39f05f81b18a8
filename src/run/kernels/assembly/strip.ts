import { No, One, Two, Yes } from "./numbers";
import { tile, tileRows } from "./tile";

/** The bytes of a tile at the right edge. */
export const edgeBytes: usize = 6 * 32;
const edgeStep: usize = 32;

/** How many columns a panel has of which `columns` are left: 8, or 4 at the right edge where they suffice. */
export function panelWidth(columns: usize): usize {
  return columns > 4 ? 8 : 4;
}

/** In how many strips A is divided, all of much the same height. */
export function stripCount(m: u32): u32 {
  return (m + tileRows - 1) / tileRows;
}

/** Where the share `index` of `count` ends, all of much the same size; 32 bits are too few for the product from a million or so on. */
export function shareEnd(size: usize, index: usize, count: usize): usize {
  return <usize>((<u64>size * <u64>(index + 1)) / <u64>count);
}

function anyTile(
  turned: bool,
  width: usize,
  rows: u32,
  more: bool,
  k: usize,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cStep: usize,
): void {
  if (width == 8) {
    if (turned) tile<Two, Yes, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
    else tile<Two, No, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
  } else {
    if (turned) tile<One, Yes, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
    else tile<One, No, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
  }
}

/** `count` tiles, each `aNext`, `bNext` and `cNext` from the one before, of panels as wide as the columns that are there. */
export function wholeTiles(
  turned: bool,
  width: usize,
  rows: u32,
  count: u32,
  aNext: usize,
  bNext: usize,
  cNext: usize,
  more: bool,
  k: usize,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cStep: usize,
): void {
  if (width == 8) {
    if (turned) {
      for (; count != 0; count--, a += aNext, b += bNext, c += cNext) {
        tile<Two, Yes, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
      }
    } else {
      for (; count != 0; count--, a += aNext, b += bNext, c += cNext) {
        tile<Two, No, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
      }
    }
  } else {
    if (turned) {
      for (; count != 0; count--, a += aNext, b += bNext, c += cNext) {
        tile<One, Yes, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
      }
    } else {
      for (; count != 0; count--, a += aNext, b += bNext, c += cNext) {
        tile<One, No, No>(rows, more, k, a, aStep, b, bStep, c, cStep, 0);
      }
    }
  }
}

/** A whole tile of eight columns that leaves the rows of B that it read in a panel. */
export function firstTile(
  turned: bool,
  rows: u32,
  more: bool,
  k: usize,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cStep: usize,
  panel: usize,
): void {
  if (turned) tile<Two, Yes, Yes>(rows, more, k, a, aStep, b, bStep, c, cStep, panel);
  else tile<Two, No, Yes>(rows, more, k, a, aStep, b, bStep, c, cStep, panel);
}

/** A tile of a panel of which only `columns` are there: it is made at `edge`, and what is there is copied. */
export function edgeTile(
  turned: bool,
  width: usize,
  rows: u32,
  columns: usize,
  more: bool,
  k: usize,
  a: usize,
  aStep: usize,
  b: usize,
  c: usize,
  cStep: usize,
  edge: usize,
): void {
  if (more) copy(rows, columns, c, cStep, edge, edgeStep);
  anyTile(turned, width, rows, more, k, a, aStep, b, width << 2, edge, edgeStep);
  copy(rows, columns, edge, edgeStep, c, cStep);
}

function copy(rows: usize, columns: usize, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  for (let row: usize = 0; row < rows; row++, from += fromStep, to += toStep) {
    for (let column: usize = 0; column < columns; column++) {
      store<f32>(to + (column << 2), load<f32>(from + (column << 2)));
    }
  }
}
