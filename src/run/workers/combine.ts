/** The parts of several workers as one, with SIMD, through a small memory of its own: in JavaScript the sum takes two to four times as long. */
import type { Combine } from "../../graph/ir.ts";
import type { Shard } from "../../graph/shard.ts";
import type { Loop, LoopValue } from "../../graph/loop.ts";
import { compileLoop } from "../codegen/compile.ts";

/** Numbers that are put together at once: those of all workers stay near the processor. */
const block = 8192;

/** A block of each worker, from the first to the last, in the place of the first. The largest is NaN where there is one. */
function loopOf(combine: Combine, workers: number): Loop {
  const values: LoopValue[] = [];
  const add = (op: "add" | "maximum" | "notEqual" | "where", ...args: readonly number[]): number =>
    workers + values.push({ op, arguments: args }) - 1;
  const together: { readonly [K in Combine]: (so: number, next: number) => number } = {
    sum: (so, next) => add("add", so, next),
    // `maximum` keeps the first of two where the second is NaN.
    max: (so, next) => add("where", add("notEqual", next, next), next, add("maximum", so, next)),
  };
  const workersButFirst = Array.from({ length: workers - 1 }, (_, i) => i + 1);
  const from = workersButFirst.reduce(together[combine], 0);
  return {
    space: [block],
    inputs: Array.from({ length: workers }, () => ({ offset: 0, strides: [1], truth: false })),
    values,
    results: [{ from, how: "store", offset: 0, strides: [1] }],
  };
}

/**
 * Combines a worker's own `values` with what the others have put into their slots, of which the first worker's begins at `place`: each
 * array takes what all have together.
 */
export function makeCombine(slots: Float32Array, slot: number, { workers, rank }: Shard) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * workers * block) / 65536) });
  const blocks = new Float32Array(memory.buffer);
  const addresses = Array.from({ length: workers }, (_, worker) => 4 * worker * block);
  const kernelOf = (combine: Combine) => compileLoop(loopOf(combine, workers), memory, { mode: "exact", tables: 0 });
  const kernels = { sum: kernelOf("sum"), max: kernelOf("max") };
  return (combine: Combine, place: number, values: readonly Float32Array[]): void => {
    let from = place;
    for (const own of values) {
      for (let begin = 0; begin < own.length; begin += block) {
        const size = Math.min(block, own.length - begin);
        const part = own.subarray(begin, begin + size);
        for (let worker = 0, at = from; worker < workers; worker++, at += slot)
          blocks.set(worker === rank ? part : slots.subarray(at, at + size), worker * block);
        kernels[combine](...addresses, 0);
        part.set(blocks.subarray(0, size));
        from += size;
      }
    }
  };
}
