import { expect, test } from "vitest";
import { readIdx } from "../../src/data/idx.ts";
import { idxBytes } from "../data/workshop.ts";

const bytesOf = (size: number, write: (view: DataView) => void): Uint8Array => {
  const view = new DataView(new ArrayBuffer(size));
  write(view);
  return new Uint8Array(view.buffer);
};

test.each<[string, number, Uint8Array, number[]]>([
  ["unsigned bytes", 0x08, Uint8Array.of(0, 1, 127, 255), [0, 1, 127, 255]],
  ["signed bytes", 0x09, Uint8Array.of(0, 1, 127, 255), [0, 1, 127, -1]],
  ["16-bit numbers", 0x0b, Uint8Array.of(0x01, 0x02, 0xff, 0xfe), [258, -2]],
  ["32-bit numbers", 0x0c, Uint8Array.of(0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff), [65536, -1]],
  ["32-bit floats", 0x0d, bytesOf(8, (view) => (view.setFloat32(0, 1.5), view.setFloat32(4, -0.25))), [1.5, -0.25]],
  ["64-bit floats", 0x0e, bytesOf(16, (view) => (view.setFloat64(0, 0.1), view.setFloat64(8, -1e300))), [0.1, -1e300]],
])("%s are read big endian", (_, type, bytes, values) => {
  const read = readIdx(idxBytes(type, [values.length], bytes), "x");
  expect(read.shape).toEqual([values.length]);
  expect(Array.from(read.values)).toEqual(values);
});

test("bytes that do not begin an aligned buffer are read the same", () => {
  const file = idxBytes(0x0d, [1], Uint8Array.of(0x3f, 0x80, 0, 0));
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  expect(Array.from(readIdx(shifted.subarray(1), "x").values)).toEqual([1]);
});

test("bytes are given as a view, without a copy", () => {
  const file = idxBytes(0x08, [2, 2], [1, 2, 3, 4]);
  expect((readIdx(file, "x").values as Uint8Array).buffer).toBe(file.buffer);
});

test.each<[string, Uint8Array, string]>([
  ["a text", new TextEncoder().encode("a,b,c\n1,2,3"), "x is not an IDX file: it begins with 61 2c 62 2c"],
  ["an image", Uint8Array.of(0x89, 0x50, 0x4e, 0x01, 0, 0, 0, 0), "x is not an IDX file: it begins with 89 50 4e 01"],
  ["an unknown type", idxBytes(0x0a, [1], [1]), "x is not an IDX file: it begins with 00 00 0a 01"],
  ["two bytes", Uint8Array.of(0, 0), "x is not an IDX file: it begins with 00 00"],
  ["three bytes", Uint8Array.of(0, 0, 8), "x ends within its header, after 3 bytes"],
  ["a header that ends early", idxBytes(8, [3, 2, 2], []).subarray(0, 9), "x ends within its header, after 9 bytes"],
  ["no dimension", idxBytes(8, [], [1]), "x holds no example: its dimensions are []"],
  ["no example", idxBytes(8, [0, 28, 28], []), "x holds no example: its dimensions are [0, 28, 28]"],
  [
    "a truncated payload",
    idxBytes(8, [3, 2, 2], new Uint8Array(11)),
    "x should hold 12 bytes of numbers (3 × 2 × 2, 1 each) and holds 11",
  ],
  [
    "an oversized payload",
    idxBytes(0x0d, [3], new Uint8Array(13)),
    "x should hold 12 bytes of numbers (3, 4 each) and holds 13",
  ],
  [
    "absurd dimensions",
    idxBytes(8, [2147483648, 2147483648, 2147483648], [1]),
    "x should hold 9.903520314283042e+27 bytes of numbers (2147483648 × 2147483648 × 2147483648, 1 each) and holds 1",
  ],
])("%s is refused", (_, bytes, message) => {
  expect(() => readIdx(bytes, "x")).toThrow(expect.objectContaining({ message, code: "DATA" }));
});
