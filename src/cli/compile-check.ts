/** `--check`: whether committed programs are what would be written, and what is told where they are not. Nothing is written. */
import { compilerVersion, isSameContent, readHeader, withoutHeader } from "../emit/header.ts";
import type { Outputs } from "./compile-request.ts";
import { isAre, isLeftover, tellUpdate } from "./compile-write.ts";
import { underneath } from "./failure.ts";
import { differenceLines, firstDifference, type Difference } from "./first-difference.ts";
import { readKept, type Different, type OutputFile } from "./output-file.ts";
import { tell, wantsColors } from "./terminal.ts";

/** A file that is there and not as it would be written; `found` is absent where its header alone is another. */
interface Stale {
  readonly file: OutputFile;
  readonly kept: Different;
  readonly found: Difference | undefined;
}

/** Tells how the files of a program stand, those of an earlier one too; whether all are as `command` would write them. */
export function checkOutputs(output: string, { files, leftovers }: Outputs, command: string): boolean {
  const kept = files.map((file) => ({ file, kept: readKept(file) }));
  const placesOf = (state: string): string[] =>
    kept.flatMap((one) => (one.kept.state === state ? [one.file.place] : []));
  const stale = kept.flatMap(({ file, kept: one }) => (one.state === "different" ? [staleOf(file, one)] : []));
  const [byHeader, byContent] = [stale.filter(({ found }) => !found), stale.filter(({ found }) => found)];
  const isLost = stale.some(({ kept: { header } }) => header === undefined || header.isChanged);
  const told = [
    ...byContent.map((one) => staleText([one])),
    ...(byHeader.length > 0 ? [staleText(byHeader)] : []),
    ...listed(placesOf("missing"), "missing"),
    ...listed(placesOf("device"), "no regular file"),
    ...listed(
      leftovers.filter((place) => isLeftover(place, files)),
      "left from an earlier program: this one has none",
    ),
  ];
  if (told.length === 0) {
    tellUpdate(output, files, { written: [], removed: [] });
    return true;
  }
  const run = `run \`${command}${isLost ? " --force" : ""}\`${isLost ? ", which overwrites what is there" : ""}`;
  for (const [i, lines] of told.entries()) tell(underneath(i === told.length - 1 ? [...lines, run] : lines));
  return false;
}

const staleOf = (file: OutputFile, kept: Different): Stale => ({
  file,
  kept,
  found: firstDifference(withoutHeader(kept.text), withoutHeader(file.text)),
});

const listed = (places: readonly string[], what: string): readonly (readonly string[])[] =>
  places.length === 0 ? [] : [[`${isAre(places)} ${what}`]];

/** Where a file differs from what would be written, and why; or files that differ alike, by their headers alone. */
function staleText(stale: readonly Stale[]): readonly string[] {
  const { file, kept, found } = stale[0]!;
  const places = stale.map((one) => one.file.place);
  const [differ, header] = stale.length === 1 ? ["it differs", "its header"] : ["they differ", "their headers"];
  return [
    `${isAre(places)} stale: ${differ} from what would be written, ${found === undefined ? `only in ${header}` : `first in line ${found.line}`}`,
    ...reasons(file, kept),
    ...(found === undefined ? [] : ["", ...differenceLines(found, wantsColors(process.stderr)), ""]),
  ];
}

/** Why a file is not as it would be written, as far as the headers tell: the compiler, the spec, a hand, or a formatter. */
function reasons(file: OutputFile, { text, header }: Different): readonly string[] {
  const fresh = readHeader(file.text)!;
  if (header === undefined) return ["dnnc did not write it, or its header was taken out"];
  const found = [
    header.version === fresh.version
      ? undefined
      : `it was written by dnnc ${header.version}; this is ${compilerVersion}`,
    header.file === fresh.file ? undefined : `it was written from ${header.file}`,
    header.file === fresh.file && header.specHash !== fresh.specHash
      ? `${fresh.file} has changed since it was written`
      : undefined,
    header.isChanged ? "it was changed by hand since dnnc wrote it" : undefined,
  ].filter((reason) => reason !== undefined);
  if (found.length > 0) return found;
  return isSameContent(text, file.text)
    ? ["it was laid out anew, as by a formatter: let that leave it out, as by .prettierignore"]
    : ["it was written of another train block, or with other options"];
}
