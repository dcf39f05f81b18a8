/** `--check`: whether committed programs are what would be written, and what is told where they are not. Nothing is written. */
import { compilerVersion, readHeader, withoutHeader, type Header } from "../emit/header.ts";
import { underneath } from "./failure.ts";
import { differenceLines, firstDifference } from "./first-difference.ts";
import { readKept, type Different, type OutputFile } from "./output-file.ts";
import { tell, wantsColors } from "./terminal.ts";

/** Tells of every file how it stands; whether all are as `command` would write them. */
export function checkOutputs(files: readonly OutputFile[], command: string): boolean {
  const states = files.map((file) => {
    const kept = readKept(file);
    if (kept.state === "same") tell(`${file.place} is up to date`);
    else if (kept.state === "different") tell(underneath(staleText(file, kept, command)));
    else
      tell(underneath([`${file.place} is ${kept.state === "missing" ? "missing" : "no file"}`, `run \`${command}\``]));
    return kept.state;
  });
  return states.every((state) => state === "same");
}

/** Where a file differs from what would be written, why, and what writes it. */
function staleText(file: OutputFile, { text, header }: Different, command: string): readonly string[] {
  const found = firstDifference(withoutHeader(text), withoutHeader(file.text));
  const isLost = header === undefined || header.isChanged;
  return [
    `${file.place} is stale: it differs from what would be written, ${found === undefined ? "only in its header" : `first in line ${found.line}`}`,
    ...reasons(header, readHeader(file.text)!),
    ...(found === undefined ? [] : ["", ...differenceLines(found, wantsColors(process.stderr)), ""]),
    `run \`${command}${isLost ? " --force" : ""}\`${isLost ? ", which overwrites what is there" : ""}`,
  ];
}

/** Why a file is not as it would be written, as far as the headers tell: the compiler, the spec, a hand, or a formatter. */
function reasons(kept: Header | undefined, fresh: Header): readonly string[] {
  if (kept === undefined) return ["dnnc did not write it, or its header was taken out"];
  const found = [
    kept.version === fresh.version ? undefined : `it was written by dnnc ${kept.version}; this is ${compilerVersion}`,
    kept.file === fresh.file ? undefined : `it was written from ${kept.file}`,
    kept.file === fresh.file && kept.specHash !== fresh.specHash
      ? `${fresh.file} has changed since it was written`
      : undefined,
    kept.isChanged ? "it was changed by hand since dnnc wrote it" : undefined,
  ].filter((reason) => reason !== undefined);
  return found.length > 0 ? found : ["it was laid out anew, as by a formatter, which should leave it out"];
}
