/** Kernels of any loop against the loop's meaning, to the bit, with canaries around every buffer. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Loop } from "../../../src/graph/loop.ts";
import { anyLoop, wholeLoop } from "./any-loop.ts";
import { interpret } from "./interpret.ts";
import { firstDifference, runLoop, untouched } from "./loop-memory.ts";

/** Small numbers, zeros, and now and then one of the special ones. */
function numbers(size: number, seed: number, truth: boolean): Float32Array {
  let state = seed;
  const draw = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 8) / 2 ** 24;
  const special = [NaN, Infinity, -Infinity, -0, 0, 0, 1e-45, 3e38];
  return Float32Array.from({ length: size }, () => {
    const kind = draw();
    if (truth) return kind < 0.5 ? 0 : 1;
    return kind < 0.02
      ? special[Math.floor(draw() * special.length)]!
      : kind < 0.3
        ? Math.round(draw() * 6 - 3)
        : draw() * 8 - 4;
  });
}

test("a kernel computes what its loop means, and touches nothing else", () => {
  const law = fc.property(anyLoop, ({ loop, inputSizes, resultSizes, seed }) => {
    const inputs = inputSizes.map((size, i) => numbers(size, seed + i, loop.inputs[i]!.truth));
    const wanted = resultSizes.map(untouched);
    interpret(loop, inputs, wanted);
    const values = runLoop(loop, inputs, resultSizes);
    expect(values.map((value, i) => firstDifference(value, wanted[i]!))).toEqual(values.map(() => undefined));
  });
  fc.assert(law, { numRuns: 1500, seed: 1 });
});

test("results that are walked as inputs are take their places", () => {
  const law = fc.property(
    anyLoop,
    fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
    ({ loop, inputSizes, seed }, picks) => {
      const whole = loop.inputs.flatMap((input, i) =>
        input.strides.every((stride, axis) => stride !== 0 || loop.space[axis] === 1) ? [i] : [],
      );
      const places = [...new Set(picks.map((pick) => whole[pick]).filter((i) => i !== undefined))];
      const count = loop.inputs.length + loop.values.length;
      const results = places.map((input, k): Loop["results"][number] => {
        const { offset, strides } = loop.inputs[input]!;
        return { offset, strides, from: (seed + k) % count, how: "store" };
      });
      const given = { ...loop, results };
      const inputs = inputSizes.map((size, i) => numbers(size, seed + i, loop.inputs[i]!.truth));
      const wanted = places.map((input) => inputs[input]!.slice());
      interpret(given, inputs, wanted);
      const values = runLoop(
        given,
        inputs,
        places.map((input) => ({ input })),
      );
      expect(values.map((value, i) => firstDifference(value, wanted[i]!))).toEqual(values.map(() => undefined));
    },
  );
  fc.assert(law, { numRuns: 500, seed: 2 });
});

test("a fast kernel has the same bits where nothing is rounded", () => {
  const law = fc.property(wholeLoop, ({ loop, inputSizes, resultSizes, seed }) => {
    const results = loop.results.map((result) => ({
      ...result,
      how: result.how === "mean" ? ("sum" as const) : result.how,
    }));
    const given = { ...loop, results };
    const inputs = inputSizes.map((size, i) =>
      numbers(size, seed + i, loop.inputs[i]!.truth).map((x) => Math.round(x) % 4 || 0),
    );
    const wanted = resultSizes.map(untouched);
    fc.pre(interpret(given, inputs, wanted) < 2 ** 24 || loop.space.includes(0));
    // The sign of a zero may depend on the order.
    const values = runLoop(given, inputs, resultSizes, "fast").map((value) => value.map((x) => x + 0));
    expect(
      values.map((value, i) =>
        firstDifference(
          value,
          wanted[i]!.map((x) => x + 0),
        ),
      ),
    ).toEqual(values.map(() => undefined));
  });
  fc.assert(law, { numRuns: 500, seed: 3 });
});
