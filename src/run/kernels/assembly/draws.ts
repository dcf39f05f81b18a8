/**
 * Numbers drawn anew for each step: `size` of them from the address `out` on, element `first` of a draw and those after it. With u and z as
 * in `graph/ir.ts`, to the bit.
 */
import { cos, log } from "./host";
import { a0, a1, b0, b1, draw } from "./threefry";

/** `dropped` where u < rate, else `kept`. The rate is a whole number of 2⁻⁵³, rounded up: `high` counts 2⁻²⁷, `low` what is left. */
export function mask(
  out: usize,
  step: i32,
  size: u32,
  first: u32,
  seed: i32,
  stream: i32,
  high: i32,
  low: i32,
  dropped: f32,
  kept: f32,
): void {
  const seeds = i32x4.splat(seed);
  const streams = i32x4.splat(stream);
  const rounds = i32x4.splat(step);
  let index = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  for (let left: i32 = size; left > 0; left -= 8, out += 32, index = i32x4.add(index, i32x4.splat(8))) {
    draw(index, i32x4.add(index, i32x4.splat(4)), rounds, seeds, streams);
    write(out, left, v128.bitselect(f32x4.splat(dropped), f32x4.splat(kept), below(a0, b0, high, low)));
    if (left > 4)
      write(out + 16, left - 4, v128.bitselect(f32x4.splat(dropped), f32x4.splat(kept), below(a1, b1, high, low)));
  }
}

function below(a: v128, b: v128, high: i32, low: i32): v128 {
  const upper = i32x4.shr_u(a, 5);
  return v128.or(
    i32x4.lt_s(upper, i32x4.splat(high)),
    v128.and(i32x4.eq(upper, i32x4.splat(high)), i32x4.lt_s(i32x4.shr_u(b, 6), i32x4.splat(low))),
  );
}

/** `from` + `range` · u */
export function uniform(
  out: usize,
  step: i32,
  size: u32,
  first: u32,
  seed: i32,
  stream: i32,
  from: f64,
  range: f64,
): void {
  const seeds = i32x4.splat(seed);
  const streams = i32x4.splat(stream);
  const rounds = i32x4.splat(step);
  let index = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  for (let left: i32 = size; left > 0; left -= 8, out += 32, index = i32x4.add(index, i32x4.splat(8))) {
    draw(index, i32x4.add(index, i32x4.splat(4)), rounds, seeds, streams);
    write(out, left, scaled(a0, b0, from, range));
    if (left > 4) write(out + 16, left - 4, scaled(a1, b1, from, range));
  }
}

function scaled(a: v128, b: v128, from: f64, range: f64): v128 {
  const low = f64x2.mul(f64x2.splat(range), fractions(a, b));
  const high = f64x2.mul(f64x2.splat(range), fractions(upperHalf(a), upperHalf(b)));
  return v128.shuffle<f64>(
    f32x4.demote_f64x2_zero(f64x2.add(f64x2.splat(from), low)),
    f32x4.demote_f64x2_zero(f64x2.add(f64x2.splat(from), high)),
    0,
    2,
  );
}

/** `mean` + `deviation` · z; each takes two u, of the rounds 2 `step` and 2 `step` + 1, so four elements are drawn at a time. */
export function normal(
  out: usize,
  step: i32,
  size: u32,
  first: u32,
  seed: i32,
  stream: i32,
  mean: f64,
  deviation: f64,
): void {
  const seeds = i32x4.splat(seed);
  const streams = i32x4.splat(stream);
  const rounds = i32x4.add(i32x4.splat(2 * step), i32x4(0, 1, 0, 1));
  let index = i32x4.add(i32x4.splat(first), i32x4(0, 0, 1, 1));
  for (let left: i32 = size; left > 0; left -= 4, out += 16, index = i32x4.add(index, i32x4.splat(4))) {
    draw(index, i32x4.add(index, i32x4.splat(2)), rounds, seeds, streams);
    store<f32>(out, <f32>(mean + deviation * gaussian(fractions(a0, b0))));
    if (left > 1) store<f32>(out, <f32>(mean + deviation * gaussian(fractions(upperHalf(a0), upperHalf(b0)))), 4);
    if (left > 2) store<f32>(out, <f32>(mean + deviation * gaussian(fractions(a1, b1))), 8);
    if (left > 3) store<f32>(out, <f32>(mean + deviation * gaussian(fractions(upperHalf(a1), upperHalf(b1)))), 12);
  }
}

/** From two u, as Box and Muller (1958) do it. */
function gaussian(u: v128): f64 {
  const radius = sqrt<f64>(-2 * log(1 - f64x2.extract_lane(u, 0)));
  return radius * cos(2 * Math.PI * f64x2.extract_lane(u, 1));
}

/** The first two u of two words each, of which the upper 27 and 26 bits count. */
function fractions(a: v128, b: v128): v128 {
  const upper = f64x2.convert_low_i32x4_u(i32x4.shr_u(a, 5));
  const lower = f64x2.convert_low_i32x4_u(i32x4.shr_u(b, 6));
  return f64x2.mul(f64x2.add(f64x2.mul(upper, f64x2.splat(67108864)), lower), f64x2.splat(1 / 9007199254740992));
}

function upperHalf(words: v128): v128 {
  return v128.shuffle<i32>(words, words, 2, 3, 2, 3);
}

/** The first `count` of four numbers. */
function write(out: usize, count: i32, values: v128): void {
  if (count > 3) return v128.store(out, values);
  v128.store32_lane(out, values, 0);
  if (count > 1) v128.store32_lane(out, values, 1, 4);
  if (count > 2) v128.store32_lane(out, values, 2, 8);
}
