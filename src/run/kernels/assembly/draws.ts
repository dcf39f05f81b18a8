/**
 * Numbers drawn anew for each step: `size` of them from the address `out` on, element `first` of a draw and those after it. With u and z as
 * in `graph/ir.ts`, to the bit.
 */
import { cos, log } from "./host";
import { secondWords, words } from "./threefry";

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
  for (let left: i32 = size; left > 0; left -= 4, out += 16, index = i32x4.add(index, i32x4.splat(4))) {
    const upper = i32x4.shr_u(words(index, rounds, seeds, streams), 5);
    const lower = i32x4.shr_u(secondWords, 6);
    const below = v128.or(
      i32x4.lt_s(upper, i32x4.splat(high)),
      v128.and(i32x4.eq(upper, i32x4.splat(high)), i32x4.lt_s(lower, i32x4.splat(low))),
    );
    write(out, left, v128.bitselect(f32x4.splat(dropped), f32x4.splat(kept), below));
  }
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
  for (let left: i32 = size; left > 0; left -= 4, out += 16, index = i32x4.add(index, i32x4.splat(4))) {
    const a = words(index, rounds, seeds, streams);
    const b = secondWords;
    const low = scaled(fractions(a, b), from, range);
    const high = scaled(
      fractions(v128.shuffle<i32>(a, a, 2, 3, 2, 3), v128.shuffle<i32>(b, b, 2, 3, 2, 3)),
      from,
      range,
    );
    write(out, left, v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
  }
}

/** `mean` + `deviation` · z; each takes two u, of the rounds 2 `step` and 2 `step` + 1, so two elements are drawn at a time. */
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
  for (let left: i32 = size; left > 0; left -= 2, out += 8, index = i32x4.add(index, i32x4.splat(2))) {
    const a = words(index, rounds, seeds, streams);
    const b = secondWords;
    store<f32>(out, <f32>(mean + deviation * gaussian(fractions(a, b))));
    if (left > 1) {
      const next = fractions(v128.shuffle<i32>(a, a, 2, 3, 2, 3), v128.shuffle<i32>(b, b, 2, 3, 2, 3));
      store<f32>(out, <f32>(mean + deviation * gaussian(next)), 4);
    }
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

function scaled(u: v128, from: f64, range: f64): v128 {
  return f64x2.add(f64x2.splat(from), f64x2.mul(f64x2.splat(range), u));
}

/** The first `count` of four numbers. */
function write(out: usize, count: i32, values: v128): void {
  if (count > 3) return v128.store(out, values);
  v128.store32_lane(out, values, 0);
  if (count > 1) v128.store32_lane(out, values, 1, 4);
  if (count > 2) v128.store32_lane(out, values, 2, 8);
}
