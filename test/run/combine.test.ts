import fc from "fast-check";
import { expect, test } from "vitest";
import { makeCombine } from "../../src/run/workers/combine.ts";
import { values } from "./graph-builder.ts";

test("the parts of all workers are added up, or compared, from the first to the last, to the bit", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.nat(5000),
      fc.nat(40),
      fc.nat(1000),
      (workers, count, more, seed) => {
        const slot = count + more + 1;
        const slots = values(2 * workers * slot, seed);
        const place = workers * slot;
        const combine = makeCombine(slots, slot, workers);
        const part = (rank: number): Float32Array => slots.subarray(place + rank * slot, place + rank * slot + count);
        const together = (f: (a: number, b: number) => number): Float32Array =>
          Array.from({ length: workers }, (_, rank) => part(rank)).reduce((so, next) =>
            so.map((x, i) => f(x, next[i]!)),
          );
        expect(combine("sum", place, count).subarray(0, count)).toEqual(together((a, b) => a + b));
        expect(combine("max", place, count).subarray(0, count)).toEqual(together(Math.max));
      },
    ),
    { numRuns: 30 },
  );
});
