/**
 * The line of an emitted file that says who wrote it and from what, such as
 * `Written by dnnc 0.1.0 from fashion.dnn (sha256 1f2e3d4c5b6a7988, seal 8877665544332211): change the spec, or make this file your own.`
 * The first number is the spec's, so that its text can be found again; the seal is the file's own, and breaks when a hand changes it.
 */
import { createHash } from "node:crypto";
import manifest from "../../package.json" with { type: "json" };

export const compilerVersion = manifest.version;

export interface Spec {
  /** The file's name, without its folder: the same bytes on every machine. */
  readonly file: string;
  readonly text: string;
}

/** What the header of a file says. */
export interface Header {
  readonly version: string;
  readonly file: string;
  readonly specHash: string;
  /** Whether somebody has changed the file since it was written; a formatter that only lays it out anew does not count. */
  readonly isChanged: boolean;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

export const withLineFeeds = (text: string): string => text.replace(/\r\n/g, "\n");

/** The first 16 digits of the SHA-256 of a spec's text, whatever its line endings are on this machine. */
export const specHash = (text: string): string => digest(withLineFeeds(text));

/** The line, still without the seal; for the doc comment at the top of a file. */
export const headerLine = ({ file, text }: Spec): string =>
  `Written by dnnc ${compilerVersion} from ${oneLine(file)} (sha256 ${specHash(text)}): change the spec, or make this file your own.`;

/** A file's name may hold what would end the line, or what shows as something else. */
const oneLine = (file: string): string => file.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");

const line = /Written by dnnc (\S+) from (.+) \(sha256 ([0-9a-f]{16})(?:, seal ([0-9a-f]{16}))?\): change the spec/g;

interface Found {
  readonly match: RegExpExecArray;
  /** Where the seal stands, or would stand. */
  readonly from: number;
  readonly to: number;
}

/** The header of a text: the last such line of the first comment that has one. What the spec's own docs say comes before it. */
function find(text: string): Found | undefined {
  for (const comment of text.matchAll(/\/\*[^]*?\*\//g)) {
    const match = [...comment[0].matchAll(line)].at(-1);
    if (match === undefined) continue;
    const from = comment.index + match.index + match[0].indexOf(match[3]!, match[0].lastIndexOf("(sha256 ")) + 16;
    return { match, from, to: from + (match[4] === undefined ? 0 : ", seal ".length + 16) };
  }
  return undefined;
}

/**
 * The number of what a text says, its layout left out: spaces, quotes, commas, semicolons and parentheses are the choice of
 * whoever formats the repository it is kept in, and so is the bar before the first of several types.
 */
const contentHash = (text: string): string => digest(text.replace(/[\s"'`;,()]/g, "").replace(/([:=<])\|/g, "$1"));

/** A whole file with its seal. */
export function sealed(text: string): string {
  const found = find(text);
  if (found === undefined) throw new Error("a file without a header cannot be sealed");
  const bare = text.slice(0, found.from) + text.slice(found.to);
  return `${bare.slice(0, found.from)}, seal ${contentHash(bare)}${bare.slice(found.from)}`;
}

/** What a file's header says; `undefined` where dnnc did not write the file, or its user has made it their own. */
export function readHeader(text: string): Header | undefined {
  const found = find(text);
  if (found === undefined) return undefined;
  const [, version, file, hash, seal] = found.match;
  const bare = text.slice(0, found.from) + text.slice(found.to);
  return { version: version!, file: file!, specHash: hash!, isChanged: seal !== contentHash(bare) };
}

/** A text with Unix line endings and its header's line left blank: what changes with each spec and version is not looked at then. */
export function withoutHeader(text: string): string {
  const found = find(text);
  if (found === undefined) return withLineFeeds(text);
  const lineStart = text.lastIndexOf("\n", found.from) + 1;
  const lineEnd = text.indexOf("\n", found.from);
  return withLineFeeds(text.slice(0, lineStart) + (lineEnd < 0 ? "" : text.slice(lineEnd)));
}

/** Whether two files say the same, whatever their headers and their layout are. */
export const isSameContent = (one: string, other: string): boolean =>
  contentHash(withoutHeader(one)) === contentHash(withoutHeader(other));
