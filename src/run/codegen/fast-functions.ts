/**
 * `exp` and `log` of four numbers by polynomials, within two units in the last place of the true value. Coefficients of Moshier's
 * Cephes library (`expf.c`, `logf.c`); products are fused with sums where the machine can.
 */
import type { Body, Local } from "./body.ts";
import { exceptionsOfLogarithm, normalized } from "./logarithm-bits.ts";

/** ln 2 in two parts, the first of so few bits that its product with a small whole number is exact. */
const ln2 = { high: 0.693359375, low: -2.12194440054690581e-4 };

/** exp(x) = 2^n · exp(r), with n whole and r in ±ln 2 / 2. Infinity from 88.73 on, 0 below 2^-125, which is from -87 down. */
export function fastExponential(body: Body, x: Local): void {
  const [clamped, shifted, n, r] = [0, 1, 2, 3].map(() => body.local("v128")) as [Local, Local, Local, Local];
  // Where 2^n is Infinity twice over, or 0. NaN passes.
  body.get(x).f32x4(89).op("f32x4.pmin").f32x4(-87.5).op("f32x4.pmax").set(clamped);
  body.get(clamped).f32x4(Math.LOG2E).f32x4(shift).op("f32x4.relaxed_madd").tee(shifted);
  body.f32x4(shift).op("f32x4.sub").set(n);
  body.get(n).f32x4(ln2.high).get(clamped).op("f32x4.relaxed_nmadd").set(r);
  body.get(n).f32x4(ln2.low).get(r).op("f32x4.relaxed_nmadd").set(r);
  polynomial(body, r, exponentialPolynomial);
  body.get(shifted).i32(23).op("i32x4.shl", "f32x4.mul");
}

/** Added to n, it leaves n + 126 in the low bits: the exponent of 2^(n - 1), which is finite and normal for all n that matter. */
const shift = 1.5 * 2 ** 23 + 126;
/** Of 2 exp(r), the other half of 2^n. */
const exponentialPolynomial = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1, 1,
].map((coefficient) => 2 * coefficient);

/** log(x) = k · ln 2 + log(1 + f), where x = 2^k · (1 + f) and 1 + f lies between the roots of 1/2 and 2. */
export function fastLogarithm(body: Body, x: Local): void {
  const [f, k, square, result] = [0, 1, 2, 3].map(() => body.local("v128")) as [Local, Local, Local, Local];
  const { z, exponent } = normalized(body, x, rootOfHalf);
  body.get(z).f32x4(1).op("f32x4.sub").tee(f).get(f).op("f32x4.mul").set(square);
  body.get(exponent).op("f32x4.convert_i32x4_s").set(k);
  polynomial(body, f, logarithmPolynomial);
  body.get(f).op("f32x4.mul").get(square).op("f32x4.mul").set(result);
  body.get(k).f32x4(ln2.low).get(result).op("f32x4.relaxed_madd").set(result);
  body.get(square).f32x4(0.5).get(result).op("f32x4.relaxed_nmadd").get(f).op("f32x4.add").set(result);
  body.get(k).f32x4(ln2.high).get(result).op("f32x4.relaxed_madd").set(result);
  exceptionsOfLogarithm(body, x, result);
}

/** The bits of the float32 number at the root of 1/2. */
const rootOfHalf = 0x3f3504f3;
const logarithmPolynomial = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];

/** The highest power first, by Horner's rule. */
function polynomial(body: Body, x: Local, [first, ...others]: readonly number[]): void {
  const value = body.local("v128");
  body.f32x4(first!);
  for (const coefficient of others) {
    body.set(value).get(value, x).f32x4(coefficient).op("f32x4.relaxed_madd");
  }
}
