/**
 * The kernels that are written by hand, in AssemblyScript, which has TypeScript's syntax and WebAssembly's types. They work on memory of
 * the host's: addresses count bytes, sizes count float32 numbers. One text makes two modules, with and without relaxed SIMD.
 */
export { product, scratchBytes } from "./product";
export { mask, normal, uniform } from "./draws";
