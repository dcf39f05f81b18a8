import fc from "fast-check";
import { expect, test } from "vitest";
import type { Combine } from "../../src/graph/ir.ts";
import { makeCombine } from "../../src/run/workers/combine.ts";
import { values } from "./graph-builder.ts";

test("the parts of all workers are added up, or compared, from the first to the last, to the bit", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.nat(20_000),
      fc.nat(40),
      fc.nat(1000),
      (workers, count, more, seed) => {
        const slot = count + more + 1;
        const slots = values(2 * workers * slot, seed);
        const place = workers * slot;
        const rank = seed % workers;
        const combine = makeCombine(slots, slot, { workers, rank });
        const part = (rank: number): Float32Array => slots.subarray(place + rank * slot, place + rank * slot + count);
        const together = (f: (a: number, b: number) => number): Float32Array =>
          Array.from({ length: workers }, (_, rank) => part(rank)).reduce((so, next) =>
            so.map((x, i) => f(x, next[i]!)),
          );
        // The own parts are two arrays that lie one behind the other in the slot.
        const combined = (how: Combine): Float32Array => {
          const own = part(rank).slice();
          const half = count >> 1;
          combine(how, place, [own.subarray(0, half), own.subarray(half)]);
          return own;
        };
        expect(combined("sum")).toEqual(together((a, b) => a + b));
        expect(combined("max")).toEqual(together(Math.max));
      },
    ),
    { numRuns: 30 },
  );
});

test("the largest of all is NaN where one worker has it, whichever that is", () => {
  for (const odd of [0, 1, 2]) {
    const slots = Float32Array.of(1, 2, 3).map((value, rank) => (rank === odd ? NaN : value));
    for (const rank of [0, 1, 2]) {
      const own = slots.slice(rank, rank + 1);
      makeCombine(slots, 1, { workers: 3, rank })("max", 0, [own]);
      expect([...own]).toEqual([NaN]);
    }
  }
});
