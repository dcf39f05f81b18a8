/** The kernels of `assembly/`, on a memory of the host's, such as that of the TF.js backend. */
import { setFlagsFromString } from "node:v8";
import { compiledKernels } from "./compiled.ts";

/**
 * `exact` adds up in the order of TF.js's kernels and rounds as often, so that the bits are equal. `fast` needs relaxed SIMD: it rounds the sum of a
 * product and a number once, where the machine can.
 */
export type KernelMode = keyof typeof compiledKernels;

/** Addresses count bytes, sizes count float32 numbers. Operands may lie at any multiple of 4, and may not overlap with what is written. */
export interface Kernels {
  /**
   * C = A · B: A is `[m, k]`, or `[k, m]` where `form` has bit 0; B is `[k, n]`, or `[n, k]` where it has bit 1; C is `[m, n]`.
   * Each number is 0 + a₁b₁ + a₂b₂ + … in the order of k. At `scratch` there must be `scratchBytes`.
   */
  product(form: number, m: number, n: number, k: number, a: number, b: number, c: number, scratch: number): void;
  /** 0 or another number, see `drawCall`. */
  mask(...values: number[]): void;
  uniform(...values: number[]): void;
  normal(...values: number[]): void;
  scratchBytes(m: number, n: number, k: number): number;
}

/** What `Kernels.product` takes as `form`. */
export const productForm = (leftTransposed: boolean, rightTransposed: boolean): number =>
  (leftTransposed ? 1 : 0) + (rightTransposed ? 2 : 0);

/** How many bytes of working memory a product of `[m, k]` and `[k, n]` takes. */
export function scratchBytes(m: number, n: number, k: number): number {
  measuring ??= instantiateKernels(new WebAssembly.Memory({ initial: 0 }), "exact");
  return measuring.scratchBytes(m, n, k);
}

let measuring: Kernels | undefined;

/** The kernels on `memory`. `fast` is to be asked for only where `hasRelaxedSimd()`. */
export function instantiateKernels(memory: WebAssembly.Memory, mode: KernelMode): Kernels {
  if (mode === "fast" && !hasRelaxedSimd()) throw new Error("this machine does not run relaxed SIMD");
  return new WebAssembly.Instance(moduleOf(mode), { env: { memory }, host: { log: Math.log, cos: Math.cos } })
    .exports as unknown as Kernels;
}

/** Whether WebAssembly knows relaxed SIMD here: Node does from 22 on, and Node 20 once it is told to. */
export function hasRelaxedSimd(): boolean {
  relaxedSimd ??= validates() || (setFlagsFromString("--experimental-wasm-relaxed-simd"), validates());
  return relaxedSimd;
}

let relaxedSimd: boolean | undefined;

const bytesOf = (mode: KernelMode): Uint8Array => Buffer.from(compiledKernels[mode], "base64");

const validates = (): boolean => WebAssembly.validate(bytesOf("fast"));

const modules = new Map<KernelMode, WebAssembly.Module>();

/** Compiled once for all who use it. */
function moduleOf(mode: KernelMode): WebAssembly.Module {
  const module = modules.get(mode) ?? new WebAssembly.Module(bytesOf(mode));
  modules.set(mode, module);
  return module;
}
