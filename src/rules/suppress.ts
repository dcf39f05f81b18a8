/** `// dnnc-ignore rule: reason`: a rule is silent about the entry that follows, or about the whole file when it stands above everything. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Comment, Declaration, Entry, File, NetworkItem } from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";

export interface Suppression {
  /** As it is written; empty where none is. */
  readonly rule: string;
  readonly reason: string;
  /** Whether it is written as it should be: a rule, then a colon before the reason. */
  readonly formed: boolean;
  readonly comment: Comment;
  /** What it is about; undefined at the end of a block or a file, where nothing follows. */
  readonly over: Span | undefined;
}

/** The ignore comments of a file, each with the stretch it is about. */
export function suppressionsOf(file: File): readonly Suppression[] {
  if (!file.comments.some(({ text }) => text.includes("dnnc-ignore"))) return [];
  const items = [...file.entries.flatMap(within), ...file.declarations.flatMap(within)];
  // In order of place, and of two that begin together the larger first.
  items.sort((one, other) => one.start - other.start || other.end - one.end);
  const first = items[0]?.start ?? Infinity;
  const whole: Span = { source: file.source, start: 0, end: file.source.text.length };
  return file.comments.flatMap((comment): Suppression[] => {
    const [, text] = comment.doc ? [] : (/^dnnc-ignore(?![\w-])(.*)$/s.exec(comment.text.trim()) ?? []);
    if (text === undefined) return [];
    const [, rule = "", rest = ""] = /^\s*([\w-]*)\s*(.*)$/s.exec(text)!;
    const formed = rule !== "" && (rest === "" || rest.startsWith(":"));
    const over = comment.span.start < first ? whole : following(items, comment.span.end);
    return [{ rule, reason: rest.replace(/^:/, "").trim(), formed, comment, over }];
  });
}

/** A finding that is not shown, and the reason that is given for it; empty where none is. */
export interface Silenced {
  readonly finding: Diagnostic;
  readonly reason: string;
}

export interface Suppressed {
  readonly spoken: Diagnostic[];
  readonly silenced: Silenced[];
  /** The comments that silence nothing. */
  readonly idle: readonly Suppression[];
}

/** The findings that no comment silences, those that one does, and the comments in vain. */
export function suppress(suppressions: readonly Suppression[], diagnostics: readonly Diagnostic[]): Suppressed {
  const spoken: Diagnostic[] = [];
  const silenced: Silenced[] = [];
  const used = new Set<Suppression>();
  const byRule = new Map<string, Suppression[]>();
  for (const one of suppressions) {
    const alike = byRule.get(one.rule);
    if (alike === undefined) byRule.set(one.rule, [one]);
    else alike.push(one);
  }
  for (const finding of diagnostics) {
    const by = byRule.get(finding.code)?.find((one) => isAbout(one, finding));
    if (by === undefined) spoken.push(finding);
    else silenced.push({ finding, reason: by.reason });
    if (by !== undefined) used.add(by);
  }
  return { spoken, silenced, idle: suppressions.filter((one) => !used.has(one)) };
}

const isAbout = ({ formed, over }: Suppression, { at }: Diagnostic): boolean =>
  formed && over !== undefined && at.start >= over.start && at.start < over.end;

/** What begins first behind the place; `items` are in order. */
function following(items: readonly Span[], after: number): Span | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.start < after) low = middle + 1;
    else high = middle;
  }
  return items[low];
}

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
