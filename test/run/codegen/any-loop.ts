/** Loops of any shape: axes, walks, expressions, results. */
import fc from "fast-check";
import type { Loop, LoopInput, LoopResult, LoopValue, Walk } from "../../../src/graph/loop.ts";
import type { LoopOp } from "../../../src/run/codegen/operations.ts";
import { argumentsOf, roundedOps } from "./interpret.ts";

export interface GivenLoop {
  readonly loop: Loop;
  /** How many numbers each input and result takes. */
  readonly inputSizes: readonly number[];
  readonly resultSizes: readonly number[];
  readonly seed: number;
}

const side = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 61, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
);
/** At most so many elements. */
const limit = 20_000;
const space = fc
  .array(side, { minLength: 0, maxLength: 4 })
  .filter((sides) => sides.reduce((product, n) => product * n, 1) <= limit);

/** A walk over some of the axes: packed or with gaps, in their order or another. */
const walkOver = (sides: readonly number[], axes: readonly number[]): fc.Arbitrary<Walk> =>
  fc
    .record({
      order: fc.oneof(
        { weight: 3, arbitrary: fc.constant(axes) },
        fc.shuffledSubarray([...axes], { minLength: axes.length }),
      ),
      gap: fc.constantFrom(0, 0, 0, 1, 3),
      unit: fc.constantFrom(1, 1, 1, 2),
      offset: fc.constantFrom(0, 0, 1, 5),
    })
    .map(({ order, gap, unit, offset }) => {
      const strides = sides.map(() => 0);
      let stride = unit;
      for (const axis of order.toReversed()) {
        strides[axis] = stride;
        stride = stride * sides[axis]! + gap;
      }
      return { offset, strides };
    });

export const sizeOfWalk = (sides: readonly number[], { offset, strides }: Walk): number =>
  offset + 1 + strides.reduce((sum, stride, axis) => sum + stride * Math.max(sides[axis]! - 1, 0), 0);

const someAxes = (sides: readonly number[]): fc.Arbitrary<number[]> => {
  const all = sides.map((_, axis) => axis);
  return fc.oneof({ weight: 2, arbitrary: fc.constant(all) }, fc.subarray(all));
};

interface Words {
  readonly ops: readonly LoopOp[];
  readonly constants: readonly number[];
  readonly maxValues: number;
}

const valuesAfter = (inputs: number, { ops, constants, maxValues }: Words): fc.Arbitrary<LoopValue[]> =>
  fc
    .array(
      fc.record({
        op: fc.constantFrom("constant" as const, ...ops),
        value: fc.constantFrom(...constants),
        picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      }),
      { maxLength: maxValues },
    )
    .map((drafts) =>
      drafts.map(({ op, value, picks }, i): LoopValue => {
        if (op === "constant" || inputs + i === 0) return { op: "constant", value };
        return { op, arguments: picks.slice(0, argumentsOf(op)).map((pick) => pick % (inputs + i)) };
      }),
    );

const inputOver = (sides: readonly number[]): fc.Arbitrary<LoopInput> =>
  fc
    .tuple(
      someAxes(sides).chain((axes) => walkOver(sides, axes)),
      fc.constantFrom(false, false, false, true),
    )
    .map(([walk, truth]) => ({ ...walk, truth }));

const resultOver = (sides: readonly number[], count: number): fc.Arbitrary<LoopResult> => {
  const all = sides.map((_, axis) => axis);
  const from = fc.nat(count - 1);
  const stored = fc
    .record({ walk: walkOver(sides, all), from })
    .map(({ walk, from }) => ({ ...walk, from, how: "store" as const }));
  const reduced = fc
    .record({
      walk: fc.subarray(all).chain((axes) => walkOver(sides, axes)),
      from,
      how: fc.constantFrom("sum" as const, "mean" as const, "max" as const),
    })
    .map(({ walk, from, how }) => ({ ...walk, from, how }));
  return fc.oneof(stored, reduced);
};

const loopOf = (words: Words): fc.Arbitrary<GivenLoop> =>
  space.chain((sides) =>
    fc.array(inputOver(sides), { minLength: 1, maxLength: 4 }).chain((inputs) =>
      valuesAfter(inputs.length, words).chain((values) =>
        fc
          .record({
            results: fc.array(resultOver(sides, inputs.length + values.length), { minLength: 1, maxLength: 3 }),
            seed: fc.nat(),
          })
          .map(({ results, seed }) => ({
            loop: { space: sides, inputs, values, results },
            inputSizes: inputs.map((input) => sizeOfWalk(sides, input)),
            resultSizes: results.map((result) => sizeOfWalk(sides, result)),
            seed,
          })),
      ),
    ),
  );

export const anyLoop = loopOf({
  ops: roundedOps,
  constants: [0, -0, 1, -1, 0.5, 3, Infinity, NaN, 1e-8],
  maxValues: 14,
});

/** Loops that make whole numbers of whole numbers: as long as these stay small, nothing is ever rounded. */
export const wholeLoop = loopOf({
  ops: roundedOps.filter((op) => !["div", "sqrt", "rsqrt"].includes(op)),
  constants: [0, -0, 1, -1, 2],
  maxValues: 8,
});
