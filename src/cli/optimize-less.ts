/** For long lints; a file of its own, for `node:v8` takes time to load. */
import { setFlagsFromString } from "node:v8";

/**
 * A thousand specs run thousands of functions a thousand times each, and V8 11, that of Node 20, is as long at making them fast as they
 * are at work: it waits for those that are run more often, and puts less into each. Later ones have a quicker compiler for that.
 */
export function optimizeLess(): void {
  if (!process.versions.v8.startsWith("11.")) return;
  setFlagsFromString("--interrupt-budget=300000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
}
