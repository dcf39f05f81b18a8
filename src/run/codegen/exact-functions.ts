/**
 * `exp` and `log` of four numbers, with the bits of musl's `expf` and `logf`: the same tables, and the same operations on doubles,
 * two at a time. Both are ARM's optimized routines (MIT licence).
 */
import type { Body, Local } from "./body.ts";
import { exceptionsOfLogarithm, normalized } from "./logarithm-bits.ts";
import { tableOffset } from "./tables.ts";

/** exp(x) = 2^(k / 32) · 2^(r / 32), with k whole and r in -1/2..1/2: the first is scale[k mod 32] · 2^(k div 32), the second a polynomial. */
export function exactExponential(body: Body, x: Local, tables: number): void {
  const [clamped, places] = [body.local("v128"), body.local("v128")];
  // Beyond these all is Infinity or 0. NaN passes.
  body.get(x).f32x4(limit).op("f32x4.pmin").f32x4(-limit).op("f32x4.pmax").set(clamped);
  body.get(clamped).op("f64x2.promote_low_f32x4");
  const low = reduceTwo(body);
  body.get(clamped, clamped).shuffle32(2, 3, 2, 3).op("f64x2.promote_low_f32x4");
  const high = reduceTwo(body);
  body
    .get(low.k, high.k)
    .shuffle32(0, 2, 4, 6)
    .i32(3)
    .op("i32x4.shl")
    .i32x4(31 << 3)
    .op("v128.and")
    .set(places);
  exponentialOfTwo(body, low, places, 0, tables);
  exponentialOfTwo(body, high, places, 2, tables);
  body.shuffle32(0, 1, 4, 5);
}

const limit = 150;
/** 32 / ln 2 */
const scaling = 46.16624130844683;
/** Added and taken away again, it rounds a double to a whole number, which then lies in the low bits. */
const shift = 1.5 * 2 ** 52;
const exponentialPolynomial = [1.6938359250920212e-6, 0.00023459809789509004, 0.021660849396613134];

/** k, in the low bits, and r of the two doubles on the stack. */
interface Reduced {
  readonly k: Local;
  readonly r: Local;
}

function reduceTwo(body: Body): Reduced {
  const [z, k, r] = [body.local("v128"), body.local("v128"), body.local("v128")];
  body.f64x2(scaling).op("f64x2.mul").tee(z).f64x2(shift).op("f64x2.add").set(k);
  body.get(z, k).f64x2(shift).op("f64x2.sub", "f64x2.sub").set(r);
  return { k, r };
}

/** Two float32 numbers on the stack; where their scales lie in the table stands in the lanes `lanes` and the next of `places`. */
function exponentialOfTwo(body: Body, { k, r }: Reduced, places: Local, lanes: 0 | 2, tables: number): void {
  const scale = body.local("v128");
  const [c0, c1, c2] = exponentialPolynomial;
  body
    .get(places)
    .lane("i32x4.extract_lane", lanes)
    .memory("v128.load64_zero", tables + tableOffset.powers)
    .set(scale);
  body.get(places).lane("i32x4.extract_lane", lanes + 1);
  body
    .get(scale)
    .memory("v128.load64_lane", tables + tableOffset.powers, 1)
    .set(scale);
  body.f64x2(c0!).get(r).op("f64x2.mul").f64x2(c1!).op("f64x2.add").get(r, r).op("f64x2.mul", "f64x2.mul");
  body.f64x2(c2!).get(r).op("f64x2.mul").f64x2(1).op("f64x2.add", "f64x2.add");
  body.get(k).i32(47).op("i64x2.shl").get(scale).op("i64x2.add", "f64x2.mul", "f32x4.demote_f64x2_zero");
}

/** log(x) = k · ln 2 + log(c) + log(z / c), where x = 2^k · z, and c lies near z: 1 / c and log(c) stand in a table, the rest is a polynomial. */
export function exactLogarithm(body: Body, x: Local, tables: number): void {
  const [places, result] = [body.local("v128"), body.local("v128")];
  const { z, exponent, apart } = normalized(body, x, offset);
  body
    .get(apart)
    .i32(23 - 4 - 4)
    .op("i32x4.shr_u")
    .i32x4(15 << 4)
    .op("v128.and")
    .set(places);
  for (const lanes of [0, 2] as const) logarithmOfTwo(body, { places, z, exponent }, lanes, tables);
  body.shuffle32(0, 1, 4, 5).set(result);
  exceptionsOfLogarithm(body, x, result);
}

/** The bits of the float32 number below which z would leave 0.7..1.4. */
const offset = 0x3f330000;
const ln2 = 0.6931471805599453;
const logarithmPolynomial = [-0.25089342214237154, 0.333456765744066, -0.4999997485802103];

/** Of the lanes `lanes` and the next, to two float32 numbers on the stack. */
function logarithmOfTwo(
  body: Body,
  { places, z, exponent }: Readonly<Record<"places" | "z" | "exponent", Local>>,
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
    body.get(places).lane("i32x4.extract_lane", lanes + i);
    body.memory("v128.load", tables + tableOffset.logarithms).set(into);
  }
  pair(z).op("f64x2.promote_low_f32x4").get(entry, other).shuffle32(0, 1, 4, 5);
  body.op("f64x2.mul").f64x2(1).op("f64x2.sub").tee(r).get(r).op("f64x2.mul").set(r2);
  body.f64x2(a1!).get(r).op("f64x2.mul").f64x2(a2!).op("f64x2.add");
  body.f64x2(a0!).get(r2).op("f64x2.mul", "f64x2.add").get(r2).op("f64x2.mul");
  body.get(entry, other).shuffle32(2, 3, 6, 7);
  pair(exponent).op("f64x2.convert_low_i32x4_s").f64x2(ln2).op("f64x2.mul", "f64x2.add");
  body.get(r).op("f64x2.add", "f64x2.add", "f32x4.demote_f64x2_zero");
}
