import type { Span } from "../text/source.ts";

export type Severity = "error" | "warning" | "info";

/** A second place that explains a finding, with what is to be seen there. */
export interface Place {
  readonly at: Span;
  readonly label: string;
}

/** Replaces `[start, end)` of the finding's source by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An edit that mends a finding; a safe one changes nothing that was not at fault. */
export interface Fix {
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** Something wrong or unwise in a spec: a value, made by any phase, spoken by the renderers. */
export interface Diagnostic {
  /** The rule or kind of error, kebab-case: `selu-sequential`, `syntax`, `unknown-name`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in one clause without a full stop. */
  readonly message: string;
  readonly at: Span;
  /** What to say under the primary place; the renderer leaves it out where absent. */
  readonly label?: string | undefined;
  readonly related?: readonly Place[] | undefined;
  /** Why it matters, with its source. */
  readonly why?: string | undefined;
  /** What to write instead. */
  readonly help?: string | undefined;
  readonly fix?: Fix | undefined;
}

/** Takes the findings of a phase; every phase reports through one and goes on. */
export type Report = (diagnostic: Diagnostic) => void;

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === "error";

/** Not built yet: said at its place, never silently accepted. */
export const notSupported = (what: string, at: Span, help?: string): Diagnostic => ({
  code: "not-supported",
  severity: "error",
  message: `${what} is not supported yet`,
  at,
  help,
});
