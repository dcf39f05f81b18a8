/** What all ways to `log` begin and end with. */
import type { Body, Local } from "./body.ts";

const smallestNormal = 2 ** -126;

/**
 * Four numbers as z · 2^exponent, the exponents whole numbers, z from the float32 number of the bits `from` on to its double.
 * `apart` is by how much the bits of each are above `from`.
 */
export function normalized(body: Body, x: Local, from: number): Readonly<Record<"z" | "exponent" | "apart", Local>> {
  const [bits, apart, z, exponent] = [0, 1, 2, 3].map(() => body.local("v128")) as [Local, Local, Local, Local];
  // Numbers below 2^-126 are made normal first.
  body
    .get(x)
    .f32x4(2 ** 23)
    .op("f32x4.mul")
    .i32x4(23 << 23)
    .op("i32x4.sub")
    .get(x);
  body.get(x).f32x4(smallestNormal).op("f32x4.lt", "v128.bitselect").tee(bits);
  body.i32x4(from).op("i32x4.sub").tee(apart).i32(23).op("i32x4.shr_s").set(exponent);
  body.get(bits, apart).i32x4(0xff800000).op("v128.and", "i32x4.sub").set(z);
  return { z, exponent, apart };
}

/** Leaves `result` on the stack, but Infinity of Infinity, -Infinity of both zeros, NaN of what is below them and of NaN. */
export function exceptionsOfLogarithm(body: Body, x: Local, result: Local): void {
  body.get(x, result, x).f32x4(Infinity).op("f32x4.eq", "v128.bitselect").set(result);
  body.f32x4(-Infinity).get(result, x).f32x4(0).op("f32x4.eq", "v128.bitselect");
  body.get(x).f32x4(0).op("f32x4.ge", "v128.not", "v128.or");
}
