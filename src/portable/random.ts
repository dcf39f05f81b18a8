/**
 * Random numbers as a pure function of seed, stream and counter, so that any draw can be repeated anywhere.
 * Everything in this folder is one text with two readers: the interpreter runs it, the emitter prints the functions a program needs.
 */

/**
 * A number in [0, 1) with 53 random bits: threefry2x32 with 20 rounds (Salmon et al. 2011, Random123).
 * The key is `seed` and `stream`, the counter `index` and `round`; all four are taken modulo 2^32.
 */
export function random(seed: number, stream: number, index: number, round = 0): number {
  const third = seed ^ stream ^ 0x1bd11bda;
  let a = (index + seed) | 0;
  let b = (round + stream) | 0;
  for (let block = 1; block <= 5; block++) {
    const odd = block % 2 === 1;
    a = (a + b) | 0;
    b = rotated(b, odd ? 13 : 17) ^ a;
    a = (a + b) | 0;
    b = rotated(b, odd ? 15 : 29) ^ a;
    a = (a + b) | 0;
    b = rotated(b, odd ? 26 : 16) ^ a;
    a = (a + b) | 0;
    b = rotated(b, odd ? 6 : 24) ^ a;
    const key = block % 3;
    a = (a + (key === 0 ? seed : key === 1 ? stream : third)) | 0;
    b = (b + (key === 0 ? stream : key === 1 ? third : seed) + block) | 0;
  }
  return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53;
}

/** The 32 bits of a number moved around to the left. */
export function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** A draw from the standard normal distribution (Box and Muller 1958); uses rounds `round` and `round + 1`. */
export function normal(seed: number, stream: number, index: number, round = 0): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random(seed, stream, index, round)));
  return radius * Math.cos(2 * Math.PI * random(seed, stream, index, round + 1));
}

/** The numbers 0 to `count - 1` in random order (Fisher and Yates); another `round` gives another order. */
export function shuffled(count: number, seed: number, stream: number, round = 0): Uint32Array {
  const order = new Uint32Array(count).map((_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random(seed, stream, i, round) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
