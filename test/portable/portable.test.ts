/** The laws that let a function be printed into a program by itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const folder = resolve(import.meta.dirname, "../../src/portable");

describe.each(readdirSync(folder))("src/portable/%s", (name) => {
  const file = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.ES2022, true);
  const statements = [...file.statements];

  test("imports nothing but its neighbours and node", () => {
    const from = statements
      .filter(ts.isImportDeclaration)
      .map((each) => (each.moduleSpecifier as ts.StringLiteral).text);
    expect(from.filter((path) => !/^(\.\/[a-z-]+\.ts|node:[a-z/]+)$/.test(path))).toEqual([]);
  });

  test("holds exported functions, constants and types alone", () => {
    const kinds = [
      ts.isImportDeclaration,
      ts.isFunctionDeclaration,
      ts.isInterfaceDeclaration,
      ts.isTypeAliasDeclaration,
    ];
    const isConstant = (each: ts.Statement) =>
      ts.isVariableStatement(each) && (each.declarationList.flags & ts.NodeFlags.Const) !== 0;
    const others = statements.filter((each) => !kinds.some((is) => is(each)) && !isConstant(each));
    expect(others.map((each) => each.getText())).toEqual([]);
    const hidden = statements.filter(
      (each) => !ts.isImportDeclaration(each) && !/^export (?!default)/.test(each.getText()),
    );
    expect(hidden.map((each) => each.getText())).toEqual([]);
  });

  test("says above each of them what it is for", () => {
    const silent = statements.filter(
      (each) => !ts.isImportDeclaration(each) && ts.getJSDocCommentsAndTags(each).length === 0,
    );
    expect(silent.map((each) => each.getText())).toEqual([]);
  });

  test("keeps its functions short", () => {
    const lines = (node: ts.Node) => node.getText().split("\n").length;
    const long = statements.filter((each) => ts.isFunctionDeclaration(each) && lines(each) > 26);
    expect(long.map((each) => (each as ts.FunctionDeclaration).name!.text)).toEqual([]);
  });
});
