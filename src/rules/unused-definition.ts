import type * as ast from "../syntax/ast.ts";
import { visit, type Node } from "../syntax/visit.ts";
import { tagOf } from "../vocabulary/word.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { replacing, withLine } from "./edit.ts";
import { rule } from "./rule.ts";

type Definition = ast.Word | ast.Block | ast.Preset | ast.Data | ast.Network;

export const unusedDefinition = rule({
  name: "unused-definition",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "model",
  description: "A word, block, preset, data set or network is never used in a file that trains.",
  why: "a reader takes it for part of what is trained",
  help: "take it out, or use it",
  messages: { unused: "the {kind} `{name}` is not used" },
  check({ file }, find) {
    if (!file.declarations.some(({ kind }) => kind === "train")) return;
    const uses = namesUsed(file);
    for (const one of file.declarations) {
      if (!isDefinition(one)) continue;
      const aliases = (tagOf(one.doc ?? "", "alias") ?? "").split(/[\s,]+/);
      const names = [one.name.name, ...aliases].filter(Boolean);
      if (uses.some(({ name, within }) => within !== one && names.includes(name))) continue;
      const kind = one.kind === "word" ? one.word : one.kind === "data" ? "data set" : one.kind;
      find("unused", { kind, name: one.name.name }, { at: one.name.span, fix: without(one, file.comments) });
    }
  },
});

const isDefinition = (one: ast.Declaration): one is Definition => one.kind !== "import" && one.kind !== "train";

interface Use {
  readonly name: string;
  /** The declaration that it stands in: what only names itself is not used. */
  readonly within: Node | undefined;
}

/** Every name that could mean a declaration, wherever it stands. */
function namesUsed(file: ast.File): readonly Use[] {
  const uses: Use[] = [];
  const add = (name: string, parents: readonly Node[]): void => void uses.push({ name, within: parents[1] });
  visit(file, {
    name: ({ name }, parents) => add(name, parents),
    call: ({ name }, parents) => add(name.name, parents),
    train: ({ name, data }) =>
      void uses.push({ name: name.name, within: undefined }, { name: data.name, within: undefined }),
  });
  return uses;
}

/** The declaration taken out with its doc comment and the blank lines above; none where a remark belongs to it. */
function without({ span }: Definition, comments: readonly ast.Comment[]): Fix | undefined {
  const { text } = span.source;
  let start = span.start;
  for (const { span: comment, doc } of comments.toReversed()) {
    if (comment.end > start || /\S|\n[^\S\n]*\n/.test(text.slice(comment.end, start))) continue;
    if (!doc) return undefined;
    start = comment.start;
  }
  if (comments.some((one) => !one.doc && one.span.start >= start && one.span.end <= span.end)) return undefined;
  const lines: Span = withLine({ ...span, start });
  const blank = /\n(?:[ \t]*\r?\n)+$/.exec(text.slice(0, lines.start));
  const from = blank === null ? lines.start : blank.index + 1;
  return { safe: true, edits: [replacing({ ...lines, start: from }, "")] };
}
