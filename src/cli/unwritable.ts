import { UsageError } from "./failure.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EACCES: "it may not be written",
  EPERM: "it may not be written",
  EROFS: "the disk is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "a file is in the way",
  EEXIST: "a file is in the way",
  EISDIR: "a folder is in the way",
  EDQUOT: "the quota is used up",
  ENAMETOOLONG: "the path is too long",
  ERR_INVALID_ARG_VALUE: "this is no path",
};

/** Does file work; what the disk refuses is the user's to mend. */
export function writing<T>(path: string, help: string | undefined, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "") throw error;
    throw new UsageError(`cannot write ${path}: ${reasons[code] ?? message}`, help);
  }
}
