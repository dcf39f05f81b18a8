import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/run/safetensors.ts";

test("tensors come back to the bit from bytes at any place, and lie there as the format says", () => {
  const tensors = new Map([
    ["é.kernel", { shape: [2, 2], values: Float32Array.of(1.5, -0, NaN, Infinity) }],
    ["nothing", { shape: [0, 3], values: new Float32Array(0) }],
    ["seen", { shape: [2], values: Float32Array.of(9, 7, 8, 9).subarray(1, 3) }],
  ]);
  const bytes = encodeSafetensors(tensors);
  const view = new DataView(bytes.buffer);
  const start = 8 + Number(view.getBigUint64(0, true));
  expect(start % 8).toBe(0);
  expect(view.getFloat32(start, true)).toBe(1.5);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  for (const at of [bytes, shifted.subarray(1)]) {
    const back = decodeSafetensors(at);
    expect([...back.keys()]).toEqual([...tensors.keys()]);
    for (const [name, { shape, values }] of tensors) expect(back.get(name)).toEqual({ shape, values: values.slice() });
  }
  expect(() => decodeSafetensors(bytes.subarray(0, -1))).toThrow("cut short");
});
