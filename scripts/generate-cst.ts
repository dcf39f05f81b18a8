/**
 * Writes grammar/cst.ts, the types of the concrete syntax tree, from the grammar:
 * npx rolldown scripts/generate-cst.ts --platform node -o /tmp/generate-cst.mjs && node /tmp/generate-cst.mjs
 */
import { writeFileSync } from "node:fs";
import { cstTypes } from "../grammar/cst-types.ts";

writeFileSync("grammar/cst.ts", cstTypes());
