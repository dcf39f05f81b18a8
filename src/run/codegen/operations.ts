/** How each operation is computed on four numbers at once. */
import type { BinaryOp, ComparisonOp, LogicalOp, UnaryOp } from "../../graph/ir.ts";
import type { Body, Local } from "./body.ts";
import { exactExponential, exactLogarithm } from "./exact-functions.ts";
import { fastExponential, fastLogarithm } from "./fast-functions.ts";
import type { PureInstruction } from "./opcodes.ts";

/** What a value of a kernel is: four float32 numbers, or four lanes of which all bits are set where it is true. */
export type Kind = "number" | "truth";

/** All but what is left to TF.js's own kernels. */
export type LoopOp = Exclude<UnaryOp | BinaryOp, "sin" | "cos" | "pow" | "mod"> | ComparisonOp | LogicalOp | "where";

export interface Operation {
  readonly takes: readonly Kind[];
  readonly gives: Kind;
  /** Leaves the value of its arguments on the stack. `tables` is the address of the tables (`tables.ts`). */
  write(body: Body, values: readonly Local[], tables: number): void;
}

const numbers: readonly Kind[] = ["number", "number"];
const truths: readonly Kind[] = ["truth", "truth"];

const of = (takes: readonly Kind[], gives: Kind, ...instructions: PureInstruction[]): Operation => ({
  takes,
  gives,
  write: (body, values) => void body.get(...values).op(...instructions),
});
const unary = (instruction: PureInstruction) => of(["number"], "number", instruction);
const binary = (instruction: PureInstruction) => of(numbers, "number", instruction);
const comparison = (instruction: PureInstruction) => of(numbers, "truth", instruction);
const formula = (write: (body: Body, x: Local, tables: number) => unknown): Operation => ({
  takes: ["number"],
  gives: "number",
  write: (body, [x], tables) => void write(body, x!, tables),
});

/** What lies between it and its opposite has the sign 0 for TF.js. */
const smallest = 2 ** -23;

/** With the bits of TF.js's WASM kernels. */
export const exactOperations: Record<LoopOp, Operation> = {
  neg: unary("f32x4.neg"),
  sqrt: unary("f32x4.sqrt"),
  abs: unary("f32x4.abs"),
  floor: unary("f32x4.floor"),
  square: formula((body, x) => body.get(x, x).op("f32x4.mul")),
  rsqrt: formula((body, x) => body.f32x4(1).get(x).op("f32x4.sqrt", "f32x4.div")),
  exp: formula(exactExponential),
  log: formula(exactLogarithm),
  // 1 from 2^-23 on, -1 from -2^-23 down, and 0 between, and for NaN.
  sign: formula((body, x) => {
    body.get(x).f32x4(smallest).op("f32x4.ge").f32x4(1).op("v128.and");
    body.get(x).f32x4(-smallest).op("f32x4.le").f32x4(-1).op("v128.and").op("v128.or");
  }),
  add: binary("f32x4.add"),
  sub: binary("f32x4.sub"),
  mul: binary("f32x4.mul"),
  div: binary("f32x4.div"),
  // a < b ? b : a, and b < a ? b : a: of zeros, and where one is NaN, the first.
  maximum: binary("f32x4.pmax"),
  minimum: binary("f32x4.pmin"),
  greater: comparison("f32x4.gt"),
  greaterEqual: comparison("f32x4.ge"),
  less: comparison("f32x4.lt"),
  lessEqual: comparison("f32x4.le"),
  equal: comparison("f32x4.eq"),
  notEqual: comparison("f32x4.ne"),
  logicalAnd: of(truths, "truth", "v128.and"),
  logicalOr: of(truths, "truth", "v128.or"),
  logicalNot: of(["truth"], "truth", "v128.not"),
  where: {
    takes: ["truth", "number", "number"],
    gives: "number",
    write: (body, [condition, then, otherwise]) => void body.get(then!, otherwise!, condition!).op("v128.bitselect"),
  },
};

/** With relaxed SIMD: the bits of the exact ones, but for `exp` and `log`, which are within two units in the last place. */
export const fastOperations: Record<LoopOp, Operation> = {
  ...exactOperations,
  exp: formula(fastExponential),
  log: formula(fastLogarithm),
  where: {
    ...exactOperations.where,
    write: (body, [condition, then, otherwise]) =>
      void body.get(then!, otherwise!, condition!).op("i32x4.relaxed_laneselect"),
  },
};

export const isLoopOp = (op: string): op is LoopOp => op in exactOperations;

/** Operations that others are put together to. */
export const combined = {
  /** a · b + c, and c - a · b, rounded once where the machine can. */
  multiplyAdd: of([...numbers, "number"], "number", "f32x4.relaxed_madd"),
  subtractProduct: of([...numbers, "number"], "number", "f32x4.relaxed_nmadd"),
  reciprocal: formula((body, x) => body.f32x4(1).get(x).op("f32x4.div")),
  /** A number where it is true, else 0; and where it is not. */
  numberIf: of(["number", "truth"], "number", "v128.and"),
  numberUnless: of(["number", "truth"], "number", "v128.andnot"),
} as const;

/** A power as products, for whole exponents. */
export const power = (exponent: number): Operation =>
  formula((body, x) => {
    const [factor, product] = [body.local("v128"), body.local("v128")];
    body.get(x).set(factor).f32x4(1).set(product);
    for (let rest = Math.abs(exponent); rest > 0; rest >>= 1) {
      if (rest & 1) body.get(product, factor).op("f32x4.mul").set(product);
      if (rest > 1) body.get(factor, factor).op("f32x4.mul").set(factor);
    }
    if (exponent < 0) body.f32x4(1).get(product).op("f32x4.div");
    else body.get(product);
  });
