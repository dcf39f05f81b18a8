/** How each operation is computed on four numbers at once, with the bits of TF.js's WASM kernels. */
import type { BinaryOp, ComparisonOp, LogicalOp, UnaryOp } from "../../graph/ir.ts";
import type { Body, Local } from "./body.ts";
import { exactExponential, exactLogarithm } from "./exact-functions.ts";
import type { PureInstruction } from "./opcodes.ts";

/** What a value of a kernel is: four float32 numbers, or four lanes of which all bits are set where it is true. */
export type Kind = "number" | "truth";

/** What is left to TF.js's own kernels. */
export type ForeignOp = "sin" | "cos" | "pow" | "mod";
export type LoopOp = Exclude<UnaryOp | BinaryOp, ForeignOp> | ComparisonOp | LogicalOp | "where";

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

/** Whether a kernel can compute it; else it is left to TF.js. */
export const isLoopOp = (op: string): op is LoopOp => op in exactOperations;
