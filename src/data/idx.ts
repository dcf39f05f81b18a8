/** The IDX format of the MNIST files (LeCun, Cortes and Burges, "The MNIST database"): numbers in rows, big endian. */
import { fail } from "../portable/fail.ts";
import type { Dtype } from "./spec.ts";

/** `shape[0]` examples of `shape[1] × shape[2] × …` numbers each, row by row. */
export interface Idx {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** How the numbers of one type are stored: their size, and how they are read from all that follows the header. */
export interface IdxType {
  readonly dtype: Dtype;
  readonly bytes: number;
  readonly read: (view: DataView) => ArrayLike<number>;
}

/** The types by the third byte of a file; bytes are not copied. */
export const idxTypes: Readonly<Record<number, IdxType>> = {
  0x08: { dtype: "uint8", bytes: 1, read: (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength) },
  0x09: { dtype: "int8", bytes: 1, read: (view) => new Int8Array(view.buffer, view.byteOffset, view.byteLength) },
  0x0b: {
    dtype: "int16",
    bytes: 2,
    read: (view) => filledBy(new Int16Array(view.byteLength / 2), (i) => view.getInt16(2 * i)),
  },
  0x0c: {
    dtype: "int32",
    bytes: 4,
    read: (view) => filledBy(new Int32Array(view.byteLength / 4), (i) => view.getInt32(4 * i)),
  },
  0x0d: {
    dtype: "float32",
    bytes: 4,
    read: (view) => filledBy(new Float32Array(view.byteLength / 4), (i) => view.getFloat32(4 * i)),
  },
  0x0e: {
    dtype: "float64",
    bytes: 8,
    read: (view) => filledBy(new Float64Array(view.byteLength / 8), (i) => view.getFloat64(8 * i)),
  },
};

/** `values` with `value(i)` at each place `i`. */
export function filledBy<A extends { readonly length: number; [i: number]: number }>(
  values: A,
  value: (i: number) => number,
): A {
  for (let i = 0; i < values.length; i++) values[i] = value(i);
  return values;
}

/** Reads an IDX file: two zero bytes, the type, the number of dimensions, each dimension in 4 bytes, the numbers. */
export function readIdx(bytes: Uint8Array, file: string): Idx {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = bytes[0] === 0 && bytes[1] === 0 ? idxTypes[bytes[2] ?? 0] : undefined;
  if (type === undefined) fail(`${file} is not an IDX file: it begins with ${hex(bytes.subarray(0, 4))}`);
  const header = 4 + 4 * (bytes[3] ?? 0);
  if (bytes.length < header) fail(`${file} ends within its header, after ${bytes.length} bytes`);
  const shape = Array.from({ length: bytes[3]! }, (_, i) => view.getUint32(4 + 4 * i));
  const declared = product(shape) * type.bytes;
  const found = bytes.length - header;
  if (shape.length === 0 || declared === 0) fail(`${file} holds no example: its dimensions are [${shape.join(", ")}]`);
  if (declared !== found)
    fail(
      `${file} should hold ${declared} bytes of numbers (${shape.join(" × ")}, ${type.bytes} each) and holds ${found}`,
    );
  return { dtype: type.dtype, shape, values: type.read(new DataView(view.buffer, view.byteOffset + header, found)) };
}

/** Bytes as people read them: `00 00 08 03`. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** How many numbers a shape holds. */
export function product(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** Where the number `index` of `[count, …shape]` stands, counted from 1: `example 3, row 1, column 2`. */
export function examplePlace(shape: readonly number[], index: number): string {
  const names = shape.length === 1 ? ["feature"] : ["row", "column", "channel"];
  const places = shape.map((size, axis) => {
    const place = Math.floor(index / product(shape.slice(axis + 1))) % size;
    return `${names[axis] ?? `axis ${axis + 1}`} ${place + 1}`;
  });
  return [`example ${Math.floor(index / product(shape)) + 1}`, ...places].join(", ");
}

/** Refuses numbers `[count, …shape]` that are not finite as 32-bit floats; types of whole numbers have none. */
export function checkFinite(values: ArrayLike<number>, shape: readonly number[], file: string): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const index = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (index >= 0) fail(`${file}, ${examplePlace(shape, index)}: ${values[index]} is not a finite 32-bit number`);
}
