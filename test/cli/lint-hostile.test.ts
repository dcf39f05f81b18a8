/** Specs made to hurt whoever lints them: each ends soon, in little memory, with a finding and no internal error. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dnnc, folderOf, sound } from "./command.ts";

const inside = (items: string): string => sound.replace("  input\n", `  input\n${items}\n`);
const times = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join("\n");
/** A file as large as one may be. */
const filled = (part: string): string => part.repeat(Math.floor((2 * 1024 * 1024) / Buffer.byteLength(part)));

const specs: Readonly<Record<string, string | Uint8Array>> = {
  "nested parentheses": `activation f(x) = ${"(".repeat(500_000)}x${")".repeat(500_000)}`,
  "nested brackets": `data a { b: ${"[".repeat(500_000)}${"]".repeat(500_000)} }`,
  "nested braces": `network a ${"{".repeat(500_000)}${"}".repeat(500_000)}`,
  "all brackets, closed wrongly": "([{)]}".repeat(100_000),
  "a million tokens": "a ".repeat(1_000_000),
  "a million layers": inside("relu\n".repeat(300_000)),
  "a repeat without end": inside("repeat 1_000_000_000 { dense(8) }"),
  "repeats in repeats": inside("repeat 1000 { repeat 1000 { repeat 1000 { dense(8) } } }"),
  "blocks of blocks": `${times(60, (i) => `block b${i} { ${i === 0 ? "dense(4)" : `b${i - 1}\n b${i - 1}`} }`)}\n${inside("b59")}`,
  "blocks in a circle": `block a { b }\nblock b { a }\n${inside("a")}`,
  "numbers out of range": inside("dense(1e308)\ndense(9e99999)\ndropout(1e400%)\ndense(-1)"),
  "a number of two million digits": inside(`dense(${"9".repeat(2_000_000)})`),
  "an import that leaves the folder": `import "../../../../etc/passwd"\n${sound}`,
  "an import of itself": `import "./a.dnn"\n${sound}`,
  "a text of two megabytes": `data d { source: csv("${"x".repeat(2_000_000)}") }`,
  "texts that nothing closes": filled('"\\'),
  "lone quotation marks": filled("'\n"),
  "unknown characters": filled("@$"),
  "unknown letters": filled("é"),
  "unknown characters among names": filled("a@"),
  points: filled("a."),
  zeros: "\0".repeat(1_000_000),
  "a file of 100 MB": Buffer.alloc(100_000_000, "a "),
  "thousands of runs": `${sound}${times(20_000, (i) => `train small on arms as t${i} { epochs: 3 }`)}`,
  "thousands of large networks": times(2000, (i) => `network n${i} { input(2)\n repeat 19000 { relu } }`),
  "thousands of mistakes": inside("dens(3)\n".repeat(40_000)),
  "thousands of names": `data d { features: [${'"a", '.repeat(100_000)}] }`,
  "thousands of ignore comments": `${"// dnnc-ignore selu-init: x\n".repeat(70_000)}${sound}`,
};

const folder = () => folderOf({});

test.skipIf(process.platform !== "linux").each(Object.keys(specs))("%s", { timeout: 120_000 }, async (name) => {
  const cwd = folder();
  const meter = `process.on("exit", () => { const { user, system } = process.cpuUsage();
    require("fs").writeFileSync("used.json", JSON.stringify({ memory: Number(/VmHWM:\\s+(\\d+)/.exec(require("fs").readFileSync("/proc/self/status", "utf8"))[1]) / 1024, time: (user + system) / 1e6 })); });`;
  // The most memory that the process itself has had; what `resourceUsage` tells begins with its parent's.
  writeFileSync(join(cwd, "meter.cjs"), meter);
  writeFileSync(join(cwd, "a.dnn"), specs[name]!);
  const { code, out, err } = await dnnc(["lint", "a.dnn"], { cwd, env: { NODE_OPTIONS: "--require ./meter.cjs" } });
  expect([0, 1, 2]).toContain(code);
  expect(`${out}${err}`).toMatch(/^(error|warning|info)\[|too large/);
  expect(err).not.toContain("    at ");
  const { memory, time } = (await import(join(cwd, "used.json"), { with: { type: "json" } })).default;
  // Seconds of processor, several times what a quiet machine takes; megabytes.
  expect(time).toBeLessThan(5);
  expect(memory).toBeLessThan(300);
});
