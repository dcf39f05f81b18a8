import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { emitProgram } from "../emit/tfjs/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { unsupported, UsageError } from "./failure.ts";
import { choice, planned } from "./options.ts";
import { chooseTraining, soundModel, tellFindings } from "./prepare.ts";
import { readOne } from "./sources.ts";
import { print, tell } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly output: string | undefined;
}

export const define: Define = (command) => {
  command
    .argument("<spec>", "a spec, or `-` for standard input")
    .argument("[name]", "the train block, where there are several")
    .option("-o, --output <file>", "the program's file; standard output where none is given")
    .option("--target <name>", "tfjs", choice("target", ["tfjs"], ["pytorch"]), "tfjs")
    .action(run);
  planned(command, ["--check", "--watch"]);
};

async function run(path: string, name: string | undefined, { output }: Options): Promise<void> {
  if (
    output !== undefined &&
    (/[\\/]$/.test(output) || statSync(output, { throwIfNoEntry: false })?.isDirectory() === true)
  )
    throw unsupported("a folder for `--output`");
  const source = readOne(path);
  const model = soundModel(source);
  if (model === undefined) return void (process.exitCode = exitCodes.findings);
  const { text, diagnostics } = await emitProgram(chooseTraining(model, name), {
    file: basename(source.path),
    text: source.text,
  });
  tellFindings(diagnostics);
  if (text === undefined) return void (process.exitCode = exitCodes.findings);
  if (output === undefined) return print(text);
  try {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, text);
  } catch (error) {
    throw new UsageError(`cannot write ${output}: ${(error as Error).message}`);
  }
  tell(`${output} is written`);
}
