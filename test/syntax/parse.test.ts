import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { printExpression } from "../../src/syntax/print.ts";
import { childrenOf, nodesAt, visit, type Node } from "../../src/syntax/visit.ts";
import { textOf } from "../../src/text/source.ts";
import type { Block, Data, Network, Train, Word } from "../../src/syntax/ast.ts";
import { expression, meaning, read } from "./support.ts";

const folders = ["./examples/", "../../grammar/std/"].map((folder) => new URL(folder, import.meta.url));
const specs = folders.flatMap((folder) =>
  readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") })),
);

const values = ["number", "string", "truth", "none", "name", "call", "list", "range", "unary", "binary", "if"];
const isExpression = (node: Node): node is Extract<Node, { kind: "number" }> => values.includes(node.kind);

test.each(specs)("$name is read without a finding, and every span covers its node", ({ name, text }) => {
  const { file, diagnostics } = parse({ path: name, text });
  expect(diagnostics).toEqual([]);
  expect(file.declarations.length).toBeGreaterThan(0);
  visit(file, {
    identifier: (node) => expect(textOf(node.span)).toBe(node.name),
    comment: (node) => expect(textOf(node.span)).toContain(node.text),
  });
  const inside = (node: Node): void => {
    for (const child of childrenOf(node)) {
      if (node.kind !== "file" && child.kind !== "file") {
        expect([node.span.start <= child.span.start, child.span.end <= node.span.end]).toEqual([true, true]);
      }
      if (isExpression(child)) expect(meaning(expression(textOf(child.span)))).toEqual(meaning(child));
      inside(child);
    }
  };
  inside(file);
});

test.each(specs)("$name means the same with Windows line ends, and with a byte-order mark", ({ name, text }) => {
  const { file } = parse({ path: name, text });
  for (const other of [text.replaceAll("\n", "\r\n"), `\ufeff${text}`]) {
    const read = parse({ path: name, text: other });
    expect(read.diagnostics).toEqual([]);
    expect(meaning(read.file)).toEqual(meaning(file));
  }
});

test("an empty file is an empty file", () => {
  for (const text of ["", "\n", "// nothing\n"]) {
    const { file, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(file).toMatchObject({ entries: [], declarations: [] });
  }
});

test("newlines carry no meaning but for a count and its unit", () => {
  const { file } = read("train a on b { batch_size: 32\n epochs: 30\n every: 10\nepochs: 5  patience: 3 epochs}");
  const { entries } = file.declarations[0] as Train;
  expect(entries.map(({ name, value }) => [name.name, textOf(value.span)])).toEqual([
    ["batch_size", "32"],
    ["epochs", "30"],
    ["every", "10"],
    ["epochs", "5"],
    ["patience", "3 epochs"],
  ]);
});

test.each([
  ["10 epochs", 10, "epochs"],
  ["1 epoch", 1, "epochs"],
  ["10_000  steps", 10000, "steps"],
  ["100 samples", 100, "samples"],
  ["20%", 0.2, "percent"],
  ["7%", 0.07, "percent"],
  ["0.1%", 0.001, "percent"],
  ["1e1%", 0.1, "percent"],
  ["55_000", 55000, undefined],
  ["1e-3", 0.001, undefined],
  ["0.9", 0.9, undefined],
])("%s is worth %d %s", (text, value, unit) => {
  expect(expression(text)).toMatchObject({ kind: "number", value, unit });
});

test.each([" : 1", " = 1", "\n: 1", " { a: 1 }"])("a unit before `%s` is a name", (follows) => {
  const { file } = read(`train a on b { every: 10 epochs${follows} }`);
  const train = file.declarations[0] as Train | undefined;
  expect(train?.entries.map(({ name }) => name.name)).toEqual(["every", "epochs"]);
});

test("a unit before `==` is a unit", () => {
  expect(expression("10 epochs == a")).toMatchObject({ kind: "binary", left: { unit: "epochs" } });
});

test.each([
  ["0..255", false, false],
  ["0..<1", false, true],
  ["0<..1", true, false],
  ["0<..<1", true, true],
  ["-1..1", false, false],
  ["a + 1 .. b", false, false],
])("the range %s", (text, openLow, openHigh) => {
  expect(expression(text)).toMatchObject({ kind: "range", openLow, openHigh });
});

test.each([
  ["-a ^ b", "-(a ^ b)"],
  ["a ^ b ^ c", "a ^ (b ^ c)"],
  ["a ^ -b ^ c * d", "(a ^ (-(b ^ c))) * d"],
  ["a - b - c", "(a - b) - c"],
  ["a / b * c", "(a / b) * c"],
  ["a + b * c ^ d", "a + (b * (c ^ d))"],
  ["not a == b", "not (a == b)"],
  ["not a and b or c", "((not a) and b) or c"],
  ["a or b and c", "a or (b and c)"],
  ["a or b .. c", "(a or b) .. c"],
  ["- - a", "-(-a)"],
  ["not not a", "not (not a)"],
  ["-a * b", "(-a) * b"],
  ["if a then b else c + d", "if a then b else (c + d)"],
  ["if a then b else if c then d else e", "if a then b else (if c then d else e)"],
  ["if if a then b else c then d else e", "if (if a then b else c) then d else e"],
  ["if a then if b then c else d else e", "if a then (if b then c else d) else e"],
  ["a < b + c", "a < (b + c)"],
])("%s means %s", (text, grouped) => {
  expect(meaning(expression(text))).toEqual(meaning(expression(grouped)));
});

test("soft keywords are names wherever they open nothing", () => {
  const { file, diagnostics } = read(`
    data data { source: csv("x")  train: x  target: target }
    network network { layer = input(stage: 3)  repeat -> block(on: as)  state  repeat layer { import } }
    train train on data as preset { stage: 1  stage stage { epochs: 3 }  state { data: 1 } }
    loss loss(target, metric) { state { state: 1 }  state = state + metric  loss = state }
    preset metric { train { on: 1 } }
  `);
  expect(diagnostics).toEqual([]);
  expect(file.declarations).toHaveLength(5);
  expect((file.declarations[2] as Train).stages).toHaveLength(1);
});

test("words may have a formula, a body, or a signature alone, and need no parentheses", () => {
  const { file, diagnostics } = read(
    "layer flatten\nlayer dense(units in integer, bias: true,)\nschedule s { rate = 1 }",
  );
  expect(diagnostics).toEqual([]);
  const [flatten, dense, schedule] = file.declarations as Word[];
  expect(flatten).toMatchObject({ parameters: [], body: undefined });
  expect(dense!.parameters).toMatchObject([{ limits: { name: "integer" } }, { default: { value: true } }]);
  expect(schedule!.body).toMatchObject({ kind: "body", lines: [{ name: { name: "rate" } }] });
});

test("a parameter may have a default and limits, or a pattern", () => {
  const { file } = read("loss f(a: 0.1 in 0<..1, b in [x, y], c = softmax(z)) = c");
  const { parameters } = file.declarations[0] as Word;
  expect(parameters.map(({ span }) => textOf(span))).toEqual(["a: 0.1 in 0<..1", "b in [x, y]", "c = softmax(z)"]);
  expect(parameters[2]).toMatchObject({ default: undefined, pattern: { name: { name: "softmax" } } });
});

test("`in` is a value and a step", () => {
  const { file, diagnostics } = read("block a { in -> b  c = in  add(in) }");
  expect(diagnostics).toEqual([]);
  expect((file.declarations[0] as Block).items).toMatchObject([
    { keep: undefined, steps: [{ kind: "name", name: "in" }, { name: "b" }] },
    { keep: { name: "c" }, steps: [{ kind: "name", name: "in" }] },
    { steps: [{ kind: "call", arguments: [{ value: { kind: "name", name: "in" } }] }] },
  ]);
});

test("items stand in the order of the text", () => {
  const { file } = read("network a { input  defaults { bias: false }  repeat 2 { relu }  dense(1)  outputs: [x] }");
  expect((file.declarations[0] as Network).items.map(({ kind }) => kind)).toEqual([
    "flow",
    "entry",
    "repeat",
    "flow",
    "entry",
  ]);
});

test("doc comments belong to what follows them", () => {
  const { file } = read(`/// A file's
// (not this)
/// first declaration.
data a {
  /// Where from.
  source: x   /// What.
  target: y
}
network b {
  /// Kept.
  c = input
  /// Thrice.
  repeat 3 { relu }
}
/// Of nothing.
`);
  const [a, b] = file.declarations as [Data, Network];
  expect(a.doc).toBe("A file's\nfirst declaration.");
  expect(a.entries.map(({ doc }) => doc)).toEqual(["Where from.", "What."]);
  expect(b.doc).toBeUndefined();
  expect(b.items.map(({ doc }) => doc)).toEqual(["Kept.", "Thrice."]);
  expect(file.comments).toHaveLength(8);
  expect(file.comments[1]).toMatchObject({ text: "(not this)", doc: false });
});

test("strings know four escapes", () => {
  expect(expression(String.raw`"a\"b\\c\nd\u{1F600}"`)).toMatchObject({ value: 'a"b\\c\nd😀' });
});

test("the nodes around a place are found from the outside in", () => {
  const { file } = read("network a { dense(units: 300) }");
  expect(nodesAt(file, 26).map(({ kind }) => kind)).toEqual(["file", "network", "flow", "call", "argument", "number"]);
  expect(printExpression(expression("f(a:1,)"))).toBe("f(a: 1)");
});
