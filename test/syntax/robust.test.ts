import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Count, tokenize } from "../../grammar/tokens.ts";
import { limits } from "../../src/syntax/guard.ts";
import { findExcess } from "../../src/syntax/scan.ts";
import { childrenOf, type Node } from "../../src/syntax/visit.ts";
import type { Span } from "../../src/text/source.ts";
import { read } from "./support.ts";

const examples = readdirSync(new URL("./examples/", import.meta.url)).map((name) =>
  readFileSync(new URL(`./examples/${name}`, import.meta.url), "utf8"),
);

/** The laws of every reading, whatever was read. */
function hold(text: string): void {
  const { file, diagnostics } = read(text);
  const within = ({ start, end }: { start: number; end: number }): boolean =>
    0 <= start && start <= end && end <= text.length;
  expect(diagnostics.length).toBeLessThanOrEqual(limits.findings);
  for (const { at, related = [], fix, message, help = "" } of diagnostics) {
    expect([at, ...related.map((place) => place.at), ...(fix?.edits ?? [])].every(within)).toBe(true);
    expect(`${message} ${help}`).not.toMatch(/undefined|NaN|Expecting|-->|\[object/);
    expect(message.length).toBeLessThan(150);
  }
  const walk = (node: Node): void => {
    if (node.kind !== "file") expect(within(node.span)).toBe(true);
    childrenOf(node).forEach(walk);
  };
  walk(file);
}

const many = (text: string, times = 40_000): string => text.repeat(times);
const formula = (text: string): string => `activation f(x) = ${text}`;

test.each([
  ["minus", formula(`${many("-")}x`)],
  ["not", formula(`${many("not ")}x`)],
  ["a long sum", formula(`x${many(" + x")}`)],
  ["a tower of powers", formula(`x${many(" ^ x")}`)],
  ["a chain of `else if`", formula(`${many("if a then b else ")}c`)],
  ["`if` in conditions", formula(`${many("if ")}c`)],
  ["`if` in branches", formula(`${many("if a then ")}c${many(" else d")}`)],
  ["parentheses", formula(`${many("(")}x${many(")")}`)],
  ["open parentheses", formula(many("("))],
  ["calls", formula(`${many("f(a, ")}x${many(")")}`)],
  ["lists", `data a { b: ${many("[")}${many("]")} }`],
  ["sums in parentheses", formula(`${many("(", 150)}x${many(" + 1 + 1 + 1 + 1)", 150)}`)],
])("%s without end is one finding and no overflow", (_name, text) => {
  const { file, diagnostics } = read(`data sound { a: 1 }\n${text}\ndata also { a: 1 }`);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]!.message).toMatch(/more than \d+/);
  expect(file.declarations).toMatchObject([{ name: { name: "sound" } }, { name: { name: "also" } }]);
});

test.each([
  ["nesting", formula(`${many("(", 200)}x${many(")", 200)}`)],
  ["calls", formula(`${many("f(", 200)}x${many(")", 200)}`)],
  ["a sum", formula(`x${many(" + x", 499)}`)],
  ["powers", formula(`x${many(" ^ x", 499)}`)],
  ["conditions", formula(`${many("if ", 499)}x${many(" then y else z", 499)}`)],
  ["blocks", `network a { ${many("repeat 2 { ", 198)} relu ${many("}", 198)} }`],
])("%s up to the limit is read", (_name, text) => {
  expect(read(text).diagnostics).toEqual([]);
  hold(text);
});

test("a file that is too large is refused in one sentence", () => {
  const { diagnostics } = read("a ".repeat(limits.size / 2 + 1));
  expect(diagnostics.map(({ message }) => message)).toEqual(["the file is too large for a spec"]);
});

test("a file of more tokens than a tree is made of is refused in one sentence", () => {
  const { diagnostics } = read(`data a { b: [${"1,".repeat(limits.tokens / 2)}] }`);
  expect(diagnostics.map(({ message }) => message)).toEqual(["the file is too long for a spec"]);
});

test.each([
  ["characters that no token has", "@$ ".repeat(limits.strange)],
  ["letters of other scripts", "é".repeat(limits.strange + 1)],
  ["control characters beside text", `${"\u0001".repeat(10_100)}${"a".repeat(10_000)}\\`.repeat(2)],
  ["backslashes in a text that nothing closes", `"${"\\".repeat(limits.strange + 2)}`],
  ["lone quotation marks", "'\n".repeat(limits.strange + 1)],
  ["escaped quotation marks in one line", '"\\'.repeat(limits.strange + 1)],
])("a file of %s is refused in one sentence, before it is split", (_, text) => {
  const start = performance.now();
  const messages = read(text).diagnostics.map(({ message }) => message);
  expect([["this is no spec"], ["this is not a text file"]]).toContainEqual(messages);
  expect(performance.now() - start).toBeLessThan(2000);
});

test("the look before the splitting counts no token too many, and passes what is sound", () => {
  for (const text of examples) {
    const { tokens } = tokenize(text);
    const counts = tokens.filter(({ tokenType }) => tokenType === Count).length;
    expect(findExcess(text, { tokens: tokens.length + counts, strange: 0, unclosed: 0 })).toBeUndefined();
  }
  const piece = fc.constantFrom(
    ...[" ", "\n", "a", "relu", "12", "0.5", "1e-3", "20%", "..", "<..<", "->", "==", "^", "/", "//", "/*", "*/"],
    ...["+", "-", "(", ")", "{", "}", "[", "]", ",", ":", '"', "\\", "'", "#", ";", "é", "@"],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const { tokens, groups } = tokenize(text);
      const all = tokens.length + (groups["mistakes"]?.length ?? 0);
      const unclosed = (text.match(/["']/g) ?? []).length;
      expect(
        findExcess(text, { tokens: 2 * all + unclosed + 1, strange: Infinity, unclosed: Infinity }),
      ).toBeUndefined();
    }),
    { numRuns: 3000 },
  );
});

test.each(["data a\0 { }", "\u0001\u0002\u0003data", "\u007fELF\u0002\u0001\u0001\u0003"])(
  "%j is not a text file",
  (text) => {
    expect(read(text).diagnostics.map(({ message }) => message)).toEqual(["this is not a text file"]);
  },
);

test.each([
  ["strings", many('"', 300_000)],
  ["escapes", `data a { b: "${many("\\n", 1_000_000)}" }`],
  ["digits", `data a { b: ${many("1_", 1_000_000)} }`],
  ["stars", `/*${many("*", 1_000_000)}`],
  ["unknown characters", many("@ ", 100_000)],
  ["missing commas", `data a { b: [${many("1 ", 50_000)}] }`],
  ["damaged entries", `train a on b {\n${many("  epochs 30\n", 50_000)}}`],
  ["damaged declarations", many("data a { b 1 }\n", 30_000)],
  ["damaged heads", many("data a b 1 }\n", 30_000)],
  ["closing braces", many("}", 100_000)],
  ["doc comments", many("/// a\n", 100_000)],
])("a file of %s is read in good time", (_name, text) => {
  const start = performance.now();
  hold(text);
  expect(performance.now() - start).toBeLessThan(30_000);
});

test("tokens up to the limit are read in linear time", () => {
  const time = (times: number): number => {
    const start = performance.now();
    expect(read(`train a on b {\n${"  epochs: 30\n".repeat(times)}}`).diagnostics).toEqual([]);
    return performance.now() - start;
  };
  time(1000);
  const [tenth, whole] = [time(8000), time(80_000)];
  expect(whole).toBeLessThan(Math.max(40 * tenth, 5000));
});

const pieces =
  "data network block train preset import stage repeat state on as activation loss layer if then else and or not in true none x defaults 1 20% 3 epochs 0.5 \"s\" 's' \" { } ( ) [ ] , : = -> .. ..< + - * / ^ < == ! && ; # @ é \n // /// \\ . '";

test("no sequence of tokens is thrown at", () => {
  const token = fc.constantFrom(...pieces.split(" "), " ", "\n");
  fc.assert(
    fc.property(fc.array(token, { maxLength: 60 }), (tokens) => hold(tokens.join(" "))),
    { numRuns: 1000 },
  );
});

test("no text is thrown at", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), hold), { numRuns: 1000 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => hold(new TextDecoder().decode(bytes))),
    { numRuns: 1000 },
  );
});

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

test("a token taken out of an example is missed where it stood, and nowhere else", () => {
  for (const example of examples) {
    for (const { startOffset, image } of tokenize(example).tokens) {
      const text = example.slice(0, startOffset) + example.slice(startOffset + image.length);
      const { diagnostics } = read(text);
      const isNear = ({ at }: { at: Span }): boolean =>
        Math.abs(lineOf(text, at.start) - lineOf(text, startOffset)) <= 1;
      expect(diagnostics.length, `${image} at ${startOffset}`).toBeLessThanOrEqual(2);
      for (const { at, message, related = [] } of diagnostics) {
        expect([{ at }, ...related].some(isNear), `${image} at ${startOffset}: ${message}`).toBe(true);
      }
    }
  }
});

test("no damage to an example is thrown at", () => {
  const damage = fc.record({
    example: fc.constantFrom(...examples),
    at: fc.nat(),
    length: fc.nat({ max: 12 }),
    put: fc.oneof(fc.constant(""), fc.constantFrom(...pieces.split(" "))),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), ([first, ...more]) => {
      let text = first!.example;
      for (const { at, length, put } of [first!, ...more]) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + put + text.slice(start + length);
      }
      hold(text);
    }),
    { numRuns: 1000 },
  );
});
