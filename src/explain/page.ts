/** What is told of one name of the language, whatever shows it: a terminal, a page of the reference. */
import type { WordUse } from "../network/value.ts";

export interface Page {
  /** `activation`, `preset`, `entry`. */
  readonly kind: string;
  readonly name: string;
  /** As one would write it: `elu(alpha: 1)`. */
  readonly signature: string;
  readonly planned: boolean;
  readonly doc: string;
  readonly facts: readonly Fact[];
  /** What a plot is drawn of. */
  readonly use?: WordUse | undefined;
}

/** `code` is text in the language. */
export type Fact =
  | { readonly name: string; readonly text: string; readonly code?: boolean }
  | { readonly name: string; readonly rows: readonly ParameterRow[] };

export interface ParameterRow {
  readonly name: string;
  readonly default: string;
  readonly takes: string;
}

/** The facts that are there: `undefined` and an empty text are none. */
export const factsOf = (
  facts: readonly (readonly [name: string, text: string | undefined, code?: "code"])[],
): readonly Fact[] =>
  facts.flatMap(([name, text, code]) =>
    text === undefined || text === "" ? [] : [{ name, text, ...(code === undefined ? {} : { code: true }) }],
  );
