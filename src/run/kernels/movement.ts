/** The same numbers in other places. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { sizeOf, type Concat, type Pad, type Reshape, type Shape, type Slice, type Transpose } from "../../graph/ir.ts";
import type { Buffer, Heap } from "../heap.ts";
import type { Call, Computation, View } from "./kernel.ts";

export const reshape: View<Reshape> = {
  plain: (tf, [x], { shape }) => tf.reshape(x!, [...shape]),
  view: (x, operand) => operand(x.straight),
};

export const transpose: View<Transpose> = {
  plain: (tf, [x]) => tf.transpose(x!),
  view: (x, operand) => operand(x.turned, x.straight),
};

export const concat: Computation<Concat> = {
  plain: (tf, inputs, { axis }) => tf.concat(inputs as Tensor[], axis),
  plan({ heap, inputs, output }, { axis, shape }) {
    const rows = sizeOf(shape.slice(0, axis));
    const width = sizeOf(shape.slice(axis));
    let column = 0;
    return inputs.map((input) => {
      const part = sizeOf(input.shape.slice(axis));
      const start = column;
      column += part;
      const runs = Array.from({ length: rows }, (_, row) => ({ from: row * part, to: row * width + start }));
      return copy(heap, input.straight.buffer(), output, runs, part);
    });
  },
};

export const slice: Computation<Slice> = {
  plain: (tf, [x], { begin, shape }) => tf.slice(x!, [...begin], [...shape]),
  plan({ heap, inputs, output }, { begin, shape }) {
    const x = inputs[0]!;
    const { starts, length } = unbroken(x.shape, begin, shape);
    const runs = starts.map((from, i) => ({ from, to: i * length }));
    return [copy(heap, x.straight.buffer(), output, runs, length)];
  },
};

export const pad: Computation<Pad> = {
  plain: (tf, [x], { begin, shape }) =>
    tf.pad(
      x!,
      begin.map((before, axis): [number, number] => [before, shape[axis]! - before - x!.shape[axis]!]),
    ),
  plan({ heap, inputs, output }, { begin, shape }) {
    const x = inputs[0]!;
    const { starts, length } = unbroken(shape, begin, x.shape);
    const runs = starts.map((to, i) => ({ from: i * length, to }));
    const start = output.offset >>> 2;
    const size = sizeOf(shape);
    return [() => heap.floats.fill(0, start, start + size), copy(heap, x.straight.buffer(), output, runs, length)];
  },
  ofNothing: 0,
};

/** Where the unbroken runs of a slice start in the whole, each of `length` elements. */
function unbroken(whole: Shape, begin: readonly number[], shape: Shape): { starts: number[]; length: number } {
  const rank = shape.length;
  const strides = whole.map((_, axis) => sizeOf(whole.slice(axis + 1)));
  let outer = rank;
  while (outer > 0 && (outer === rank || shape[outer] === whole[outer])) outer--;
  let starts = [begin.reduce((place, at, axis) => place + at * strides[axis]!, 0)];
  for (let axis = 0; axis < outer; axis++) {
    starts = starts.flatMap((start) => Array.from({ length: shape[axis]! }, (_, i) => start + i * strides[axis]!));
  }
  return { starts, length: sizeOf(shape.slice(outer)) };
}

/** Copies runs of `length` elements each, from places in one buffer to places in another. */
export function copy(
  heap: Heap,
  source: Buffer,
  target: Buffer,
  runs: readonly { readonly from: number; readonly to: number }[],
  length: number,
): Call {
  const unit = source.dtype === "bool" ? 0 : 2;
  const from = Int32Array.from(runs, (run) => (source.offset >>> unit) + run.from);
  const to = Int32Array.from(runs, (run) => (target.offset >>> unit) + run.to);
  return () => {
    const memory = unit === 0 ? heap.bytes : heap.floats;
    for (let i = 0; i < from.length; i++) memory.copyWithin(to[i]!, from[i]!, from[i]! + length);
  };
}
