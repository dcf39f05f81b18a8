/** The broken specs in `broken/`: each has a title, its text, and behind `==>` what is said of it, with the places and the help. */
import { readdirSync, readFileSync } from "node:fs";
import { check } from "../../src/check.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { positionAt, type Span } from "../../src/text/source.ts";

export interface BrokenFile {
  readonly title: string;
  readonly text: string;
}

const folder = new URL("./broken/", import.meta.url);

export const collections = readdirSync(folder).map((name) => ({ name, path: new URL(name, folder).pathname }));

export const casesOf = (path: string): BrokenFile[] =>
  readFileSync(path, "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((written) => {
      const [title = "", ...lines] = written.split("==>\n")[0]!.trimEnd().split("\n");
      return { title, text: `${lines.join("\n")}\n` };
    });

/** `3:9-14`, or `3:9-4:2` over lines; the end is behind the last character. */
function placeOf({ source, start, end }: Span): string {
  const [from, to] = [positionAt(source, start), positionAt(source, end)];
  const until = from.line === to.line ? String(to.column) : `${to.line}:${to.column}`;
  return `${from.line}:${from.column}-${until}`;
}

const shown = ({ severity, message, at, help }: Diagnostic): string =>
  `${placeOf(at)} ${severity}: ${message}\n${help === undefined ? "" : `  help: ${help}\n`}`;

export const said = (text: string): string => check({ path: "broken.dnn", text }).diagnostics.map(shown).join("");

/** A collection as its file has it. */
export const written = (cases: readonly BrokenFile[]): string =>
  cases.map(({ title, text }) => `=== ${title}\n${text}==>\n${said(text)}`).join("\n");
