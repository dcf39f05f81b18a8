/** How long the parser takes to be made, in a process that has only loaded it. */
import { DnnParser } from "../../grammar/parser.ts";
import { tell } from "./rounds.ts";

export function measureParser(): void {
  const began = performance.now();
  new DnnParser();
  tell({ milliseconds: performance.now() - began });
}
