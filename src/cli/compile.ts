import { checkOutputs } from "./compile-check.ts";
import { commandText, outputsOf, programOf, refuseMisuse, type Options, type Request } from "./compile-request.ts";
import { tellUpdate, updateOutputs } from "./compile-write.ts";
import { exitCodes } from "./exit-codes.ts";
import { choice } from "./options.ts";
import { print, tell } from "./terminal.ts";
import type { Define } from "./verbs.ts";
import { stampOf, watchOver } from "./watch.ts";

export const define: Define = (command) => {
  command
    .argument("<spec>", "a spec, or `-` for standard input")
    .argument("[name]", "the train block, where there are several")
    .option(
      "-o, --output <path>",
      "the program's file, or a folder for several modules, which ends in `/` or is there; standard output where none is given",
    )
    .option("--check", "write nothing; fail where a file is not what would be written, for CI", false)
    .option("--force", "overwrite a file that dnnc did not write, or that was changed since", false)
    .option("--no-main", "leave out the part that trains when the program is started by itself")
    .option("--watch", "compile again after each change of the spec, until Ctrl-C, which ends it with code 0", false)
    .option("--target <name>", "tfjs", choice("target", ["tfjs"], ["pytorch"]), "tfjs")
    .action(run);
};

async function run(path: string, name: string | undefined, options: Options): Promise<void> {
  const { output, check, force, watch, main } = options;
  const request = { path, name, main };
  refuseMisuse(request, options);
  if (output !== undefined) {
    if (watch) return watching(request, output, force);
    const outputs = await outputsOf(request, output);
    if (outputs === undefined) process.exitCode = exitCodes.findings;
    else if (!check) tellUpdate(output, outputs.files, updateOutputs(outputs, force));
    else if (!checkOutputs(output, outputs, commandText(request, output))) process.exitCode = exitCodes.findings;
    return;
  }
  const text = await programOf(request);
  if (text === undefined) process.exitCode = exitCodes.findings;
  else print(text);
}

const watching = (request: Request, output: string, force: boolean): Promise<never> =>
  watchOver(
    request.path,
    () => stampOf(request.path),
    async () => {
      const began = performance.now();
      const outputs = await outputsOf(request, output);
      const seconds = (): string => ` (${((performance.now() - began) / 1000).toFixed(2)} s)`;
      if (outputs === undefined) tell(`nothing is written; watching ${request.path} goes on`);
      else tellUpdate(output, outputs.files, updateOutputs(outputs, force), seconds());
    },
  );
