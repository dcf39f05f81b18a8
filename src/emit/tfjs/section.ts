/** A piece of an emitted program, and what it needs beside it. */
export interface Section {
  /** TypeScript, to be formatted by prettier later. */
  readonly code: string;
  /** Functions (and constants, and types) of `src/portable/` that the code uses, by name. */
  readonly portable: readonly string[];
  /** Imports from Node: module to names. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
}
