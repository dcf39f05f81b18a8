import { basename } from "node:path";
import { emitProgram } from "../emit/tfjs/index.ts";
import type { Source } from "../text/source.ts";
import { checkOutputs } from "./compile-check.ts";
import { updateOutputs } from "./compile-write.ts";
import { exitCodes } from "./exit-codes.ts";
import { mistakeText, unsupported, UsageError } from "./failure.ts";
import { choice } from "./options.ts";
import { isFolder, isSameFile, type OutputFile } from "./output-file.ts";
import { standardInput } from "./paths.ts";
import { chooseTraining, soundModel, tellFindings } from "./prepare.ts";
import { readOne } from "./sources.ts";
import { print, tell } from "./terminal.ts";
import type { Define } from "./verbs.ts";
import { onEachChange } from "./watch.ts";

interface Options {
  readonly output: string | undefined;
  readonly check: boolean;
  readonly force: boolean;
  readonly watch: boolean;
}

export const define: Define = (command) => {
  command
    .argument("<spec>", "a spec, or `-` for standard input")
    .argument("[name]", "the train block, where there are several")
    .option("-o, --output <file>", "the program's file; standard output where none is given")
    .option("--check", "write nothing; fail where the file is not what would be written, for CI", false)
    .option("--force", "overwrite a file that dnnc did not write, or that was changed since", false)
    .option("--watch", "compile again after each change of the spec, until Ctrl-C, which ends it with code 0", false)
    .option("--target <name>", "tfjs", choice("target", ["tfjs"], ["pytorch"]), "tfjs")
    .action(run);
};

async function run(path: string, name: string | undefined, options: Options): Promise<void> {
  const { output, check, force, watch } = options;
  refuseMisuse(path, options);
  if (output !== undefined && watch) return watching(path, name, output, force);
  const text = await compiled(readOne(path), name);
  if (text === undefined) return void (process.exitCode = exitCodes.findings);
  if (output === undefined) return print(text);
  const files = [{ place: output, text }];
  if (!check) return tellWritten(files, updateOutputs(files, force));
  const command = ["dnnc", "compile", path, ...(name === undefined ? [] : [name]), "-o", output].map(quoted).join(" ");
  process.exitCode = checkOutputs(files, command) ? exitCodes.done : exitCodes.findings;
}

function tellWritten(files: readonly OutputFile[], written: readonly OutputFile[], behind = ""): void {
  for (const file of files) tell(`${file.place} is ${written.includes(file) ? "written" : "up to date"}${behind}`);
}

/** What is wrong before the first program is written ends it; later the user is at work, and is told. */
async function watching(path: string, name: string | undefined, output: string, force: boolean): Promise<never> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(exitCodes.done));
  let isFirst = true;
  return onEachChange(path, async () => {
    try {
      const began = performance.now();
      const text = await compiled(readOne(path), name);
      const files = text === undefined ? [] : [{ place: output, text }];
      tellWritten(files, updateOutputs(files, force), ` (${((performance.now() - began) / 1000).toFixed(2)} s)`);
      if (text === undefined) tell(`nothing is written; watching ${path} goes on`);
    } catch (error) {
      if (isFirst || !(error instanceof UsageError)) throw error;
      tell(`${mistakeText(error)}\n      watching ${path} goes on`);
    }
    if (isFirst) tell(`watching ${path}; Ctrl-C ends`);
    isFirst = false;
  });
}

/** Options that do not go together, and places that no program goes to. */
function refuseMisuse(path: string, { output, check, force, watch }: Options): void {
  if (watch && check) throw new UsageError("`--check` looks once, and takes no `--watch`");
  if (output === undefined) {
    if (check)
      throw new UsageError(
        "`--check` needs the file that it checks",
        `name it: \`dnnc compile ${quoted(path)} -o FILE --check\``,
      );
    if (force) throw new UsageError("`--force` needs the file that it overwrites", "name it with `-o FILE`");
    if (watch) throw new UsageError("`--watch` needs the file that it writes", "name it with `-o FILE`");
    return;
  }
  if (watch && path === standardInput) throw new UsageError("standard input cannot be watched", "name a file");
  if (check && force) throw new UsageError("`--check` writes nothing, and takes no `--force`");
  if (output === "") throw new UsageError("`--output` needs a path");
  if (/[\\/]$/.test(output) || isFolder(output)) throw unsupported("a folder for `--output`");
  if (path !== standardInput && isSameFile(path, output))
    throw new UsageError(`${output} is the spec itself`, "write the program to another file");
}

/** The program of a spec; `undefined` where there is none, which is told then. */
async function compiled(source: Source, name: string | undefined): Promise<string | undefined> {
  const model = soundModel(source);
  if (model === undefined) return undefined;
  const spec = { file: basename(source.path), text: source.text };
  const { text, diagnostics } = await emitProgram(chooseTraining(model, name), spec);
  tellFindings(diagnostics);
  return text;
}

/** An argument as a shell takes it. */
const quoted = (argument: string): string =>
  /^[\w@%+=:,./~^-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
