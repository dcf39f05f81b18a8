import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../diagnostics/suggest.ts";
import { explainFile } from "../explain/explain-file.ts";
import { explainWord } from "../explain/explain-word.ts";
import { rules } from "../rules/index.ts";
import { standardWords } from "../vocabulary/standard.ts";
import { UsageError } from "./failure.ts";
import { readModel } from "./sources.ts";
import { print } from "./terminal.ts";
import type { Define } from "./verbs.ts";

export const define: Define = (command) => {
  command
    .argument("<what>", "a spec (`-` for standard input), a word of the language, or a rule of `dnnc lint`")
    .action(explain);
};

function explain(what: string): void {
  if (!isPath(what)) return print(explainName(what));
  const model = readModel(what);
  if (model !== undefined) print(explainFile(model));
}

/** A word and a rule are a name alone. */
const isPath = (what: string): boolean => !/^\w[\w-]*$/.test(what) || existsSync(what);

function pageOf(rule: string): string {
  const page = join(__dirname, "rules", `${rule}.md`);
  try {
    return readFileSync(page, "utf8");
  } catch {
    throw new UsageError(`the page of the rule \`${rule}\` cannot be read: ${page}`, "build or install dnnc again");
  }
}

/** Every word of that name, for `mse` is a loss and a metric; or the page of a rule, which the build lays beside this. */
function explainName(name: string): string {
  if (rules.some((rule) => rule.name === name)) return pageOf(name);
  const words = standardWords();
  const found = words.filter((word) => word.name === name || word.aliases.includes(name));
  if (found.length > 0) return found.map(explainWord).join("\n");
  const known = [...words.flatMap((word) => [word.name, ...word.aliases]), ...rules.map((rule) => rule.name)];
  const near = nearest(name, known);
  const help = near === undefined ? "a file is named with its ending: `spec.dnn`" : `did you mean \`${near}\`?`;
  throw new UsageError(`there is no file, no word and no rule \`${name}\``, help);
}
