/** From the failures that the portable functions throw to diagnostics that point into the spec. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../text/source.ts";

/** What is wrong with data, said at the entry of the spec that names it. */
export const dataError = (message: string, at: Span, help?: string): Diagnostic => ({
  code: "data",
  severity: "error",
  message,
  at,
  help,
});

/** Gives up reading with these findings; caught in `findings`. */
export function refuse(...diagnostics: readonly Diagnostic[]): never {
  throw Object.assign(new Error(diagnostics[0]?.message), { code: "DATA", diagnostics });
}

/** Runs `action`; a failure in the data is said at `at`, with help where there is some. */
export function saidAt<T>(at: Span, action: () => T, help?: () => string | undefined): T {
  try {
    return action();
  } catch (error) {
    refuse(...(findings(error) ?? [dataError(messageOf(error), at, help?.())]));
  }
}

/** The diagnostics a failure carries; undefined: it has no place in the spec yet. What is no failure of data goes on. */
function findings(error: unknown): readonly Diagnostic[] | undefined {
  if (!isDataFailure(error)) throw error;
  return error.diagnostics;
}

/** What `action` makes, or the findings that it gave up with. */
export async function collected<T>(
  at: Span,
  action: () => T | Promise<T>,
): Promise<{ value: T | undefined; diagnostics: Diagnostic[] }> {
  try {
    return { value: await action(), diagnostics: [] };
  } catch (error) {
    return { value: undefined, diagnostics: [...(findings(error) ?? [dataError(messageOf(error), at)])] };
  }
}

/** A failure of data; running out of memory is one too, since it is the data's size that asks for it. */
function isDataFailure(error: unknown): error is Error & { diagnostics?: readonly Diagnostic[] } {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code === "DATA" || isOutOfMemory(error));
}

const isOutOfMemory = (error: Error): boolean =>
  error instanceof RangeError &&
  /allocation failed|invalid (typed )?array length|invalid string length/i.test(error.message);

const messageOf = (error: unknown): string =>
  error instanceof RangeError ? `the data does not fit into memory (${error.message})` : (error as Error).message;
