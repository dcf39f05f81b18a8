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
  let p = i32x4.add(first, seed);
  let q = i32x4.add(round, stream);
  let r = i32x4.add(second, seed);
  let s = q;
  /** The words of the key as the next block takes them. */
  let key = stream;
  let next = v128.xor(v128.xor(seed, stream), i32x4.splat(0x1bd11bda));
  let last = seed;

  for (let block: i32 = 1; ; block++) {
    const odd = (block & 1) != 0;
    p = i32x4.add(p, q);
    r = i32x4.add(r, s);
    q = v128.xor(odd ? rotated(q, 13) : rotated(q, 17), p);
    s = v128.xor(odd ? rotated(s, 13) : rotated(s, 17), r);
    p = i32x4.add(p, q);
    r = i32x4.add(r, s);
    q = v128.xor(odd ? rotated(q, 15) : rotated(q, 29), p);
    s = v128.xor(odd ? rotated(s, 15) : rotated(s, 29), r);
    p = i32x4.add(p, q);
    r = i32x4.add(r, s);
    q = v128.xor(odd ? rotated(q, 26) : rotated(q, 16), p);
    s = v128.xor(odd ? rotated(s, 26) : rotated(s, 16), r);
    p = i32x4.add(p, q);
    r = i32x4.add(r, s);
    q = v128.xor(odd ? rotated(q, 6) : rotated(q, 24), p);
    s = v128.xor(odd ? rotated(s, 6) : rotated(s, 24), r);
    const counted = i32x4.add(next, i32x4.splat(block));
    p = i32x4.add(p, key);
    r = i32x4.add(r, key);
    q = i32x4.add(q, counted);
    s = i32x4.add(s, counted);
    if (block == 5) break;
    const before = key;
    key = next;
    next = last;
    last = before;
  }

  a0 = p;
  b0 = q;
  a1 = r;
  b1 = s;
}
