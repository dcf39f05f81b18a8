/** Which files have changed, as Git tells: against the last commit, or against the place where a branch began. */
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "./failure.ts";

export interface Changed {
  /** Whether a file is new, changed or renamed, committed or not; files that Git ignores are no news. */
  has(path: string): boolean;
}

/** What differs from the base, or from the last commit where none is named. */
export function changedFiles(base: string | undefined): Changed {
  const top = toplevel();
  const from = base === undefined ? lastCommit() : mergeBase(base);
  const tracked = from === undefined ? git(["ls-files", "-z", "--full-name", ":/"]) : differing(from);
  const untracked = git(["ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/"]);
  const names = [...tracked.split("\0"), ...untracked.split("\0")].filter((name) => name !== "");
  const files = new Set(names.map((name) => join(top, name)));
  return { has: (path) => files.has(realPath(path)) };
}

/** Files that are gone are left out; of a renamed one the new name is told. */
const differing = (from: string): string =>
  git(["diff", "--name-only", "-z", "--diff-filter=d", "--no-ext-diff", from, "--"]);

function toplevel(): string {
  const found = run(["rev-parse", "--show-toplevel"]);
  if (found.code === 0) return realPath(found.out.replace(/\n$/, ""));
  const isOutside = /not a git repository/i.test(found.err);
  throw new UsageError(
    isOutside ? "`--changed` asks Git, and this folder is in no repository" : `Git refuses: ${firstLine(found.err)}`,
    isOutside ? "name the files instead, or run it within the repository" : undefined,
  );
}

/** `undefined` in a repository without a commit: everything in it is new then. */
function lastCommit(): string | undefined {
  const found = run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  return found.code === 0 ? found.out.trim() : undefined;
}

/** Where the present commit and the base part, so that what others have done since is no change of ours. */
function mergeBase(base: string): string {
  const commit = run(["rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`]);
  if (commit.code !== 0)
    throw new UsageError(
      `Git knows no \`${base}\``,
      "fetch it first: `git fetch origin BRANCH`, and name `origin/BRANCH`; in CI, check out with the whole history",
    );
  const found = run(["merge-base", commit.out.trim(), "HEAD"]);
  if (found.code === 0) return found.out.trim();
  throw new UsageError(
    `\`${base}\` and the present commit have no common commit here`,
    "in CI, check out with the whole history (`fetch-depth: 0`, `GIT_DEPTH: 0`)",
  );
}

function git(args: readonly string[]): string {
  const { code, out, err } = run(args);
  if (code === 0) return out;
  throw new UsageError(`Git refuses: ${firstLine(err)}`);
}

/** Runs Git without what a repository's own settings could make it run. */
function run(args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const found = spawnSync("git", ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: 256 * 1024 * 1024,
  });
  const { code } = (found.error ?? {}) as NodeJS.ErrnoException;
  if (code === "ENOENT")
    throw new UsageError("`--changed` asks Git, and there is no `git` here", "name the files instead");
  if (found.error !== undefined) throw found.error;
  return { code: found.status, out: found.stdout, err: found.stderr };
}

const firstLine = (text: string): string => text.trim().split("\n")[0]!;

/** The real path of a file's folder, and the file's own name: a link in a repository is a file of its own. */
function realPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), path.split(/[/\\]/).at(-1)!);
  } catch {
    return path;
  }
}
