import { transformSync } from "rolldown/utils";

/** A program without its types: what is emitted has nothing of TypeScript in it that needs more than to be left out. */
export function withoutTypes(program: string): string {
  const { code, errors } = transformSync("program.ts", program, { typescript: { onlyRemoveTypeImports: true } });
  if (errors.length > 0) throw new Error(`the emitted program cannot be read: ${errors[0]!.message}`);
  return code;
}
