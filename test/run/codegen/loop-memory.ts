/** A memory for kernels under test: buffers between canaries, with NaN around, and whether anything beside them was written. */
import { setFlagsFromString } from "node:v8";
import type { Loop } from "../../../src/graph/loop.ts";
import type { Mode } from "../../../src/run/codegen/calculation.ts";
import { compileLoop } from "../../../src/run/codegen/compile.ts";
import { tableBytes, writeTables } from "../../../src/run/codegen/tables.ts";

// Node 20 knows relaxed SIMD when it is told to.
setFlagsFromString("--experimental-wasm-relaxed-simd");

const pages = 512;
const memory = new WebAssembly.Memory({ initial: pages });
const tables = 64;
writeTables(memory.buffer, tables);
const start = Math.ceil((tables + tableBytes) / 64) * 64;
/** A NaN with bits of its own. */
const canary = 0x7fc0beef;
const gap = 67;

/** Runs the loop on inputs; results lie in buffers of their own, of `sizes[i]` numbers each, or where the input `sizes[i].input` lies. */
export function runLoop(
  loop: Loop,
  inputs: readonly Float32Array[],
  sizes: readonly (number | { readonly input: number })[],
  mode: Mode = "exact",
): Float32Array[] {
  let place = start + 4 * gap;
  const reserve = (size: number): { address: number; size: number } => {
    const address = place;
    place += 4 * (size + gap);
    return { address, size };
  };
  const given = inputs.map((input) => reserve(input.length));
  const wanted = sizes.map((size) => (typeof size === "number" ? reserve(size) : given[size.input]!));
  if (place > pages * 65536) throw new Error("more memory is needed");
  const words = new Int32Array(memory.buffer, 0, place >>> 2);
  words.fill(canary, start >>> 2);
  const floats = new Float32Array(memory.buffer, 0, place >>> 2);
  given.forEach(({ address }, i) => floats.set(inputs[i]!, address >>> 2));
  compileLoop(loop, memory, { mode, tables })(
    ...given.map(({ address }) => address),
    ...wanted.map(({ address }) => address),
  );
  const values = wanted.map(({ address, size }) => floats.slice(address >>> 2, (address >>> 2) + size));
  const kept = given.map(({ address, size }) => floats.slice(address >>> 2, (address >>> 2) + size));
  given.forEach((buffer, i) => {
    if (!wanted.includes(buffer) && !same(kept[i]!, inputs[i]!)) throw new Error(`input ${i} was written`);
  });
  for (const { address, size } of [...given, ...wanted]) words.fill(canary, address >>> 2, (address >>> 2) + size);
  for (let i = start >>> 2; i < words.length; i++)
    if (words[i] !== canary) throw new Error("written beside the buffers");
  return values;
}

/** To the bit, NaN being one number. */
export const same = (a: Float32Array, b: Float32Array): boolean => firstDifference(a, b) === undefined;

export function firstDifference(a: Float32Array, b: Float32Array): string | undefined {
  if (a.length !== b.length) return `${a.length} numbers, not ${b.length}`;
  const [x, y] = [a, b].map((values) => new Int32Array(values.buffer, values.byteOffset, values.length)) as [
    Int32Array,
    Int32Array,
  ];
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== y[i] && !Object.is(a[i], b[i])) return `[${i}] is ${a[i]}, not ${b[i]}`;
  }
  return undefined;
}

/** What a buffer holds before anything is written to it. */
export const untouched = (size: number): Float32Array => new Float32Array(new Int32Array(size).fill(canary).buffer);
