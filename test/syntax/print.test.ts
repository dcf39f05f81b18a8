import fc from "fast-check";
import { expect, test } from "vitest";
import { printExpression } from "../../src/syntax/print.ts";
import type { BinaryOperator, Expression } from "../../src/syntax/ast.ts";
import { expression, meaning } from "./support.ts";

test.each([
  "a - (b - c)",
  "(a - b) * c",
  "(a ^ b) ^ c",
  "a ^ b ^ c",
  "a ^ -b",
  "(-a) ^ b",
  "-a ^ b",
  "not (a and b) or c",
  "(a < b) == c",
  "(if a then b else c) + d",
  "1 + (not a)",
  "-(a + b)",
  "[1, 2..3, if a then b else c]",
  "f(a, b: 20%, c: 10 epochs)",
  "1 epoch",
  "(0..1)..2",
  "0<..<1",
  'csv("a \\"b\\" \\n \\u{7}")',
  "1e-7",
  "1e21",
  "55000",
  "7%",
])("%s is printed as it stands", (text) => {
  expect(printExpression(expression(text))).toBe(text);
});

test.each([
  ["((a))", "a"],
  ["(a * b) + c", "a * b + c"],
  ["10_000 steps", "10000 steps"],
  ["f( a:1 , )", "f(a: 1)"],
])("%s is printed as %s", (text, printed) => {
  expect(printExpression(expression(text))).toBe(printed);
});

const span = { source: { path: "", text: "" }, start: 0, end: 0 };
const name = fc
  .constantFrom("a", "b", "rate", "step", "in", "data", "loss")
  .map((text) => ({ kind: "name", span, name: text }) as const);
const identifier = fc
  .constantFrom("f", "max", "train")
  .map((text) => ({ kind: "identifier", span, name: text }) as const);
const number = fc.oneof(
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((value) => ({ value, unit: undefined })),
  fc.integer({ min: 0, max: 1000 }).map((tenths) => ({ value: Number(`${tenths}e-3`), unit: "percent" as const })),
  fc.record({ value: fc.nat(), unit: fc.constantFrom("epochs" as const, "steps" as const, "samples" as const) }),
);
const operators: BinaryOperator[] = ["^", "*", "/", "+", "-", "==", "!=", "<", "<=", ">", ">=", "and", "or"];

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    name,
    number.map((fields) => ({ kind: "number", span, ...fields }) as const),
    fc
      .string({ unit: "binary" })
      .filter((text) => !/\p{Surrogate}/u.test(text))
      .map((value) => ({ kind: "string", span, value }) as const),
    fc.boolean().map((value) => ({ kind: "truth", span, value }) as const),
    fc.constant({ kind: "none", span } as const),
    fc
      .record({
        kind: fc.constant("argument" as const),
        span: fc.constant(span),
        name: fc.option(identifier, { nil: undefined }),
        value: tie("tree"),
      })
      .chain((argument) =>
        identifier.map((called) => ({ kind: "call", span, name: called, arguments: [argument] }) as const),
      ),
    fc.array(tie("tree"), { maxLength: 3 }).map((items) => ({ kind: "list", span, items }) as const),
    fc.record({
      kind: fc.constant("range" as const),
      span: fc.constant(span),
      low: tie("tree"),
      high: tie("tree"),
      openLow: fc.boolean(),
      openHigh: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("unary" as const),
      span: fc.constant(span),
      operator: fc.constantFrom("-" as const, "not" as const),
      operand: tie("tree"),
    }),
    fc.record({
      kind: fc.constant("binary" as const),
      span: fc.constant(span),
      operator: fc.constantFrom(...operators),
      left: tie("tree"),
      right: tie("tree"),
    }),
    fc.record({
      kind: fc.constant("if" as const),
      span: fc.constant(span),
      condition: tie("tree"),
      then: tie("tree"),
      else: tie("tree"),
    }),
  ),
}));

test("what is printed reads back the same", () => {
  fc.assert(
    fc.property(tree, (node) => {
      const printed = printExpression(node);
      expect(meaning(expression(printed))).toEqual(meaning(node));
      expect(printExpression(expression(printed))).toBe(printed);
    }),
    { numRuns: 1000 },
  );
});
