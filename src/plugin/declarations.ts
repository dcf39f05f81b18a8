/** The types of a spec's modules, beside the spec: TypeScript reads `mnist.d.dnn.ts` for an import of `./mnist.dnn`. */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { isolatedDeclarationSync } from "rolldown/experimental";

/** What a module exports, as declarations: an emitted program states the types of all that it exports. */
export function declarationsOf(program: string): string {
  const { code, errors } = isolatedDeclarationSync("program.ts", program);
  if (errors.length > 0) throw new Error(`the emitted program does not state its types: ${errors[0]!.message}`);
  // The program's header changes with every text of the spec, these types seldom.
  return code.replace(/^\/\*\*[^]*?\*\/\n/, "");
}

const heading = (file: string): string =>
  `/** The types of \`./${basename(file)}\`, written by dnnc when it is built: change the spec. */\n`;

/** Writes the types of a spec with one train block; says why it could not. */
export const writeTypes = (file: string, program: string): string | undefined =>
  writeWhereChanged(file.replace(/\.dnn$/, ".d.dnn.ts"), heading(file) + declarationsOf(program));

/**
 * Writes the types of the modules of a spec that are imported by the names of their train blocks. TypeScript looks for no file of
 * such a name, and finds a declaration of the module: wherever `tsconfig.json` includes the file.
 */
export function writeTypesByTrain(file: string, programs: ReadonlyMap<string, string>): string | undefined {
  const modules = [...programs].map(([train, program]) => {
    const name = JSON.stringify(`*/${basename(file)}?train=${train}`);
    const ambient = declarationsOf(program).replace(/^(export )?declare /gm, "$1");
    return `declare module ${name} {\n${ambient}}\n`;
  });
  return writeWhereChanged(file.replace(/\.dnn$/, ".dnn.trains.d.ts"), heading(file) + modules.join("\n"));
}

/** Whoever watches the file is left alone where there is nothing new. */
function writeWhereChanged(file: string, text: string): string | undefined {
  try {
    if (textOf(file) !== text) writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `the types of the spec cannot be written: ${(error as Error).message}`;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
