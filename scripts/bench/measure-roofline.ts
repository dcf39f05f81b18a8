/** What this machine can do at most from WebAssembly: products of large matrices, by our kernels and by TF.js's, and bytes moved by a loop. */
import type { Loop, Walk } from "../../src/graph/loop.ts";
import { openBackend } from "../../src/run/backend.ts";
import { compileLoop } from "../../src/run/codegen/compile.ts";
import { hasRelaxedSimd, instantiateKernels, scratchBytes, type KernelMode } from "../../src/run/kernels/assembled.ts";
import { stopwatch, tell } from "./rounds.ts";

export interface Roofline {
  /** Billions of multiplications and additions a second. */
  readonly products: readonly { readonly way: string; readonly size: number; readonly gigaflops: number }[];
  /** Billions of bytes a second that `a + 3 b` reads and writes: in arrays that stay in the caches, and in arrays that do not. */
  readonly cacheBandwidth: number;
  readonly memoryBandwidth: number;
}

export interface RooflineJob {
  /** The sides of the matrices. */
  readonly sizes: readonly number[];
  /** Milliseconds that each figure is measured for. */
  readonly time: number;
  /** Numbers in an array that stays in the caches, and in one that does not. */
  readonly cached: number;
  readonly uncached: number;
}

export async function measureRoofline({ sizes, time, cached, uncached }: RooflineJob): Promise<void> {
  const modes: readonly KernelMode[] = hasRelaxedSimd() ? ["exact", "fast"] : ["exact"];
  const multiply = [...modes.map((mode) => ownProduct(mode)), await tensorProduct()];
  const found: Roofline = {
    products: multiply.flatMap(({ way, prepare }) =>
      sizes.map((size) => ({ way, size, gigaflops: rate(time, 2 * size ** 3, prepare(size)) })),
    ),
    cacheBandwidth: rate(time, 12 * cached, triad(cached)),
    memoryBandwidth: rate(time, 12 * uncached, triad(uncached)),
  };
  tell(found);
}

/** A way to multiply two square matrices of a size. */
interface Way {
  readonly way: string;
  prepare(size: number): () => void;
}

function ownProduct(mode: KernelMode): Way {
  return {
    way: `dnnc, ${mode}`,
    prepare(size) {
      const bytes = 4 * size ** 2;
      const memory = memoryOf(3 * bytes + scratchBytes(size, size, size));
      const { product } = instantiateKernels(memory, mode);
      return () => product(0, size, size, size, 0, bytes, 2 * bytes, 3 * bytes);
    },
  };
}

async function tensorProduct(): Promise<Way> {
  const { tf } = await openBackend("wasm");
  return {
    way: "TF.js",
    prepare(size) {
      const [a, b] = [tf.tensor2d(small(size ** 2), [size, size]), tf.tensor2d(small(size ** 2), [size, size])];
      return () => tf.matMul(a, b).dispose();
    },
  };
}

/** The kernel of `a + 3 b` on arrays of so many numbers. */
function triad(count: number): () => void {
  const along: Walk = { offset: 0, strides: [1] };
  const loop: Loop = {
    space: [count],
    inputs: [0, 1].map(() => ({ ...along, truth: false })),
    values: [
      { op: "constant", value: 3 },
      { op: "mul", arguments: [1, 2] },
      { op: "add", arguments: [0, 3] },
    ],
    results: [{ ...along, from: 4, how: "store" }],
  };
  const run = compileLoop(loop, memoryOf(12 * count), { mode: "exact", tables: 0 });
  return () => run(0, 4 * count, 8 * count);
}

/** A memory of at least so many bytes, full of small numbers. */
function memoryOf(bytes: number): WebAssembly.Memory {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const floats = new Float32Array(memory.buffer);
  floats.set(small(floats.length));
  return memory;
}

const small = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => (i % 7) - 3);

/** Billions of `work` a second: the best of several stretches, by the smaller of the clock's and the processor's time as in a race. */
function rate(time: number, work: number, act: () => void): number {
  act();
  let least = Infinity;
  for (const end = performance.now() + time; performance.now() < end;) {
    const stretch = stopwatch();
    let count = 0;
    do act();
    while ((++count, performance.now() < stretch.began + time / 8));
    const { wall, processor } = stretch.read();
    least = Math.min(least, Math.min(wall, processor) / count);
  }
  return work / least / 1e6;
}
