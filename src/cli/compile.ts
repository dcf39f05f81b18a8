import { basename } from "node:path";
import { emitProgram } from "../emit/tfjs/index.ts";
import type { Source } from "../text/source.ts";
import { checkOutputs } from "./compile-check.ts";
import { updateOutputs } from "./compile-write.ts";
import { exitCodes } from "./exit-codes.ts";
import { unsupported, UsageError } from "./failure.ts";
import { choice, planned } from "./options.ts";
import { isFolder, isSameFile } from "./output-file.ts";
import { standardInput } from "./paths.ts";
import { chooseTraining, soundModel, tellFindings } from "./prepare.ts";
import { readOne } from "./sources.ts";
import { print, tell } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly output: string | undefined;
  readonly check: boolean;
  readonly force: boolean;
}

export const define: Define = (command) => {
  command
    .argument("<spec>", "a spec, or `-` for standard input")
    .argument("[name]", "the train block, where there are several")
    .option("-o, --output <file>", "the program's file; standard output where none is given")
    .option("--check", "write nothing; fail where the file is not what would be written, for CI", false)
    .option("--force", "overwrite a file that dnnc did not write, or that was changed since", false)
    .option("--target <name>", "tfjs", choice("target", ["tfjs"], ["pytorch"]), "tfjs")
    .action(run);
  planned(command, ["--watch"]);
};

async function run(path: string, name: string | undefined, options: Options): Promise<void> {
  const { output, check, force } = options;
  refuseMisuse(path, options);
  const text = await compiled(readOne(path), name);
  if (text === undefined) return void (process.exitCode = exitCodes.findings);
  if (output === undefined) return print(text);
  const files = [{ place: output, text }];
  if (check) {
    const command = ["dnnc", "compile", path, ...(name === undefined ? [] : [name]), "-o", output]
      .map(quoted)
      .join(" ");
    process.exitCode = checkOutputs(files, command) ? exitCodes.done : exitCodes.findings;
    return;
  }
  const written = updateOutputs(files, force);
  for (const { place } of files)
    tell(`${place} ${written.some((file) => file.place === place) ? "is written" : "is up to date"}`);
}

/** Options that do not go together, and places that no program goes to. */
function refuseMisuse(path: string, { output, check, force }: Options): void {
  if (output === undefined) {
    if (check)
      throw new UsageError(
        "`--check` needs the file that it checks",
        `name it: \`dnnc compile ${quoted(path)} -o FILE --check\``,
      );
    if (force) throw new UsageError("`--force` needs the file that it overwrites", "name it with `-o FILE`");
    return;
  }
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
