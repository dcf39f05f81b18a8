/** Paths as CI systems want them: from the root of the checkout, with `/` between their parts. */
import { isAbsolute, relative, resolve, sep } from "node:path";

/** Where the checkout lies, as GitHub, GitLab, Jenkins and Azure Pipelines tell a step. */
const checkouts = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE", "BUILD_SOURCESDIRECTORY"];

/** The root that is asked for, or that of the checkout where this folder lies in one; else this folder. */
export function projectRoot(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  if (asked !== undefined) return resolve(asked);
  const here = process.cwd();
  const known = checkouts.flatMap((name) => env[name] || []).map((folder) => resolve(folder));
  return known.find((folder) => isBelow(here, folder)) ?? here;
}

const isBelow = (path: string, folder: string): boolean => !isOutside(relative(folder, path));

const isOutside = (path: string): boolean => path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);

/** A path from a folder on; absolute where it lies outside; what is no path, `<stdin>`, as it is. */
export function pathFrom(folder: string): (path: string) => string {
  return (path) => {
    if (path === "<stdin>") return path;
    const found = relative(folder, resolve(path));
    return (isOutside(found) ? resolve(path) : found).split(sep).join("/");
  };
}
