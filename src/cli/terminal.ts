/** What the verbs say goes through here: results to standard output, all else to standard error. */
import picocolors from "picocolors";
import { grouped } from "../explain/numbers.ts";

/** A result, on standard output. */
export const print = (text: string): void => void process.stdout.write(text);

/** A message about the work, on standard error. */
export const tell = (text: string): void => void process.stderr.write(`dnnc: ${text}\n`);

/** Colour only where a terminal shows it and nobody has asked for none (`NO_COLOR`, whatever its value). */
export const wantsColors = (stream: { readonly isTTY?: boolean | undefined } = process.stdout): boolean =>
  stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";

/** Functions that give a text a colour, or leave it as it is. */
export const paints = (colors: boolean): ReturnType<typeof picocolors.createColors> => picocolors.createColors(colors);

/** `1 file`, `2,000 files`; without `Intl`, whose first use costs a small lint a tenth of its time. */
export const counted = (count: number, what: string): string => `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;

/** Whether the terminal's letters are not UTF-8, as far as the locale says. */
export function isPlainTerminal(env: NodeJS.ProcessEnv = process.env): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return locale !== "" && !/utf-?8/i.test(locale);
}
