/** Threefry2x32 with 20 rounds (Salmon et al. 2011, Random123), four counters at a time; the numbers are those of `portable/random.ts`. */

/** The second words of the last call. */
export let secondWords: v128 = i32x4.splat(0);

function rotated(bits: v128, by: i32): v128 {
  return v128.or(i32x4.shl(bits, by), i32x4.shr_u(bits, 32 - by));
}

/** The first words of the four counters `index` and `round` under the key `seed` and `stream`. */
export function words(index: v128, round: v128, seed: v128, stream: v128): v128 {
  const third = v128.xor(v128.xor(seed, stream), i32x4.splat(0x1bd11bda));
  let a = i32x4.add(index, seed);
  let b = i32x4.add(round, stream);

  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 13), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 15), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 26), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 6), a);
  a = i32x4.add(a, stream);
  b = i32x4.add(i32x4.add(b, third), i32x4.splat(1));

  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 17), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 29), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 16), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 24), a);
  a = i32x4.add(a, third);
  b = i32x4.add(i32x4.add(b, seed), i32x4.splat(2));

  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 13), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 15), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 26), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 6), a);
  a = i32x4.add(a, seed);
  b = i32x4.add(i32x4.add(b, stream), i32x4.splat(3));

  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 17), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 29), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 16), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 24), a);
  a = i32x4.add(a, stream);
  b = i32x4.add(i32x4.add(b, third), i32x4.splat(4));

  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 13), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 15), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 26), a);
  a = i32x4.add(a, b);
  b = v128.xor(rotated(b, 6), a);
  secondWords = i32x4.add(i32x4.add(b, seed), i32x4.splat(5));
  return i32x4.add(a, third);
}
