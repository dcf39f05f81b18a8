/** What fast kernels do otherwise than exact ones, and how near they stay. */
import { expect, test } from "vitest";
import type { Loop, LoopResult, LoopValue } from "../../../src/graph/loop.ts";
import { isGenerated } from "../../../src/run/codegen/calculation.ts";
import { interpret } from "./interpret.ts";
import { runLoop } from "./loop-memory.ts";

const dense = { offset: 0, strides: [1] };
const shared = { offset: 0, strides: [0], truth: false };
const input = { ...dense, truth: false };
const stored = (from: number): LoopResult => ({ ...dense, from, how: "store" });
const apply = (op: string, ...args: number[]): LoopValue => ({ op: op as "add", arguments: args });
const constant = (value: number): LoopValue => ({ op: "constant", value });

const fastUnary = (op: "exp" | "log", x: Float32Array): Float32Array =>
  runLoop(
    { space: [x.length], inputs: [input], values: [apply(op, 0)], results: [stored(1)] },
    [x],
    [x.length],
    "fast",
  )[0]!;

/** How many float32 numbers lie between them. */
function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const [x, y] = new Int32Array(Float32Array.of(a, b).buffer);
  const place = (bits: number): number => (bits < 0 ? -(bits & 0x7fffffff) : bits);
  return Math.abs(place(x!) - place(y!));
}

const farthest = (values: Float32Array, truth: (i: number) => number): number =>
  values.reduce((most, value, i) => Math.max(most, distance(value, Math.fround(truth(i)))), 0);

const every = (count: number, from: number, to: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

test("exp is within two units in the last place where it is normal, and 0 below", () => {
  const x = every(500_001, -86.6, 88.72);
  expect(farthest(fastUnary("exp", x), (i) => Math.exp(x[i]!))).toBeLessThanOrEqual(2);
  const small = every(100_001, -1e-3, 1e-3);
  expect(farthest(fastUnary("exp", small), (i) => Math.exp(small[i]!))).toBeLessThanOrEqual(2);
  expect([...fastUnary("exp", Float32Array.of(88.73, 100, 1e30, Infinity))]).toEqual(Array(4).fill(Infinity));
  expect([...fastUnary("exp", Float32Array.of(-87.5, -100, -1e30, -Infinity))]).toEqual(Array(4).fill(0));
  expect([...fastUnary("exp", Float32Array.of(0, -0, 1e-45, -1e-45))]).toEqual(Array(4).fill(1));
});

test("exp and log of every NaN are NaN", () => {
  const nans = new Float32Array(
    Int32Array.of(0x7fc00000, 0x7f800001, 0xffc00000, 0xff800001, 0x7fffffff, 0xffffffff).buffer,
  );
  for (const op of ["exp", "log"] as const) expect([...fastUnary(op, nans)]).toEqual(Array(6).fill(NaN));
});

test("log is within two units in the last place, of numbers below 2^-126 too", () => {
  const near = every(500_001, 0.4, 2.5);
  expect(farthest(fastUnary("log", near), (i) => Math.log(near[i]!))).toBeLessThanOrEqual(2);
  const all = Float32Array.from(every(500_001, -103, 88.7), (x) => Math.exp(x));
  expect(farthest(fastUnary("log", all), (i) => Math.log(all[i]!))).toBeLessThanOrEqual(2);
  expect([...fastUnary("log", Float32Array.of(0, -0, Infinity, 1))]).toEqual([-Infinity, -Infinity, Infinity, 0]);
  expect([...fastUnary("log", Float32Array.of(-1e-45, -1, -Infinity))]).toEqual([NaN, NaN, NaN]);
});

test("a product goes into a sum or a difference without being rounded, but not where something else needs it", () => {
  const x = Float32Array.of(1 + 2 ** -12, 3, -2, 0.1, 7);
  const values = [apply("mul", 0, 0), constant(1), apply("sub", 1, 2)];
  const loop: Loop = { space: [5], inputs: [input], values, results: [stored(3)] };
  expect(runLoop(loop, [x], [5], "fast")[0]![0]).toBe(2 ** -11 + 2 ** -24);
  expect(runLoop(loop, [x], [5])[0]![0]).toBe(2 ** -11);
  const both = runLoop({ ...loop, results: [stored(3), stored(1)] }, [x], [5, 5], "fast");
  expect([both[0]![0], both[1]![0]]).toEqual([2 ** -11, 1 + 2 ** -11]);
  const opposite: Loop = { ...loop, values: [apply("square", 0), constant(1), apply("sub", 2, 1)] };
  expect(runLoop(opposite, [x], [5], "fast")[0]![0]).toBe(-(2 ** -11) - 2 ** -24);
});

test("a divisor known outside of the loop is inverted there", () => {
  const [x, y] = [every(1000, -5, 5), Float32Array.of(3)];
  const loop: Loop = { space: [1000], inputs: [input, shared], values: [apply("div", 0, 1)], results: [stored(2)] };
  expect(farthest(runLoop(loop, [x, y], [1000], "fast")[0]!, (i) => x[i]! / 3)).toBeLessThanOrEqual(1);
  for (const divisor of [0, Infinity, NaN]) {
    const quotients = runLoop(loop, [x, Float32Array.of(divisor)], [1000], "fast")[0]!;
    expect(farthest(quotients, (i) => x[i]! / divisor)).toBe(0);
  }
});

test("powers with whole exponents are products, and others are left to TF.js", () => {
  const x = Float32Array.of(-3, -1, -0.5, 0, 0.5, 1, 2, 3, 10, Infinity, -Infinity);
  for (const exponent of [-3, -2, -1, 0, 1, 2, 3, 4, 7, 16]) {
    expect(isGenerated("pow", "fast", exponent)).toBe(true);
    const values = [constant(exponent), apply("pow", 0, 1)];
    const [powers] = runLoop({ space: [11], inputs: [input], values, results: [stored(2)] }, [x], [11], "fast");
    expect(farthest(powers!, (i) => x[i]! ** exponent)).toBeLessThanOrEqual(2);
  }
  for (const exponent of [0.5, 17, -17, NaN, undefined]) expect(isGenerated("pow", "fast", exponent)).toBe(false);
  expect(isGenerated("pow", "exact", 2)).toBe(false);
  const loop: Loop = { space: [11], inputs: [input, input], values: [apply("pow", 0, 1)], results: [stored(2)] };
  expect(() => runLoop(loop, [x, x], [11], "fast")).toThrow('no kernel computes "pow"');
});

test("an update by Adam is within 1e-6 of the one rounded at every operation, in the places of what it updates", () => {
  const size = 1003;
  const [w, m, v, g] = [every(size, -1, 1), every(size, -0.1, 0.2), every(size, 1e-6, 1), every(size, 2, -2)];
  const numbers = [0.01, 0.271, 0.00299].map((x) => Float32Array.of(x));
  const values = [
    ...[0.9, 0.1, 0.999, 0.001, 1e-7].map(constant),
    ...[apply("mul", 7, 1), apply("mul", 8, 3), apply("add", 12, 13)],
    ...[apply("mul", 9, 2), apply("square", 3), apply("mul", 10, 16), apply("add", 15, 17)],
    ...[apply("div", 14, 5), apply("mul", 4, 19), apply("div", 18, 6), apply("sqrt", 21), apply("add", 22, 11)],
    ...[apply("div", 20, 23), apply("sub", 0, 24)],
  ];
  const inputs = [input, input, input, input, shared, shared, shared];
  const loop: Loop = { space: [size], inputs, values, results: [stored(25), stored(14), stored(18)] };
  const wanted = [w.slice(), m.slice(), v.slice()];
  interpret(loop, [w, m, v, g, ...numbers], wanted);
  const updated = runLoop(loop, [w, m, v, g, ...numbers], [{ input: 0 }, { input: 1 }, { input: 2 }], "fast");
  updated.forEach((values, k) =>
    values.forEach((value, i) => expect(Math.abs(value - wanted[k]![i]!)).toBeLessThan(1e-6)),
  );
});

test("sums in any order are nearer to the true sum than one after the other", () => {
  const x = every(100_003, 0.001, 1.7);
  const truth = x.reduce((sum, value) => sum + value, 0);
  const loop: Loop = {
    space: [x.length],
    inputs: [input],
    values: [],
    results: (["sum", "mean", "max"] as const).map((how) => ({ from: 0, how, offset: 0, strides: [0] })),
  };
  const [exact, fast] = (["exact", "fast"] as const).map((mode) => runLoop(loop, [x], [1, 1, 1], mode));
  expect(Math.abs(fast![0]![0]! / truth - 1)).toBeLessThan(1e-6);
  expect(Math.abs(fast![0]![0]! - truth)).toBeLessThan(Math.abs(exact![0]![0]! - truth));
  expect(Math.abs(fast![1]![0]! / (truth / x.length) - 1)).toBeLessThan(1e-6);
  expect(fast![2]![0]).toBe(Math.fround(1.7));
});
