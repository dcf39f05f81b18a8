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
    const trains = file.declarations.filter((one) => one.kind === "train");
    const trained = new Set(trains.flatMap(({ name, data }) => [name.name, data.name]));
    // Most files have no more than what they train.
    const others = file.declarations.filter(isDefinition).filter((one) => !isTrained(one, trained));
    if (trains.length === 0 || others.length === 0) return;
    const uses = namesUsed(file);
    for (const one of others) {
      const aliases = (tagOf(one.doc ?? "", "alias") ?? "").split(/[\s,]+/);
      const names = [one.name.name, ...aliases].filter(Boolean);
      if (names.some((name) => [...(uses.get(name) ?? [])].some((within) => within !== one))) continue;
      const kind = one.kind === "word" ? one.word : one.kind === "data" ? "data set" : one.kind;
      find("unused", { kind, name: one.name.name }, { at: one.name.span, fix: without(one, file.comments) });
    }
  },
});

const isDefinition = (one: ast.Declaration): one is Definition => one.kind !== "import" && one.kind !== "train";

const isTrained = ({ kind, name }: Definition, trained: ReadonlySet<string>): boolean =>
  (kind === "data" || kind === "network") && trained.has(name.name);

/** By every name that could mean a declaration the declarations it stands in: what only names itself is not used. */
function namesUsed(file: ast.File): ReadonlyMap<string, ReadonlySet<Node | undefined>> {
  const uses = new Map<string, Set<Node | undefined>>();
  const add = (name: string, within: Node | undefined): void => {
    const places = uses.get(name) ?? new Set();
    uses.set(name, places.add(within));
  };
  visit(file, {
    name: ({ name }, parents) => add(name, parents[1]),
    call: ({ name }, parents) => add(name.name, parents[1]),
    train: (one) => {
      add(one.name.name, one);
      add(one.data.name, one);
    },
  });
  return uses;
}

/** The declaration taken out with its doc comment and the blank lines above; none where a remark belongs to it. */
function without({ span }: Definition, comments: readonly ast.Comment[]): Fix | undefined {
  const { text } = span.source;
  let start = span.start;
  for (let i = countBefore(comments, start) - 1; i >= 0; i--) {
    const { span: comment, doc } = comments[i]!;
    if (/\S|\n[^\S\n]*\n/.test(text.slice(comment.end, start))) break;
    if (!doc) return undefined;
    start = comment.start;
  }
  const within = comments.slice(countBefore(comments, start), countBefore(comments, span.end));
  if (within.some(({ doc }) => !doc)) return undefined;
  const lines: Span = withLine({ ...span, start });
  return { safe: true, edits: [replacing({ ...lines, start: afterLine(text, lines.start) }, "")] };
}

/** How many comments, which are in order, end at a place or before. */
function countBefore(comments: readonly ast.Comment[], place: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.end <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the blank lines above the line that begins at a place begin; the place itself at the top of the file. */
function afterLine(text: string, place: number): number {
  let at = place;
  while (at > 0 && " \t\r\n".includes(text[at - 1]!)) at--;
  const end = text.indexOf("\n", at);
  return end >= 0 && end < place && at > 0 ? end + 1 : place;
}
