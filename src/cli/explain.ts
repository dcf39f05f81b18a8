import { existsSync } from "node:fs";
import { nearest } from "../diagnostics/suggest.ts";
import { explainFile } from "../explain/explain-file.ts";
import { explainWord } from "../explain/explain-word.ts";
import { standardWords } from "../vocabulary/standard.ts";
import { UsageError } from "./failure.ts";
import { readModel } from "./sources.ts";
import { print } from "./terminal.ts";
import type { Define } from "./verbs.ts";

export const define: Define = (command) => {
  command.argument("<file or word>", "a spec (`-` for standard input), or a word of the language").action(explain);
};

function explain(what: string): void {
  if (!isPath(what)) return print(explainName(what));
  const model = readModel(what);
  if (model !== undefined) print(explainFile(model));
}

/** A word is a name alone. */
const isPath = (what: string): boolean => !/^\w[\w-]*$/.test(what) || existsSync(what);

/** Every word of that name: `mse` is a loss and a metric. */
function explainName(name: string): string {
  const words = standardWords();
  const found = words.filter((word) => word.name === name || word.aliases.includes(name));
  if (found.length > 0) return found.map(explainWord).join("\n");
  const near = nearest(
    name,
    words.flatMap((word) => [word.name, ...word.aliases]),
  );
  const help = near === undefined ? "a file is named with its ending: `spec.dnn`" : `did you mean \`${near}\`?`;
  throw new UsageError(`there is no file and no word \`${name}\``, help);
}
