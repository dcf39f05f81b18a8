/** Every operation of exact kernels against TF.js's WASM kernels, to the bit, over numbers of any bits. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { binaryOps, comparisonOps, logicalOps, unaryOps } from "../../../src/graph/ir.ts";
import type { Loop } from "../../../src/graph/loop.ts";
import { openBackend, type Backend } from "../../../src/run/backend.ts";
import { isLoopOp } from "../../../src/run/codegen/operations.ts";
import { firstDifference, runLoop } from "./loop-memory.ts";

let wasm: Backend;
beforeAll(async () => void (wasm = await openBackend("wasm")));

const count = 300_003;

const elementwise = (op: Loop["values"][number]["op"], inputs: number, truth = false): Loop => ({
  space: [count],
  inputs: Array.from({ length: inputs }, () => ({ offset: 0, strides: [1], truth })),
  values: [{ op: op as "add", arguments: Array.from({ length: inputs }, (_, i) => i) }],
  results: [{ from: inputs, how: "store", offset: 0, strides: [1] }],
});

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  };
}

/** Every kind of number: any bits, the special ones against each other, and what a network holds. */
function anyNumbers(seed: number): Float32Array {
  const special = [
    NaN,
    0,
    -0,
    Infinity,
    -Infinity,
    1,
    -1,
    1e-45,
    -1e-45,
    2 ** -126,
    3.4e38,
    -3.4e38,
    2 ** -23,
    88.7,
    -104,
  ];
  const values = new Float32Array(count);
  const bits = new Int32Array(values.buffer);
  const draw = random(seed);
  for (let i = 0; i < count; i++) bits[i] = draw();
  for (let i = 0; i < count / 4; i++) values[i] = special[(draw() >>> 8) % special.length]!;
  for (let i = Math.ceil(count / 4); i < count / 2; i++) values[i] = draw() / 2 ** 27;
  return values;
}

const truthsOf = (values: Float32Array): Float32Array => values.map((value) => (value > 0 ? 1 : 0));

function tfjs(op: string, inputs: readonly Float32Array[], dtype: "float32" | "bool"): Float32Array {
  const { tf } = wasm;
  const call = (tf as unknown as Record<string, (...tensors: Tensor[]) => Tensor>)[op]!;
  return tf.tidy(() => Float32Array.from(call(...inputs.map((input) => tf.tensor1d(input, dtype))).dataSync()));
}

const foreign = ["sin", "cos", "pow", "mod"];

test("all but sin, cos, pow and mod have a kernel", () => {
  const all = [...unaryOps, ...binaryOps, ...comparisonOps, ...logicalOps, "where"];
  expect(all.filter((op) => !isLoopOp(op))).toEqual(foreign);
});

for (const op of [...unaryOps, ...binaryOps, ...comparisonOps].filter((op) => !foreign.includes(op))) {
  test(`${op} has the bits of TF.js`, () => {
    const inputs = (unaryOps as readonly string[]).includes(op) ? [anyNumbers(1)] : [anyNumbers(1), anyNumbers(2)];
    const [value] = runLoop(elementwise(op, inputs.length), inputs, [count]);
    expect(firstDifference(value!, tfjs(op, inputs, "float32"))).toBeUndefined();
  });
}

for (const op of logicalOps) {
  test(`${op} of truths is what TF.js says`, () => {
    const inputs = (op === "logicalNot" ? [1] : [1, 2]).map((seed) => truthsOf(anyNumbers(seed)));
    const [value] = runLoop(elementwise(op, inputs.length, true), inputs, [count]);
    expect(firstDifference(value!, tfjs(op, inputs, "bool"))).toBeUndefined();
  });
}

test("where takes from one of two values", () => {
  const inputs = [truthsOf(anyNumbers(1)), anyNumbers(2), anyNumbers(3)];
  const loop = elementwise("where", 3);
  const [value] = runLoop({ ...loop, inputs: loop.inputs.map((x, i) => ({ ...x, truth: i === 0 })) }, inputs, [count]);
  expect(
    firstDifference(
      value!,
      inputs[1]!.map((x, i) => (inputs[0]![i] === 1 ? x : inputs[2]![i]!)),
    ),
  ).toBeUndefined();
});

for (const zero of [0, -0]) {
  test(`where with ${Object.is(zero, 0) ? 0 : "-0"} on either side keeps every bit of the other`, () => {
    const [truths, numbers] = [truthsOf(anyNumbers(1)), anyNumbers(2)];
    const dense = { offset: 0, strides: [1] };
    const loop: Loop = {
      space: [count],
      inputs: [
        { ...dense, truth: true },
        { ...dense, truth: false },
      ],
      values: [
        { op: "constant", value: zero },
        { op: "where", arguments: [0, 1, 2] },
        { op: "where", arguments: [0, 2, 1] },
      ],
      results: [3, 4].map((from) => ({ ...dense, from, how: "store" })),
    };
    for (const mode of ["exact", "fast"] as const) {
      const [then, otherwise] = runLoop(loop, [truths, numbers], [count, count], mode);
      expect(
        firstDifference(
          then!,
          numbers.map((x, i) => (truths[i] === 1 ? x : zero)),
        ),
      ).toBeUndefined();
      expect(
        firstDifference(
          otherwise!,
          numbers.map((x, i) => (truths[i] === 1 ? zero : x)),
        ),
      ).toBeUndefined();
    }
  });
}

for (const op of [...unaryOps, ...binaryOps, ...comparisonOps].filter(
  (op) => ![...foreign, "exp", "log"].includes(op),
)) {
  test(`${op} has the same bits in fast kernels`, () => {
    const inputs = (unaryOps as readonly string[]).includes(op) ? [anyNumbers(1)] : [anyNumbers(1), anyNumbers(2)];
    const [exact, fast] = (["exact", "fast"] as const).map(
      (mode) => runLoop(elementwise(op, inputs.length), inputs, [count], mode)[0]!,
    );
    expect(firstDifference(fast!, exact!)).toBeUndefined();
  });
}
