/** `-o`: writes programs, and never over what a hand has made or changed unless it is told to. */
import { readHeader } from "../emit/header.ts";
import { UsageError } from "./failure.ts";
import { differenceLines, firstDifference } from "./first-difference.ts";
import { readKept, writeDevice, writeOutputs, type Different, type OutputFile } from "./output-file.ts";
import { wantsColors } from "./terminal.ts";

/** Writes what differs from what is there, and touches nothing else: the files that were written. */
export function updateOutputs(files: readonly OutputFile[], force: boolean): readonly OutputFile[] {
  const kept = files.map((file) => ({ file, kept: readKept(file) }));
  if (!force) for (const { file, kept: found } of kept) if (found.state === "different") refuseLoss(file, found);
  const changed = kept.filter(({ kept: { state } }) => state !== "same");
  writeOutputs(changed.flatMap(({ file, kept: { state } }) => (state === "device" ? [] : [file])));
  for (const { file, kept: found } of changed) if (found.state === "device") writeDevice(file);
  return changed.map(({ file }) => file);
}

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
    [...handsChanges(file, kept), "write to another file, or lose what is there with `--force`"].join("\n"),
  );
}

/** What the hand has changed; it is known where the same compiler wrote the file from the same spec. */
function handsChanges(file: OutputFile, { text, header }: Different): readonly string[] {
  const fresh = readHeader(file.text)!;
  if (header?.version !== fresh.version || header.specHash !== fresh.specHash) return [];
  const found = firstDifference(file.text, text.replace(/\r\n/g, "\n"));
  return found === undefined ? [] : ["", ...differenceLines(found, wantsColors(process.stderr)), ""];
}
