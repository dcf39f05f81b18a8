/**
 * Threefry2x32 with 20 rounds (Salmon et al. 2011, Random123), eight counters at a time; the numbers are those of `portable/random.ts`.
 * Each round waits for the one before, so the rounds of two vectors are told in turn: the machine does both at once.
 */

/** What the last call of `draw` made: the two words of the first four counters, and of the second. */
export let a0: v128 = i32x4.splat(0);
export let b0: v128 = i32x4.splat(0);
export let a1: v128 = i32x4.splat(0);
export let b1: v128 = i32x4.splat(0);

function rotated(bits: v128, by: i32): v128 {
  return v128.or(i32x4.shl(bits, by), i32x4.shr_u(bits, 32 - by));
}

/** The words of the counters `first` and `round`, `second` and `round`, under the key `seed` and `stream`. */
export function draw(first: v128, second: v128, round: v128, seed: v128, stream: v128): void {
  const third = v128.xor(v128.xor(seed, stream), i32x4.splat(0x1bd11bda));
  let p = i32x4.add(first, seed);
  let q = i32x4.add(round, stream);
  let r = i32x4.add(second, seed);
  let s = q;

  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 13), p);
  s = v128.xor(rotated(s, 13), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 15), p);
  s = v128.xor(rotated(s, 15), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 26), p);
  s = v128.xor(rotated(s, 26), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 6), p);
  s = v128.xor(rotated(s, 6), r);
  let key = i32x4.add(third, i32x4.splat(1));
  p = i32x4.add(p, stream);
  r = i32x4.add(r, stream);
  q = i32x4.add(q, key);
  s = i32x4.add(s, key);

  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 17), p);
  s = v128.xor(rotated(s, 17), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 29), p);
  s = v128.xor(rotated(s, 29), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 16), p);
  s = v128.xor(rotated(s, 16), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 24), p);
  s = v128.xor(rotated(s, 24), r);
  key = i32x4.add(seed, i32x4.splat(2));
  p = i32x4.add(p, third);
  r = i32x4.add(r, third);
  q = i32x4.add(q, key);
  s = i32x4.add(s, key);

  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 13), p);
  s = v128.xor(rotated(s, 13), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 15), p);
  s = v128.xor(rotated(s, 15), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 26), p);
  s = v128.xor(rotated(s, 26), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 6), p);
  s = v128.xor(rotated(s, 6), r);
  key = i32x4.add(stream, i32x4.splat(3));
  p = i32x4.add(p, seed);
  r = i32x4.add(r, seed);
  q = i32x4.add(q, key);
  s = i32x4.add(s, key);

  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 17), p);
  s = v128.xor(rotated(s, 17), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 29), p);
  s = v128.xor(rotated(s, 29), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 16), p);
  s = v128.xor(rotated(s, 16), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 24), p);
  s = v128.xor(rotated(s, 24), r);
  key = i32x4.add(third, i32x4.splat(4));
  p = i32x4.add(p, stream);
  r = i32x4.add(r, stream);
  q = i32x4.add(q, key);
  s = i32x4.add(s, key);

  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 13), p);
  s = v128.xor(rotated(s, 13), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 15), p);
  s = v128.xor(rotated(s, 15), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 26), p);
  s = v128.xor(rotated(s, 26), r);
  p = i32x4.add(p, q);
  r = i32x4.add(r, s);
  q = v128.xor(rotated(q, 6), p);
  s = v128.xor(rotated(s, 6), r);
  key = i32x4.add(seed, i32x4.splat(5));
  p = i32x4.add(p, third);
  r = i32x4.add(r, third);
  q = i32x4.add(q, key);
  s = i32x4.add(s, key);

  a0 = p;
  b0 = q;
  a1 = r;
  b1 = s;
}
