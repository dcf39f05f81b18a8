import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeSource, readSource } from "../../src/text/read.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "dnnc-read-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const problemOf = (path: string, bytes = 100): string => {
  const read = readSource(path, { bytes });
  return "problem" in read ? read.problem.message : "none";
};

test("a file is read under the name it was given", () => {
  const path = file("sound.dnn", "data é {}\r\n");
  expect(readSource(path)).toEqual({ source: { path, text: "data é {}\r\n" }, isMarked: false });
});

test("a byte-order mark is dropped", () => {
  expect(readSource(file("bom.dnn", "\ufeffdata"))).toMatchObject({ source: { text: "data" }, isMarked: true });
});

test("a file up to the limit is read, and not beyond", () => {
  expect(problemOf(file("most.dnn", "a".repeat(100)))).toBe("none");
  expect(problemOf(file("more.dnn", "a".repeat(101)))).toBe("the file is too large for a spec");
});

test("what cannot be read is told apart", () => {
  mkdirSync(join(folder, "specs"));
  symlinkSync(join(folder, "loop"), join(folder, "loop"));
  expect(problemOf(join(folder, "absent.dnn"))).toBe("there is no such file");
  expect(problemOf(join(file("sound.dnn", ""), "below.dnn"))).toBe("there is no such file");
  expect(problemOf(join(folder, "specs"))).toBe("this is a folder");
  expect(problemOf(join(folder, "loop"))).toBe("the links in the path go round in a circle");
  expect(problemOf(join(folder, "a\0b"))).toBe("this is no path");
  expect(problemOf(join(folder, "a".repeat(300)))).toBe("the path is too long");
});

test.skipIf(process.platform === "win32")("a device or a pipe is no spec, and is not waited for", () => {
  execFileSync("mkfifo", [join(folder, "pipe")]);
  expect(problemOf(join(folder, "pipe"))).toBe("this is not a regular file");
  expect(problemOf("/dev/zero")).toBe("this is not a regular file");
});

test.skipIf(process.platform === "win32" || process.getuid?.() === 0)("a file without permission", () => {
  const path = file("secret.dnn", "");
  chmodSync(path, 0o000);
  expect(problemOf(path)).toBe("the file may not be read");
});

test.each([
  ["the file is not text in UTF-8", [0x64, 0xff, 0x61]],
  ["the file is not text in UTF-8", [0xed, 0xa0, 0x80]],
  ["the file is in UTF-16", [0xff, 0xfe, 0x64, 0x00]],
])("%s", (message, bytes) => {
  expect(decodeSource("x", Uint8Array.from(bytes))).toMatchObject({ problem: { message } });
});
