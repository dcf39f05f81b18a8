/** `-o`: writes programs, and never over what a hand has made or changed unless it is told to. */
import { rmSync } from "node:fs";
import { readHeader } from "../emit/header.ts";
import type { Outputs } from "./compile-request.ts";
import { UsageError } from "./failure.ts";
import { differenceLines, firstDifference } from "./first-difference.ts";
import { readKept, writeDevice, writeOutputs, type Different, type OutputFile } from "./output-file.ts";
import { tell, wantsColors } from "./terminal.ts";
import { writing } from "./unwritable.ts";

/** The places that were written, and those that were removed. */
export interface Update {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** Writes what differs from what is there, removes what it has left there earlier, and touches nothing else. */
export function updateOutputs({ files, leftovers }: Outputs, force: boolean): Update {
  const kept = files.map((file) => ({ file, kept: readKept(file) }));
  if (!force) for (const { file, kept: found } of kept) if (found.state === "different") refuseLoss(file, found);
  const changed = kept.filter(({ kept: { state } }) => state !== "same");
  writeOutputs(changed.flatMap(({ file, kept: { state } }) => (state === "device" ? [] : [file])));
  for (const { file, kept: found } of changed) if (found.state === "device") writeDevice(file);
  const removed = leftovers.filter((place) => isLeftover(place, files));
  for (const place of removed) writing(place, undefined, () => rmSync(place));
  return { written: changed.map(({ file }) => file.place), removed };
}

/** Whether a file was written by dnnc from the same spec, and nobody has changed it since. */
export function isLeftover(place: string, files: readonly OutputFile[]): boolean {
  const kept = readKept({ place, text: "" });
  const header = kept.state === "different" ? kept.header : undefined;
  return header?.isChanged === false && header.file === readHeader(files[0]!.text)!.file;
}

/** Tells what was done; `behind` stands at the end of the line. */
export function tellUpdate(
  output: string,
  files: readonly OutputFile[],
  { written, removed }: Update,
  behind = "",
): void {
  const done = [
    ...(written.length > 0 ? [`${isAre(written)} written`] : []),
    ...(removed.length > 0 ? [`${isAre(removed)} removed`] : []),
  ];
  const all = files.length === 1 ? output : `${output}: ${files.length} files`;
  tell(`${done.length > 0 ? done.join(", ") : `${all} ${files.length === 1 ? "is" : "are"} up to date`}${behind}`);
}

/** `a is`, `a, b and c are` */
export const isAre = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0]!} is` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!} are`;

/** What a hand has written is not overwritten; an empty file holds nothing that could be lost. */
function refuseLoss(file: OutputFile, kept: Different): void {
  const { text, header } = kept;
  if (header?.isChanged === false || text.trim() === "") return;
  const what =
    header === undefined
      ? "was not written by dnnc, or its header was taken out"
      : "was changed by hand since dnnc wrote it";
  throw new UsageError(
    `${file.place} ${what}: it is not overwritten`,
    [...handsChanges(file, kept), "write to another place, or lose what is there with `--force`"].join("\n"),
  );
}

/** What the hand has changed; it is known where the same compiler wrote the file from the same spec. */
function handsChanges(file: OutputFile, { text, header }: Different): readonly string[] {
  const fresh = readHeader(file.text)!;
  if (header?.version !== fresh.version || header.specHash !== fresh.specHash) return [];
  const found = firstDifference(file.text, text.replace(/\r\n/g, "\n"));
  return found === undefined ? [] : ["", ...differenceLines(found, wantsColors(process.stderr)), ""];
}
