/** What the exit code of `dnnc` says. */
export const exitCodes = {
  done: 0,
  /** Findings at or above the failing severity, or output that is stale. */
  findings: 1,
  /** Wrong usage, a missing or unreadable file. */
  usage: 2,
  /** A bug in dnnc. */
  bug: 3,
  /** Training stopped by itself on NaN or infinity. */
  diverged: 4,
  interrupted: 130,
} as const;
