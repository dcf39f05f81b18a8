import { expect, test } from "vitest";
import { belongs, declarationWords, Identifier, KindOfWord, tokenize, tokens } from "../../grammar/tokens.ts";
import { builtInKinds, formulaKinds } from "../../src/syntax/ast.ts";

const namesOf = (text: string): string[] => tokenize(text).tokens.map(({ tokenType }) => tokenType.name);

test("every kind of word is a soft keyword", () => {
  for (const kind of [...formulaKinds, ...builtInKinds]) {
    const [token] = tokenize(kind).tokens;
    expect([belongs(token!.tokenType, Identifier), belongs(token!.tokenType, KindOfWord)]).toEqual([true, true]);
    expect(declarationWords).toContain(kind);
  }
});

test("a keyword with more letters behind it is a name", () => {
  for (const { PATTERN } of tokens) {
    if (typeof PATTERN === "string" && /^[a-z]+$/.test(PATTERN))
      expect(namesOf(`${PATTERN}_1`)).toEqual(["Identifier"]);
  }
});

test.each([
  ["0..255", ["NumberLiteral", "ClosedRange", "NumberLiteral"]],
  ["0..<1", ["NumberLiteral", "RangeOpenAbove", "NumberLiteral"]],
  ["0<..1", ["NumberLiteral", "RangeOpenBelow", "NumberLiteral"]],
  ["0<..<1", ["NumberLiteral", "OpenRange", "NumberLiteral"]],
  ["a<-1", ["Identifier", "Less", "Minus", "NumberLiteral"]],
  ["a->b", ["Identifier", "Arrow", "Identifier"]],
  ["1e-3 1e5 1E+5 5.5e5", ["NumberLiteral", "NumberLiteral", "NumberLiteral", "NumberLiteral"]],
  ["55__000", ["BadNumber"]],
  ["1.", ["BadNumber"]],
  ["3x", ["BadNumber"]],
  ["10 epochs", ["Count"]],
  ["10 epochs_left", ["NumberLiteral", "Identifier"]],
  ["10\nepochs", ["NumberLiteral", "Identifier"]],
  ["10 epochs: 3", ["NumberLiteral", "Identifier", "Colon", "NumberLiteral"]],
  ["10 epochs // why\n: 3", ["Count", "Colon", "NumberLiteral"]],
  ['"a" "b\\"c" "d', ["StringLiteral", "StringLiteral", "UnclosedString"]],
  ['("d)', ["LeftParenthesis", "UnclosedString", "RightParenthesis"]],
  ["initializer in inn", ["InitializerKind", "In", "Identifier"]],
])("%j is made of %j", (text, names) => {
  expect(namesOf(text)).toEqual(names);
});

test("comments are kept apart in their order", () => {
  const { tokens: found, groups } = tokenize("/// a\nx // b\n//c");
  expect(found).toHaveLength(1);
  expect(groups["comments"]!.map(({ image }) => image)).toEqual(["/// a", "// b", "//c"]);
});
