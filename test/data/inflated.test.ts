import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { inflated } from "../../src/data/inflated.ts";
import { decodeText } from "../../src/portable/bytes.ts";

const bytes = new TextEncoder().encode("a,b\n1,2\n");

test("a gzip file is told by its first bytes, not by its name", () => {
  expect([...inflated(gzipSync(bytes), "table.csv")]).toEqual([...bytes]);
  expect(inflated(bytes, "table.csv.gz")).toBe(bytes);
});

test("a truncated gzip file is named", () => {
  const whole = gzipSync(bytes);
  expect(() => inflated(whole.subarray(0, whole.length - 9), "table.gz")).toThrow(
    "table.gz is a damaged gzip file: unexpected end of file",
  );
});

test("a damaged gzip file is named", () => {
  const damaged = gzipSync(bytes);
  damaged[damaged.length - 5]! ^= 1;
  expect(() => inflated(damaged, "table.gz")).toThrow("table.gz is a damaged gzip file: incorrect data check");
});

test("a gzip bomb stops at the limit", () => {
  const bomb = gzipSync(new Uint8Array(1_000_000));
  expect(bomb.length).toBeLessThan(1100);
  expect(() => inflated(bomb, "bomb.gz", 100_000)).toThrow("bomb.gz unpacks to more than 100000 bytes");
});

test("a byte-order mark is no part of the text", () => {
  expect(decodeText(new TextEncoder().encode("\ufeffa"), "a.csv")).toBe("a");
});

test.each([
  ["Latin-1", Uint8Array.of(0x63, 0x61, 0x66, 0xe9)],
  ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0x00)],
])("%s text is refused, not guessed", (_, text) => {
  expect(() => decodeText(text, "a.csv")).toThrow("a.csv is not UTF-8 text");
});
