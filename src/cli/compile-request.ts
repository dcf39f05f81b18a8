/** What `dnnc compile` is asked for: held against itself, and made into the files that are wanted. */
import { basename, join } from "node:path";
import { emitModules, emitProgram, moduleFiles } from "../emit/tfjs/index.ts";
import type { Training } from "../network/resolve-train.ts";
import type { Source } from "../text/source.ts";
import { UsageError } from "./failure.ts";
import { isFolder, isSameFile, type OutputFile } from "./output-file.ts";
import { standardInput } from "./paths.ts";
import { chooseTraining, soundModel, tellFindings } from "./prepare.ts";
import { readOne } from "./sources.ts";

export interface Options {
  readonly output: string | undefined;
  readonly check: boolean;
  readonly force: boolean;
  readonly watch: boolean;
  readonly main: boolean;
}

/** A spec, and what its program is to be. */
export interface Request {
  readonly path: string;
  /** The train block, where there are several. */
  readonly name: string | undefined;
  /** Whether it runs when it is started by itself. */
  readonly main: boolean;
}

/** The files of a program, and those that one written earlier may have left beside them: modules that this one has not. */
export interface Outputs {
  readonly files: readonly OutputFile[];
  readonly leftovers: readonly string[];
}

/** Options that do not go together are refused. */
export function refuseMisuse(request: Request, { output, check, force, watch }: Options): void {
  if (watch && check) throw new UsageError("`--check` looks once, and takes no `--watch`");
  if (check && force) throw new UsageError("`--check` writes nothing, and takes no `--force`");
  if (watch && request.path === standardInput) throw new UsageError("standard input cannot be watched", "name a file");
  if (output === "") throw new UsageError("`--output` needs a path");
  if (output !== undefined) return;
  for (const [option, isAsked, what] of [
    ["--check", check, "checks"],
    ["--watch", watch, "writes"],
    ["--force", force, "overwrites"],
  ] as const)
    if (isAsked)
      throw new UsageError(
        `\`${option}\` needs the file or the folder that it ${what}`,
        `name it: \`${commandText(request, "FILE")} ${option}\``,
      );
}

/** The program as one text; `undefined` where there is none, which is told then. */
export async function programOf(request: Request): Promise<string | undefined> {
  const found = trainingOf(request);
  if (found === undefined) return undefined;
  const { text, diagnostics } = await emitProgram(found.training, specOf(found.source, request));
  tellFindings(diagnostics);
  return text;
}

/** The program as the files that go to a place: one, or its modules where the place is a folder, or is written as one. */
export async function outputsOf(request: Request, output: string): Promise<Outputs | undefined> {
  if (!/[\\/]$/.test(output) && !isFolder(output)) {
    const text = await programOf(request);
    return text === undefined ? undefined : { files: besides(request.path, [{ place: output, text }]), leftovers: [] };
  }
  const found = trainingOf(request);
  if (found === undefined) return undefined;
  const { files, diagnostics } = await emitModules(found.training, specOf(found.source, request));
  tellFindings(diagnostics);
  if (files === undefined) return undefined;
  return {
    files: besides(
      request.path,
      [...files].map(([file, text]) => ({ place: join(output, file), text })),
    ),
    leftovers: moduleFiles.filter((file) => !files.has(file)).map((file) => join(output, file)),
  };
}

function trainingOf({ path, name }: Request): { source: Source; training: Training } | undefined {
  const source = readOne(path);
  const model = soundModel(source);
  return model && { source, training: chooseTraining(model, name) };
}

const specOf = (source: Source, { main }: Request) => ({ file: basename(source.path), text: source.text, main });

/** No program takes the place of its spec. */
function besides(path: string, files: readonly OutputFile[]): readonly OutputFile[] {
  const same = path === standardInput ? undefined : files.find(({ place }) => isSameFile(path, place));
  if (same !== undefined) throw new UsageError(`${same.place} is the spec itself`, "write the program elsewhere");
  return files;
}

/** The command that writes a program, as a shell takes it. */
export const commandText = ({ path, name, main }: Request, output: string): string =>
  ["dnnc", "compile", path, ...(name === undefined ? [] : [name]), "-o", output, ...(main ? [] : ["--no-main"])]
    .map(quoted)
    .join(" ");

const quoted = (argument: string): string =>
  /^[\w@%+=:,./~^-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
