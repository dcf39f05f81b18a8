import fc from "fast-check";
import { expect, test } from "vitest";
import type { Draw } from "../../../src/graph/ir.ts";
import { random } from "../../../src/portable/random.ts";
import { drawer } from "../../../src/run/draw.ts";
import { hasRelaxedSimd, instantiateKernels, type KernelMode } from "../../../src/run/kernels/assembled.ts";
import { callDraw, drawCall, drawParameters } from "../../../src/run/kernels/draw-call.ts";
import { GuardedMemory } from "./memory.ts";

const modes: readonly KernelMode[] = hasRelaxedSimd() ? ["exact", "fast"] : ["exact"];

const integer = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }));
const step = fc.oneof(fc.nat(1e6), fc.constantFrom(2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 40 + 3));
const number = fc.double({ min: -10, max: 10, noNaN: true });
const first = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e6 }));
const rate = fc.oneof(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.constantFrom(0, 0.2, 0.5, 1e-300),
);
const draws: fc.Arbitrary<Draw> = fc.oneof(
  fc.record({ kind: fc.constant("dropout" as const), stream: integer, first, rate }),
  fc.record({ kind: fc.constant("keep" as const), stream: integer, first, rate }),
  fc.record({ kind: fc.constant("uniform" as const), stream: integer, first, low: number, high: number }),
  fc.record({ kind: fc.constant("normal" as const), stream: integer, first, mean: number, deviation: number }),
);

const guarded = new GuardedMemory();

/** What a kernel draws, with what lies around it looked at. */
function drawn(draw: Draw, size: number, seed: number, step: number, mode: KernelMode): Float32Array {
  guarded.clear();
  const address = guarded.place(new Float32Array(size).fill(NaN));
  callDraw(instantiateKernels(guarded.memory, mode), drawCall(draw, seed, size), address, step);
  guarded.expectWhole();
  return guarded.read(address, size);
}

const bits = (values: Float32Array): number[] => [...new Uint32Array(values.buffer)];

test.each(modes)("the %s kernels draw the bits that JavaScript draws, and write nothing beside them", (mode) => {
  fc.assert(
    fc.property(draws, fc.integer({ min: 0, max: 50 }), integer, step, (draw, size, seed, step) => {
      const wanted = new Float32Array(size);
      drawer(draw, size, seed)(wanted, 0, step);
      expect(bits(drawn(draw, size, seed, step, mode))).toEqual(bits(wanted));
    }),
    { numRuns: 1000 },
  );
});

test("a part of a draw is what the whole draw has there", () => {
  const draw: Draw = { kind: "normal", stream: 7 };
  const whole = drawn(draw, 20, 3, 5, "exact");
  expect(bits(drawn({ ...draw, first: 9 }, 11, 3, 5, "exact"))).toEqual(bits(whole.slice(9)));
});

test("a number that is a rate exactly is kept, and the next rate above drops it", () => {
  const [seed, stream] = [11, 2];
  const number = random(seed, stream, 0);
  const at = (rate: number): number => drawn({ kind: "keep", stream, rate }, 1, seed, 0, "exact")[0]!;
  expect(at(number)).toBe(1);
  expect(at(number + 2 ** -53)).toBe(0);
});

test("the types of a kernel are as many as what it takes", () => {
  for (const kind of ["dropout", "keep", "uniform", "normal"] as const) {
    const { kernel, values } = drawCall({ kind, stream: 1 }, 2, 3);
    expect(drawParameters[kernel]).toHaveLength(values.length + 2);
  }
});
