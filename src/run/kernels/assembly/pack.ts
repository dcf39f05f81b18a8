/** Columns of B, put together in a panel: row after row of `width` numbers, 4 or 8, which a tile reads in one stream. */

/** From B as `[k, n]`: the first `columns` of the rows from `b` on, zeros beside them. */
export function packRows(k: usize, columns: usize, width: usize, b: usize, bStep: usize, to: usize): void {
  const end = to + k * (width << 2);
  if (columns == 8) {
    for (; to != end; to += 32, b += bStep) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
    }
    return;
  }
  for (; to != end; b += bStep) {
    for (let column: usize = 0; column < width; column++, to += 4) {
      store<f32>(to, column < columns ? load<f32>(b + (column << 2)) : 0);
    }
  }
}

/** From B as `[n, k]`: the first `k` of the `columns` rows from `b` on, turned to columns, zeros beside them. */
export function packColumns(k: usize, columns: usize, width: usize, b: usize, bStep: usize, to: usize): void {
  const toStep = width << 2;
  let column: usize = 0;
  for (; column + 4 <= columns; column += 4) turnFour(k, b + column * bStep, bStep, to + (column << 2), toStep);
  for (; column < width; column++) {
    let from = b + column * bStep;
    let at = to + (column << 2);
    for (let i: usize = 0; i < k; i++, from += 4, at += toStep) store<f32>(at, column < columns ? load<f32>(from) : 0);
  }
}

/** Four rows of `k` numbers become four columns. */
function turnFour(k: usize, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  let from1 = from + fromStep;
  let from2 = from1 + fromStep;
  let from3 = from2 + fromStep;
  const end = from + (k << 2);
  for (const four = from + ((k & ~3) << 2); from != four; from += 16, from1 += 16, from2 += 16, from3 += 16) {
    const x0 = v128.load(from);
    const x1 = v128.load(from1);
    const x2 = v128.load(from2);
    const x3 = v128.load(from3);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    to += toStep;
    v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3));
    to += toStep;
    v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2));
    to += toStep;
    v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3));
    to += toStep;
  }
  for (; from != end; from += 4, from1 += 4, from2 += 4, from3 += 4, to += toStep) {
    store<f32>(to, load<f32>(from));
    store<f32>(to, load<f32>(from1), 4);
    store<f32>(to, load<f32>(from2), 8);
    store<f32>(to, load<f32>(from3), 12);
  }
}

/** From A as `[k, m]`: the first `rows`, six at most, of the numbers for each of `k`, without what lies between. */
export function packStrip(k: usize, rows: u32, a: usize, aStep: usize, to: usize): void {
  const end = a + k * aStep;
  if (rows == 6) {
    for (; a != end; a += aStep, to += 24) {
      v128.store(to, v128.load(a));
      store<u64>(to, load<u64>(a, 16), 16);
    }
  } else if (rows == 5) {
    for (; a != end; a += aStep, to += 20) {
      v128.store(to, v128.load(a));
      store<u32>(to, load<u32>(a, 16), 16);
    }
  } else {
    for (; a != end; a += aStep) {
      for (let row: u32 = 0; row < rows; row++, to += 4) store<u32>(to, load<u32>(a + (row << 2)));
    }
  }
}
