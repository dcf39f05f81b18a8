/** A kernel for a loop: a function of the addresses of the inputs, then of the results. All else is written into its code. */
import { sizeOf } from "../../graph/ir.ts";
import type { Loop, LoopResult } from "../../graph/loop.ts";
import type { FunctionDefinition } from "./assembler.ts";
import { Nest, type KernelOptions } from "./nest.ts";
import { isResumed, reducedCount, reducers } from "./reduction.ts";
import { simplestWalks } from "./walks.ts";

export type { KernelOptions };

export function generateLoop(loop: Loop, options: KernelOptions): FunctionDefinition {
  const main = simplestWalks(loop);
  const walks = [...main.inputs, ...main.results];
  const isEmpty = sizeOf(main.space) === 0;
  return {
    parameters: walks.map(() => "i32"),
    results: [],
    write(body) {
      const write = (nest: Loop, addresses: readonly number[]): void => {
        if (sizeOf(nest.space) > 0) new Nest(body, simplestWalks(nest), addresses, options).write();
      };
      const reductions = main.results.flatMap((result, i) =>
        result.how === "store" ? [] : [{ result, reducer: reducers[result.how], address: main.inputs.length + i }],
      );
      for (const { result, reducer, address } of reductions) {
        if (isEmpty) write(filling(main, result, reducer.ofNothing), [address]);
        else if (isResumed(result)) write(filling(main, result, reducer.start), [address]);
      }
      write(
        main,
        walks.map((_, i) => i),
      );
      for (const { result, address } of reductions) {
        if (!isEmpty && isResumed(result) && result.how === "mean") write(division(main, result), [address, address]);
      }
    },
  };
}

/** Writes a number to each element of a result. */
const filling = ({ space }: Loop, result: LoopResult, value: number): Loop => ({
  ...elementsOf(space, result, 0),
  inputs: [],
  values: [{ op: "constant", value }],
});

/** Divides each sum by how many numbers were added. */
const division = ({ space }: Loop, result: LoopResult): Loop => {
  const each = elementsOf(space, result, 2);
  const { offset, strides } = each.results[0]!;
  return {
    ...each,
    inputs: [{ offset, strides, truth: false }],
    values: [
      { op: "constant", value: reducedCount(space, result) },
      { op: "div", arguments: [0, 1] },
    ],
  };
};

/** Each element of a result once, to be written from an argument. */
function elementsOf(
  space: readonly number[],
  { offset, strides }: LoopResult,
  from: number,
): Pick<Loop, "space" | "results"> {
  const kept = space.map((_, axis) => axis).filter((axis) => strides[axis] !== 0);
  return {
    space: kept.map((axis) => space[axis]!),
    results: [{ offset, strides: kept.map((axis) => strides[axis]!), from, how: "store" }],
  };
}
