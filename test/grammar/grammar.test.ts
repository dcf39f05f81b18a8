import { readFileSync } from "node:fs";
import { Lexer } from "chevrotain";
import { expect, test } from "vitest";
import { cstTypes } from "../../grammar/cst-types.ts";
import { DnnParser } from "../../grammar/parser.ts";
import { tokens } from "../../grammar/tokens.ts";

test("the grammar passes Chevrotain's validations, which the product skips", () => {
  expect(() => new DnnParser(false)).not.toThrow();
});

test("the tokens pass the lexer's validations and are found by their first character", () => {
  const lexer = new Lexer(tokens, { positionTracking: "onlyOffset", ensureOptimizations: true });
  expect(lexer.lexerDefinitionErrors).toEqual([]);
});

test("grammar/cst.ts is fresh", () => {
  expect(readFileSync(new URL("../../grammar/cst.ts", import.meta.url), "utf8")).toBe(cstTypes());
});
