/** The parts of several workers as one, with SIMD, through a small memory of its own: in JavaScript the sum takes two to four times as long. */
import type { Combine } from "../../graph/ir.ts";
import type { Loop } from "../../graph/loop.ts";
import { compileLoop } from "../codegen/compile.ts";

/** Numbers that are put together at once: those of all workers stay near the processor. */
const block = 2048;

const operation: { readonly [K in Combine]: "add" | "maximum" } = { sum: "add", max: "maximum" };

/** A block of each worker, from the first to the last, in the place of the first. */
const loopOf = (combine: Combine, workers: number): Loop => ({
  space: [block],
  inputs: Array.from({ length: workers }, () => ({ offset: 0, strides: [1], truth: false })),
  values: Array.from({ length: workers - 1 }, (_, i) => ({
    op: operation[combine],
    arguments: [i === 0 ? 0 : workers + i - 1, i + 1],
  })),
  results: [{ from: 2 * workers - 2, how: "store", offset: 0, strides: [1] }],
});

/**
 * Combines `count` numbers of each worker, those of the first at `place` of `slots` and the others each `slot` further. The result is valid
 * until the next.
 */
export function makeCombine(slots: Float32Array, slot: number, workers: number) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * workers * block) / 65536) });
  const blocks = new Float32Array(memory.buffer);
  const addresses = Array.from({ length: workers }, (_, rank) => 4 * rank * block);
  const kernelOf = (combine: Combine) => compileLoop(loopOf(combine, workers), memory, { mode: "exact", tables: 0 });
  const kernels = { sum: kernelOf("sum"), max: kernelOf("max") };
  const all = new Float32Array(slot);
  return (combine: Combine, place: number, count: number): Float32Array => {
    for (let begin = 0; begin < count; begin += block) {
      const size = Math.min(block, count - begin);
      for (let rank = 0, from = place + begin; rank < workers; rank++, from += slot)
        blocks.set(slots.subarray(from, from + size), rank * block);
      kernels[combine](...addresses, 0);
      all.set(blocks.subarray(0, size), begin);
    }
    return all;
  };
}
