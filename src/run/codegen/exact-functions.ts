/**
 * `exp` and `log` of four numbers, with the bits of musl's `expf` and `logf`: the same tables, and the same operations on doubles,
 * two at a time. Both are ARM's optimized routines (MIT licence).
 */
import type { Body, Local } from "./body.ts";
import { tableOffset } from "./tables.ts";

/** exp(x) = 2^(k / 32) · 2^(r / 32), with k whole and r in -1/2..1/2: the first is scale[k mod 32] · 2^(k div 32), the second a polynomial. */
export function exactExponential(body: Body, x: Local, tables: number): void {
  const clamped = body.local("v128");
  // Beyond these all is Infinity or 0. NaN passes.
  body.get(x).f32x4(limit).op("f32x4.pmin").f32x4(-limit).op("f32x4.pmax").set(clamped);
  body.get(clamped).op("f64x2.promote_low_f32x4");
  exponentialOfTwo(body, tables);
  body.get(clamped, clamped).shuffle32(2, 3, 2, 3).op("f64x2.promote_low_f32x4");
  exponentialOfTwo(body, tables);
  body.shuffle32(0, 1, 4, 5);
}

const limit = 150;
/** 32 / ln 2 */
const scaling = 46.16624130844683;
/** Added and taken away again, it rounds a double to a whole number, which then lies in the low bits. */
const shift = 1.5 * 2 ** 52;
const exponentialPolynomial = [1.6938359250920212e-6, 0.00023459809789509004, 0.021660849396613134];

/** From two doubles on the stack to two float32 numbers. */
function exponentialOfTwo(body: Body, tables: number): void {
  const [z, k, r, scale] = [body.local("v128"), body.local("v128"), body.local("v128"), body.local("v128")];
  const [c0, c1, c2] = exponentialPolynomial;
  body.f64x2(scaling).op("f64x2.mul").tee(z).f64x2(shift).op("f64x2.add").set(k);
  body.get(z, k).f64x2(shift).op("f64x2.sub", "f64x2.sub").set(r);
  for (const lane of [0, 1]) {
    body
      .get(k)
      .lane("i32x4.extract_lane", 2 * lane)
      .i32(31)
      .op("i32.and")
      .i32(3)
      .op("i32.shl");
    if (lane === 0) body.memory("v128.load64_zero", tables + tableOffset.powers);
    else body.get(scale).memory("v128.load64_lane", tables + tableOffset.powers, lane);
    body.set(scale);
  }
  body.f64x2(c0!).get(r).op("f64x2.mul").f64x2(c1!).op("f64x2.add").get(r, r).op("f64x2.mul", "f64x2.mul");
  body.f64x2(c2!).get(r).op("f64x2.mul").f64x2(1).op("f64x2.add", "f64x2.add");
  body.get(k).i32(47).op("i64x2.shl").get(scale).op("i64x2.add", "f64x2.mul", "f32x4.demote_f64x2_zero");
}

/** log(x) = k · ln 2 + log(c) + log(z / c), where x = 2^k · z, and c lies near z: 1 / c and log(c) stand in a table, the rest is a polynomial. */
export function exactLogarithm(body: Body, x: Local, tables: number): void {
  const [bits, apart, z, k] = [body.local("v128"), body.local("v128"), body.local("v128"), body.local("v128")];
  // Numbers below 2^-126 are made normal first.
  body
    .get(x)
    .f32x4(2 ** 23)
    .op("f32x4.mul")
    .i32x4(23 << 23)
    .op("i32x4.sub")
    .get(x);
  body.get(x).f32x4(smallestNormal).op("f32x4.lt", "v128.bitselect").tee(bits);
  body.i32x4(offset).op("i32x4.sub").tee(apart).i32(23).op("i32x4.shr_s").set(k);
  body.get(bits, apart).i32x4(0xff800000).op("v128.and", "i32x4.sub").set(z);
  for (const lanes of [0, 2] as const) logarithmOfTwo(body, { apart, z, k }, lanes, tables);
  body.shuffle32(0, 1, 4, 5);
  const result = body.local("v128");
  body.set(result);
  // Infinity of Infinity, -Infinity of both zeros, NaN of what is below them and of NaN.
  body.get(x, result).get(x).f32x4(Infinity).op("f32x4.eq", "v128.bitselect").set(result);
  body.f32x4(-Infinity).get(result, x).f32x4(0).op("f32x4.eq", "v128.bitselect");
  body.get(x).f32x4(0).op("f32x4.ge", "v128.not", "v128.or");
}

const smallestNormal = 2 ** -126;
/** The bits of the float32 number below which z would leave 0.7..1.4. */
const offset = 0x3f330000;
const ln2 = 0.6931471805599453;
const logarithmPolynomial = [-0.25089342214237154, 0.333456765744066, -0.4999997485802103];

/** Of the lanes `lanes` and the next, to two float32 numbers on the stack. */
function logarithmOfTwo(
  body: Body,
  { apart, z, k }: Readonly<Record<"apart" | "z" | "k", Local>>,
  lanes: 0 | 2,
  tables: number,
): void {
  const [entry, other, r, r2] = [body.local("v128"), body.local("v128"), body.local("v128"), body.local("v128")];
  const [a0, a1, a2] = logarithmPolynomial;
  const pair = (local: Local): Body => {
    body.get(local);
    return lanes === 0 ? body : body.get(local).shuffle32(2, 3, 2, 3);
  };
  for (const [i, into] of [entry, other].entries()) {
    const byte = body
      .get(apart)
      .lane("i32x4.extract_lane", lanes + i)
      .i32(23 - 4)
      .op("i32.shr_u");
    byte
      .i32(15)
      .op("i32.and")
      .i32(4)
      .op("i32.shl")
      .memory("v128.load", tables + tableOffset.logarithms)
      .set(into);
  }
  pair(z).op("f64x2.promote_low_f32x4").get(entry, other).shuffle32(0, 1, 4, 5);
  body.op("f64x2.mul").f64x2(1).op("f64x2.sub").tee(r).get(r).op("f64x2.mul").set(r2);
  body.f64x2(a1!).get(r).op("f64x2.mul").f64x2(a2!).op("f64x2.add");
  body.f64x2(a0!).get(r2).op("f64x2.mul", "f64x2.add").get(r2).op("f64x2.mul");
  body.get(entry, other).shuffle32(2, 3, 6, 7);
  pair(k).op("f64x2.convert_low_i32x4_s").f64x2(ln2).op("f64x2.mul", "f64x2.add");
  body.get(r).op("f64x2.add", "f64x2.add", "f32x4.demote_f64x2_zero");
}
