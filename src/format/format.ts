/** Formatting as `prettier --write` does it: the options that hold for a file, the files that are left alone, the text. */
import { format, getFileInfo, resolveConfig, type Options } from "prettier";
import { languages, parsers, printers } from "./plugin.ts";

/** The options of prettier that hold for a file. */
export type Layout = Options;

/** The options of the nearest `.prettierrc` and `.editorconfig`; `undefined` for a file that `.prettierignore` or Git leaves out. */
export async function optionsFor(path: string): Promise<Layout | undefined> {
  const ignorePath = [".gitignore", ".prettierignore"];
  const { ignored } = await getFileInfo(path, { ignorePath, resolveConfig: false });
  return ignored ? undefined : ((await resolveConfig(path, { editorconfig: true, useCache: true })) ?? {});
}

/** The text of a sound spec in the one layout; a byte-order mark stays. */
export const formatText = (text: string, path: string, options: Layout): Promise<string> =>
  format(text, { ...options, parser: "dnn", filepath: path, plugins: [{ languages, parsers, printers }] });

/** What is wrong with an option, where that is why nothing was formatted. */
export const optionMistake = (error: unknown): string | undefined =>
  error instanceof Error && /^Invalid \S+ value/.test(error.message) ? error.message : undefined;
