/** Sums, means and maxima against TF.js's WASM kernels, to the bit, over any axes of any shape. */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { reductionOps, sizeOf } from "../../../src/graph/ir.ts";
import { openBackend, type Backend } from "../../../src/run/backend.ts";
import { firstDifference, runLoop } from "./loop-memory.ts";

let wasm: Backend;
beforeAll(async () => void (wasm = await openBackend("wasm")));

const shapeAndAxes = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 70 })), { minLength: 1, maxLength: 4 })
  .filter((shape) => sizeOf(shape) <= 20_000)
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axes: fc.subarray(
        shape.map((_, axis) => axis),
        { minLength: 1 },
      ),
    }),
  );
const element = fc.oneof(
  { weight: 60, arbitrary: fc.float({ min: -4, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, -0, 1e-45, Math.fround(3e38)) },
);

for (const op of reductionOps) {
  test(`${op} has the bits of TF.js, whichever axes go`, () => {
    const law = fc.property(
      shapeAndAxes,
      fc.array(element, { minLength: 1, maxLength: 50 }),
      ({ shape, axes }, pattern) => {
        const x = Float32Array.from({ length: sizeOf(shape) }, (_, i) => pattern[(i * 7 + (i >> 4)) % pattern.length]!);
        const kept = shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
        const strides = (of: readonly number[]): number[] => of.map((_, axis) => sizeOf(of.slice(axis + 1)));
        const result = strides(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
        const loop = {
          space: shape,
          inputs: [{ offset: 0, strides: strides(shape), truth: false }],
          values: [],
          results: [{ from: 0, how: op, offset: 0, strides: result }],
        };
        const [value] = runLoop(loop, [x], [sizeOf(kept)]);
        const wanted = wasm.tf.tidy(() => wasm.tf[op](wasm.tf.tensor(x, shape), axes).dataSync() as Float32Array);
        expect(firstDifference(value!, Float32Array.from(wanted))).toBeUndefined();
      },
    );
    fc.assert(law, { numRuns: 150, seed: 1 });
  });
}
