/**
 * A tile of a product: up to six rows of up to eight columns, kept in registers while k passes. V8 has 15 vector registers to give:
 * 12 for sums, two for a row of B, one for a number of A. Without fused multiply-add each product takes one more, so five rows are the most.
 */

import { No, One, Six, Two, Three, Four, Five, Yes } from "./numbers";

/** The most rows a tile has. */
export const tileRows: u32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/** `sum + a * b`: rounded once where the machine has such an instruction and the build may use it, else the product and the sum are rounded. */
function plus(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum);
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * A tile C[Rows, 4 · Vectors] = A · B, or += where `more`. The numbers of A for one k lie one after the other where it is `Turned`, and
 * `aStep` apart where not; those for the next k lie `aStep` further, or right after. A row of B lies `bStep` from the one before, a row of C
 * `cStep`. Where it is `Keeping`, the rows of B are written to `panel` one after the other.
 */
function tileOf<Rows, Vectors, Turned, Keeping>(
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
  const c1 = c + cStep;
  const c2 = c1 + cStep;
  const c3 = c2 + cStep;
  const c4 = c3 + cStep;
  const c5 = c4 + cStep;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  let s40 = s00;
  let s41 = s00;
  let s50 = s00;
  let s51 = s00;
  if (more) {
    s00 = v128.load(c);
    if (offsetof<Vectors>() > 1) s01 = v128.load(c, 16);
    if (offsetof<Rows>() > 1) {
      s10 = v128.load(c1);
      if (offsetof<Vectors>() > 1) s11 = v128.load(c1, 16);
    }
    if (offsetof<Rows>() > 2) {
      s20 = v128.load(c2);
      if (offsetof<Vectors>() > 1) s21 = v128.load(c2, 16);
    }
    if (offsetof<Rows>() > 3) {
      s30 = v128.load(c3);
      if (offsetof<Vectors>() > 1) s31 = v128.load(c3, 16);
    }
    if (offsetof<Rows>() > 4) {
      s40 = v128.load(c4);
      if (offsetof<Vectors>() > 1) s41 = v128.load(c4, 16);
    }
    if (offsetof<Rows>() > 5) {
      s50 = v128.load(c5);
      if (offsetof<Vectors>() > 1) s51 = v128.load(c5, 16);
    }
  }
  let a1 = a + aStep;
  let a2 = a1 + aStep;
  let a3 = a2 + aStep;
  let a4 = a3 + aStep;
  let a5 = a4 + aStep;
  const end = b + k * bStep;
  while (b != end) {
    const b0 = v128.load(b);
    const b1 = offsetof<Vectors>() > 1 ? v128.load(b, 16) : b0;
    b += bStep;
    if (offsetof<Keeping>()) {
      v128.store(panel, b0);
      v128.store(panel, b1, 16);
      panel += 32;
    }
    let x = v128.load32_splat(a);
    s00 = plus(s00, x, b0);
    if (offsetof<Vectors>() > 1) s01 = plus(s01, x, b1);
    if (offsetof<Rows>() > 1) {
      x = offsetof<Turned>() ? v128.load32_splat(a, 4) : v128.load32_splat(a1);
      s10 = plus(s10, x, b0);
      if (offsetof<Vectors>() > 1) s11 = plus(s11, x, b1);
    }
    if (offsetof<Rows>() > 2) {
      x = offsetof<Turned>() ? v128.load32_splat(a, 8) : v128.load32_splat(a2);
      s20 = plus(s20, x, b0);
      if (offsetof<Vectors>() > 1) s21 = plus(s21, x, b1);
    }
    if (offsetof<Rows>() > 3) {
      x = offsetof<Turned>() ? v128.load32_splat(a, 12) : v128.load32_splat(a3);
      s30 = plus(s30, x, b0);
      if (offsetof<Vectors>() > 1) s31 = plus(s31, x, b1);
    }
    if (offsetof<Rows>() > 4) {
      x = offsetof<Turned>() ? v128.load32_splat(a, 16) : v128.load32_splat(a4);
      s40 = plus(s40, x, b0);
      if (offsetof<Vectors>() > 1) s41 = plus(s41, x, b1);
    }
    if (offsetof<Rows>() > 5) {
      x = offsetof<Turned>() ? v128.load32_splat(a, 20) : v128.load32_splat(a5);
      s50 = plus(s50, x, b0);
      if (offsetof<Vectors>() > 1) s51 = plus(s51, x, b1);
    }
    if (offsetof<Turned>()) a += aStep;
    else {
      a += 4;
      if (offsetof<Rows>() > 1) a1 += 4;
      if (offsetof<Rows>() > 2) a2 += 4;
      if (offsetof<Rows>() > 3) a3 += 4;
      if (offsetof<Rows>() > 4) a4 += 4;
      if (offsetof<Rows>() > 5) a5 += 4;
    }
  }
  v128.store(c, s00);
  if (offsetof<Vectors>() > 1) v128.store(c, s01, 16);
  if (offsetof<Rows>() > 1) {
    v128.store(c1, s10);
    if (offsetof<Vectors>() > 1) v128.store(c1, s11, 16);
  }
  if (offsetof<Rows>() > 2) {
    v128.store(c2, s20);
    if (offsetof<Vectors>() > 1) v128.store(c2, s21, 16);
  }
  if (offsetof<Rows>() > 3) {
    v128.store(c3, s30);
    if (offsetof<Vectors>() > 1) v128.store(c3, s31, 16);
  }
  if (offsetof<Rows>() > 4) {
    v128.store(c4, s40);
    if (offsetof<Vectors>() > 1) v128.store(c4, s41, 16);
  }
  if (offsetof<Rows>() > 5) {
    v128.store(c5, s50);
    if (offsetof<Vectors>() > 1) v128.store(c5, s51, 16);
  }
}

/** The tile of `rows` rows. */
export function tile<Vectors, Turned, Keeping>(
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
  switch (rows) {
    case 1:
      return tileOf<One, Vectors, Turned, Keeping>(more, k, a, aStep, b, bStep, c, cStep, panel);
    case 2:
      return tileOf<Two, Vectors, Turned, Keeping>(more, k, a, aStep, b, bStep, c, cStep, panel);
    case 3:
      return tileOf<Three, Vectors, Turned, Keeping>(more, k, a, aStep, b, bStep, c, cStep, panel);
    case 4:
      return tileOf<Four, Vectors, Turned, Keeping>(more, k, a, aStep, b, bStep, c, cStep, panel);
    case 5:
      return tileOf<Five, Vectors, Turned, Keeping>(more, k, a, aStep, b, bStep, c, cStep, panel);
    default:
      if (tileRows == 6) tileOf<Six, Vectors, Turned, Keeping>(more, k, a, aStep, b, bStep, c, cStep, panel);
  }
}
