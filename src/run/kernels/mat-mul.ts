/**
 * `[m, k] × [k, n] → [m, n]`: each number is 0 + a₁b₁ + a₂b₂ + … in float32, in the order of k. The product of the transposes,
 * `bᵀ × aᵀ = (a × b)ᵀ`, adds up the same products in the same order, so the plan is free to take the quicker of the two.
 */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { MatMul } from "../../graph/ir.ts";
import type { Buffer } from "../heap.ts";
import { bufferOf, type Call, type Computation, type Operand, type Place, type Site } from "./kernel.ts";
import { keepsOrder, transposition } from "./transposition.ts";

export const matMul: Computation<MatMul> = {
  ofNothing: 0,
  plain: (tf, [a, b]) => tf.matMul(a as Tensor2D, b as Tensor2D),
  plan(site, { shape: [rows, columns] }) {
    const [a, b] = [site.inputs[0]!, site.inputs[1]!];
    const size = { m: rows!, k: a.shape[1]!, n: columns! };
    return swappedCost(size, a, b) < straightCost(size, a, b) ? swapped(site, size, a, b) : straight(site, size, a, b);
  },
};

interface Size {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

function straight(site: Site, { m, k, n }: Size, a: Operand, b: Operand): Call[] {
  return product(site, { m, k, n }, bufferOf(a, "float32"), bufferOf(b, "float32"), site.output);
}

function swapped(site: Site, { m, k, n }: Size, a: Operand, b: Operand): Call[] {
  const [left, right] = [b.turned.buffer(), a.turned.buffer()];
  const size = { m: n, k, n: m };
  if (keepsOrder([n, m], [1, 0])) return product(site, size, left, right, site.output);
  const turned = site.scratch(m * n, "float32");
  return [...product(site, size, left, right, turned), transposition(site, turned, [n, m], [1, 0], site.output)];
}

/** By the C kernel: `void BatchMatMul(a_id, a_shape, 3, b_id, b_shape, 3, transpose_a, transpose_b, out_id)`. */
function product(site: Site, { m, k, n }: Size, a: Buffer, b: Buffer, output: Buffer): Call[] {
  const kernel = site.heap.kernel("BatchMatMul");
  const [aShape, bShape] = [site.integers([1, m, k]), site.integers([1, k, n])];
  const [aId, bId, out] = [a.id, b.id, output.id];
  return [site.refresh(b, k), () => kernel(aId, aShape, 3, bId, bShape, 3, 0, 0, out)];
}

/** Measured on the WASM backend of TF.js 4.22: nanoseconds for one number multiplied, packed by XNNPACK, or transposed. */
const cost = { multiply: 0.065, pack: 3.5, turn: 0.5 };

/** XNNPACK packs its second operand anew when it has changed, and makes eight columns at a time. */
const productCost = ({ m, k, n }: Size, packed: boolean): number =>
  m * k * Math.ceil(n / 8) * 8 * cost.multiply + (packed ? 0 : k * n * cost.pack);

const turningCost = (place: Place, count: number): number => (place.ready ? 0 : count * cost.turn);

const straightCost = (size: Size, a: Operand, b: Operand): number =>
  productCost(size, b.straight.steady) +
  turningCost(a.straight, size.m * size.k) +
  turningCost(b.straight, size.k * size.n);

const swappedCost = ({ m, k, n }: Size, a: Operand, b: Operand): number =>
  productCost({ m: n, k, n: m }, a.turned.steady) +
  turningCost(a.turned, m * k) +
  turningCost(b.turned, k * n) +
  (m * n + 500) * cost.turn;
