import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpacked } from "../../src/portable/bytes.ts";

const bytes = new TextEncoder().encode("a,b\n1,2\n");

test("a gzip file is unpacked, and what a browser has unpacked already is left as it is", async () => {
  expect([...(await unpacked(gzipSync(bytes), "table.csv.gz"))]).toEqual([...bytes]);
  expect(await unpacked(bytes, "table.csv.gz")).toBe(bytes);
});

test("a gzip file that is cut short or damaged is named", async () => {
  const whole = gzipSync(bytes);
  const damaged = whole.map((byte, i) => (i === whole.length - 6 ? byte ^ 1 : byte));
  for (const broken of [whole.subarray(0, whole.length - 9), damaged])
    await expect(unpacked(broken, "table.gz")).rejects.toThrow("table.gz is a damaged gzip file");
});
