import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import type { PortableText } from "../src/emit/tfjs/portable.ts";

/**
 * The text of `src/emit/tfjs/portable-text.ts`: every declaration of the folder and of `others` with what it uses, files that others
 * import before those that import them, and in a file the order in which it is written.
 */
export function portableModule(folder: string, others: readonly string[] = []): string {
  const paths = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const rootNames = [...paths.sort().map((path) => resolve(folder, path)), ...others.map((path) => resolve(path))];
  const program = ts.createProgram({
    rootNames,
    options: { noLib: true, noEmit: true, types: [], module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true },
  });
  const inFolder = join(resolve(folder), "/");
  const files = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(inFolder) || rootNames.includes(fileName));
  const texts = files.flatMap((file) => portableTexts(file, program.getTypeChecker()));
  const twice = texts.find(([name], i) => texts.findIndex(([other]) => other === name) < i);
  if (twice !== undefined) throw new Error(`${folder} declares ${twice[0]} in two files, and a program holds both`);
  return [
    "// Generated from src/portable/*.ts and src/formula/erf.ts by `npm run generate`; not to be edited.",
    'import type { PortableText } from "./portable.ts";',
    "",
    "/** Every declaration that a program can carry, in an order to read them in. */",
    "export const portableTexts: Readonly<Record<string, PortableText>> = {",
    ...texts.map(([name, text]) => `  ${name}: ${JSON.stringify(text)},`),
    "};",
    "",
  ].join("\n");
}

/** The declarations of a file by name. `getText` leaves out what stands above a node but for its doc comment. */
function portableTexts(file: ts.SourceFile, checker: ts.TypeChecker): [string, PortableText][] {
  return file.statements.flatMap((statement) => {
    const name = declaredName(statement);
    if (name === undefined) return [];
    const { text, fails } = withThrows(statement, file);
    const found = [...references(statement, checker)].filter(
      (each) => each.name !== name && (fails || each.name !== "fail"),
    );
    const uses = found.filter(({ from }) => from === undefined).map((each) => each.name);
    const imports: Record<string, string[]> = {};
    for (const { name: imported, from } of found)
      if (from !== undefined) imports[from] = [...(imports[from] ?? []), imported].sort();
    const doc = ts.getJSDocCommentsAndTags(statement).map((comment) => `${comment.getText(file)}\n`);
    return [[name, { text: doc.join("") + text.replace(/^export /, ""), uses: [...new Set(uses)].sort(), imports }]];
  });
}

/** The text of a declaration, `fail(…)` as a statement written as the error that it throws; whether `fail` is left elsewhere. */
function withThrows(statement: ts.Statement, file: ts.SourceFile): { readonly text: string; readonly fails: boolean } {
  const start = statement.getStart(file);
  let text = statement.getText(file);
  let fails = 0;
  const visit = (node: ts.Node): void => {
    // From the last to the first, so that the places of those before stay right.
    for (const child of [...node.getChildren(file)].reverse()) visit(child);
    if (!ts.isCallExpression(node) || node.expression.getText(file) !== "fail") return;
    const at = (ts.isExpressionStatement(node.parent) ? node : undefined)?.getStart(file);
    if (at === undefined) fails++;
    else text = `${text.slice(0, at - start)}throw new Error${text.slice(at - start + "fail".length)}`;
  };
  visit(statement);
  return { text, fails: fails > 0 };
}

function declaredName(statement: ts.Statement): string | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]!.name.getText();
  const named = [ts.isFunctionDeclaration, ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration];
  return named.some((is) => is(statement)) ? (statement as ts.DeclarationStatement).name!.getText() : undefined;
}

/** What is declared elsewhere at the top of a file; `from` names the module of Node. */
interface Reference {
  readonly name: string;
  readonly from: string | undefined;
}

/** The names in a statement that stand for declarations of the folder or imports from Node; local names do not. */
function* references(node: ts.Node, checker: ts.TypeChecker): Generator<Reference> {
  if (ts.isIdentifier(node)) {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    for (const declaration of symbol?.declarations ?? []) {
      const imported = ts.isImportSpecifier(declaration) ? moduleOf(declaration) : undefined;
      if (imported !== undefined && (declaration as ts.ImportSpecifier).propertyName !== undefined)
        throw new Error(`${node.text} is another name for an import, which a printed program would not know`);
      if (imported !== undefined || isTop(declaration))
        yield { name: node.text, from: imported?.startsWith("node:") ? imported : undefined };
    }
  }
  for (const child of node.getChildren()) if (child.kind !== ts.SyntaxKind.JSDoc) yield* references(child, checker);
}

const moduleOf = (specifier: ts.ImportSpecifier): string =>
  (specifier.parent.parent.parent.moduleSpecifier as ts.StringLiteral).text;

const isTop = (declaration: ts.Declaration): boolean =>
  ts.isSourceFile(declaration.parent) ||
  (ts.isVariableDeclaration(declaration) && ts.isSourceFile(declaration.parent.parent.parent));
