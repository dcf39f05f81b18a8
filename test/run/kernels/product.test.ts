import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBackend } from "../../../src/run/backend.ts";
import {
  hasRelaxedSimd,
  instantiateKernels,
  productForm,
  scratchBytes,
  type KernelMode,
} from "../../../src/run/kernels/assembled.ts";
import { GuardedMemory } from "./memory.ts";

interface Case {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly leftTransposed: boolean;
  readonly rightTransposed: boolean;
  readonly seed: number;
}

/** Small sides are common, where all is edge, and now and then one is long. */
const side = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 1200 }) },
);
const cases = fc
  .record({
    m: side,
    n: side,
    k: side,
    leftTransposed: fc.boolean(),
    rightTransposed: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .filter(({ m, n, k }) => m * n * k < 4e6);

/** Several blocks along each side, also with edges. */
const large = [
  { m: 301, n: 661, k: 515, leftTransposed: false, rightTransposed: true, seed: 1 },
  { m: 301, n: 326, k: 300, leftTransposed: true, rightTransposed: false, seed: 2 },
  { m: 90, n: 9, k: 1030, leftTransposed: true, rightTransposed: true, seed: 3 },
].map((one): [Case] => [one]);

/** Numbers from -1 to 1, by a generator good enough for this. */
function numbers(size: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const sameBits = (one: Float32Array, other: Float32Array): boolean =>
  Buffer.compare(new Uint8Array(one.buffer), new Uint8Array(other.buffer)) === 0;

const guarded = new GuardedMemory();

/** What our kernel makes of a case, with what lies around the buffers looked at. */
function ours({ m, n, k, leftTransposed, rightTransposed }: Case, a: Float32Array, b: Float32Array, mode: KernelMode) {
  const kernels = instantiateKernels(guarded.memory, mode);
  guarded.clear();
  const [left, right] = [guarded.place(a), guarded.place(b)];
  const output = guarded.place(new Float32Array(m * n).fill(NaN));
  const scratch = guarded.room(scratchBytes(m, n, k));
  kernels.product(productForm(leftTransposed, rightTransposed), m, n, k, left, right, output, scratch);
  guarded.expectWhole();
  if (!sameBits(guarded.read(left, a.length), a) || !sameBits(guarded.read(right, b.length), b))
    expect.fail("a kernel wrote to what it was to read");
  return guarded.read(output, m * n);
}

/** `[rows, columns] → [columns, rows]` */
const turned = (values: Float32Array, rows: number, columns: number): Float32Array =>
  values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);

async function tfProduct(backend: "cpu" | "wasm", { m, n, k }: Case, a: Float32Array, b: Float32Array) {
  const { tf } = await openBackend(backend);
  const [left, right] = [tf.tensor2d(a, [m, k]), tf.tensor2d(b, [k, n])];
  const product = tf.matMul(left, right);
  const values = (await product.data()) as Float32Array;
  tf.dispose([left, right, product]);
  return values;
}

/** A and B as they lie in memory, and untransposed. */
function operands({ m, n, k, leftTransposed, rightTransposed, seed }: Case) {
  const [a, b] = [numbers(m * k, seed), numbers(k * n, seed + 1)];
  return {
    plain: [a, b],
    laid: [leftTransposed ? turned(a, m, k) : a, rightTransposed ? turned(b, k, n) : b],
  } as const;
}

const modes: readonly KernelMode[] = hasRelaxedSimd() ? ["exact", "fast"] : ["exact"];

describe.each(modes)("the %s product", (mode) => {
  test("agrees with TF.js on the CPU backend for all shapes and forms, and touches nothing beside its buffers", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { plain, laid } = operands(one);
        const got = ours(one, laid[0], laid[1], mode);
        const { m, n, k } = one;
        const wanted = m * n * k === 0 ? new Float32Array(m * n) : await tfProduct("cpu", one, ...plain);
        // TF.js adds up in double precision. In float32 each of k sums of at most i products below 1 is off by half a unit in the last place, 2^-24 i.
        const tolerance = 2 ** -24 * k * Math.sqrt(k) + 1e-30;
        for (let i = 0; i < m * n; i++)
          if (!(Math.abs(got[i]! - wanted[i]!) <= tolerance))
            expect.fail(`number ${i} is ${got[i]} and not ${wanted[i]} (${JSON.stringify(one)})`);
      }),
      { numRuns: 150, examples: large },
    );
  });
});

test("the exact product has the bits of TF.js's untransposed matMul on the WASM backend", async () => {
  await fc.assert(
    fc.asyncProperty(
      cases.filter(({ m, n, k }) => m * n * k > 0),
      async (one) => {
        const { plain, laid } = operands(one);
        const got = new Uint32Array(ours(one, laid[0], laid[1], "exact").buffer);
        const wanted = new Uint32Array((await tfProduct("wasm", one, ...plain)).slice().buffer);
        const differs = got.findIndex((bits, i) => bits !== wanted[i]);
        if (differs >= 0) expect.fail(`number ${differs} differs (${JSON.stringify(one)})`);
      },
    ),
    { numRuns: 150, examples: large },
  );
});

test.each(modes)("the %s product reads nothing beyond its operands, not even at the end of memory", (mode) => {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const kernels = instantiateKernels(memory, mode);
  const short = fc.integer({ min: 1, max: 40 });
  const scratch = 0;
  const output = 64 * 1024;
  // Each operand in turn lies at the very end of memory, where a read beyond it fails.
  const [inside, end] = [2 * 64 * 1024, memory.buffer.byteLength];
  fc.assert(
    fc.property(short, short, short, fc.integer({ min: 0, max: 3 }), (m, n, k, form) => {
      kernels.product(form, m, n, k, end - m * k * 4, inside, output, scratch);
      kernels.product(form, m, n, k, inside, end - k * n * 4, output, scratch);
      kernels.product(form, m, n, k, inside, inside, end - m * n * 4, scratch);
    }),
    { numRuns: 500 },
  );
});

test.each(modes)("the %s product takes in each of two and a half million terms once", (mode) => {
  const long = 2_500_000;
  const [a, b, c] = [64 * 1024, 64 * 1024 + 4 * long, 64 * 1024 + 8 * long] as const;
  expect(scratchBytes(1, 1, long)).toBeLessThan(a);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(c / 65536) + 1 });
  const floats = new Float32Array(memory.buffer).fill(1, a >>> 2, c >>> 2);
  instantiateKernels(memory, mode).product(0, 1, 1, long, a, b, c, 0);
  expect(floats[c >>> 2]).toBe(long);
});
