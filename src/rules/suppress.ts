/** `// dnnc-ignore rule: reason`: a rule is silent about what follows, or about the whole file when it stands above everything. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Comment, Declaration, Entry, File, NetworkItem } from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";

export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly comment: Comment;
  /** What it is about. */
  readonly over: Span;
}

/** The ignore comments of a file, each with the stretch it is about. */
export function suppressionsOf(file: File): readonly Suppression[] {
  const items = [...file.entries.flatMap(within), ...file.declarations.flatMap(within)];
  const first = items.reduce((least, { start }) => Math.min(least, start), Infinity);
  const whole: Span = { source: file.source, start: 0, end: file.source.text.length };
  return file.comments.flatMap((comment): Suppression[] => {
    const match = comment.doc ? null : /^dnnc-ignore\s+([\w-]+)\s*(?::\s*(.*))?$/.exec(comment.text.trim());
    if (match === null) return [];
    const over = comment.span.start < first ? whole : following(items, comment.span.end);
    return over === undefined ? [] : [{ rule: match[1]!, reason: match[2]?.trim() ?? "", comment, over }];
  });
}

/** A finding that is not shown, and the reason that is given for it; empty where none is. */
export interface Silenced {
  readonly finding: Diagnostic;
  readonly reason: string;
}

/** The findings that no comment silences, and those that one does. */
export function suppress(
  file: File,
  diagnostics: readonly Diagnostic[],
): { spoken: Diagnostic[]; silenced: Silenced[] } {
  const suppressions = suppressionsOf(file);
  const spoken: Diagnostic[] = [];
  const silenced: Silenced[] = [];
  for (const finding of diagnostics) {
    const { code, at } = finding;
    const by = suppressions.find(({ rule, over }) => rule === code && at.start >= over.start && at.start < over.end);
    if (by === undefined) spoken.push(finding);
    else silenced.push({ finding, reason: by.reason });
  }
  return { spoken, silenced };
}

/** What begins first behind the place; of two that begin together, the larger. */
const following = (items: readonly Span[], after: number): Span | undefined =>
  items
    .filter(({ start }) => start >= after)
    .reduce<Span | undefined>((best, one) => {
      if (best === undefined || one.start < best.start) return one;
      return one.start === best.start && one.end > best.end ? one : best;
    }, undefined);

/** The spans of a declaration or an entry and of all entries, lines and flows in it. */
function within(node: Declaration | Entry | NetworkItem): Span[] {
  switch (node.kind) {
    case "entry":
      return [node.span, ...(node.value.kind === "entries" ? node.value.entries.flatMap(within) : [])];
    case "network":
    case "block":
    case "repeat":
      return [node.span, ...node.items.flatMap(within)];
    case "data":
    case "preset":
      return [node.span, ...node.entries.flatMap(within)];
    case "train":
      return [
        node.span,
        ...node.entries.flatMap(within),
        ...node.stages.flatMap((stage) => [stage.span, ...stage.entries.flatMap(within)]),
      ];
    default:
      return [node.span];
  }
}
