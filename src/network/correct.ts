import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { adviceFor, meant } from "../vocabulary/habits.ts";

/** Help for a name that is none of these: the one that was meant, what stands here for it (in a word of this `kind`), or else what there is. */
export function correct(
  name: string,
  at: Span,
  candidates: readonly string[],
  otherwise: string | undefined,
  kind?: string,
): Pick<Diagnostic, "help" | "fix"> {
  const near = meant(name, candidates);
  if (near === undefined) return { help: adviceFor(name, kind) ?? otherwise };
  return {
    help: `did you mean \`${near}\`?`,
    fix: { safe: isSpeltSo(name, near), edits: [{ start: at.start, end: at.end, text: near }] },
  };
}

/** Whether capitals, hyphens and underscores alone make the difference: `BatchNorm` and `batch_norm`. */
export const isSpeltSo = (name: string, near: string): boolean => bare(name) === bare(near);

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
