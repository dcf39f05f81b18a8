import { generateCstDts } from "chevrotain";
import { theParser } from "./parser.ts";

/** The text of grammar/cst.ts, as the grammar has it now. */
export const cstTypes = (): string =>
  "// Generated from grammar/parser.ts by scripts/generate.ts; not to be edited.\n" +
  generateCstDts(theParser().getGAstProductions(), { includeVisitorInterface: false })
    .replace(", ICstVisitor", "")
    .replaceAll(/\((\w+)\)\[\]/g, "$1[]")
    .replace(/\n*$/, "\n");
