/**
 * What the formatter prints from: the AST, with each pair of brackets as a node of its own, so that a comment is attached on the
 * right side of them. Everything that cannot be broken is a leaf, with the text that was written.
 */
import type { Comment, File, Parameter } from "../syntax/ast.ts";
import type { Node, Nodes } from "../syntax/visit.ts";
import { textOf, type Span } from "../text/source.ts";

type One = Piece;
type Maybe = Piece | undefined;
type Many = readonly Piece[];

interface Shapes {
  file: { readonly items: Many };
  /** A name, a number, a string, `true`, `none`, … */
  leaf: { readonly text: string; readonly isNumber: boolean };
  /** `{ … }`, `( … )` with commas, or `[ … ]`. */
  brackets: { readonly open: "{" | "(" | "["; readonly items: Many };
  /** Around one expression. */
  parentheses: { readonly value: One };
  import: { readonly path: One; readonly as: Maybe };
  data: { readonly name: One; readonly block: One };
  network: { readonly name: One; readonly block: One };
  block: { readonly name: One; readonly parameters: Maybe; readonly block: One };
  train: { readonly name: One; readonly data: One; readonly as: Maybe; readonly block: Maybe };
  stage: { readonly name: One; readonly block: One };
  preset: { readonly name: One; readonly block: One };
  word: { readonly word: string; readonly name: One; readonly parameters: Maybe; readonly body: Maybe };
  state: { readonly block: One };
  line: { readonly name: One; readonly value: One };
  parameter: { readonly name: One; readonly default: Maybe; readonly limits: Maybe; readonly pattern: Maybe };
  entry: { readonly name: One; readonly value: One };
  repeat: { readonly count: One; readonly block: One };
  flow: { readonly keep: Maybe; readonly steps: Many };
  call: { readonly name: One; readonly arguments: One };
  argument: { readonly name: Maybe; readonly value: One };
  range: { readonly operator: string; readonly low: One; readonly high: One };
  unary: { readonly operator: "-" | "not"; readonly operand: One };
  binary: { readonly operator: Nodes["binary"]["operator"]; readonly left: One; readonly right: One };
  if: { readonly condition: One; readonly then: One; readonly else: One };
}

/** A comment as prettier attaches it. */
export interface Remark {
  readonly kind: "remark";
  readonly span: Span;
  /** As it is written, without blanks at its end. */
  readonly value: string;
  /** The text without its slashes. */
  readonly text: string;
  readonly leading?: boolean;
  readonly trailing?: boolean;
  /** Of a comment that stands behind the bracket that opens its node. */
  readonly marker?: "opening";
  printed?: boolean;
}

interface Place<K> {
  readonly kind: K;
  readonly span: Span;
  /** What prettier has attached to the node; of a file, before that, all there are. */
  readonly comments?: readonly Remark[];
}

/** Every kind of node that is printed, by its name. */
export type Pieces = { [K in keyof Shapes]: Place<K> & Shapes[K] };
export type Piece = Pieces[keyof Pieces];

type Bare<N> = Omit<N, "span" | "comments">;
type Converters = { readonly [K in Exclude<keyof Nodes, "file" | "comment">]: (node: Nodes[K]) => Bare<Piece> };

const blank = /(?:\s|\/\/[^\r\n]*)*/y;

/** Where the next token begins, behind blanks and comments. */
function next({ source: { text } }: Span, from: number): number {
  blank.lastIndex = from;
  blank.exec(text);
  return blank.lastIndex;
}

const at = ({ source: { text } }: Span, offset: number): string => text.charAt(offset);

const brackets = (open: Pieces["brackets"]["open"], span: Span, items: readonly Node[]): Pieces["brackets"] => ({
  kind: "brackets",
  span,
  open,
  items: items.map(pieceOf).sort((one, other) => one.span.start - other.span.start),
});

/** From the bracket behind `head` to the end of `node`. */
const behind = (
  open: Pieces["brackets"]["open"],
  { span }: { readonly span: Span },
  head: { readonly span: Span },
  items: readonly Node[],
): Pieces["brackets"] => brackets(open, { ...span, start: next(span, head.span.end) }, items);

type Owner = { readonly span: Span; readonly name: Nodes["identifier"]; readonly parameters: readonly Parameter[] };

/** The parameters in their brackets; a signature may have none, or empty ones. */
function parametersOf({ span, name, parameters }: Owner): Pieces["brackets"] | undefined {
  const start = next(span, name.span.end);
  if (start >= span.end || at(span, start) !== "(") return undefined;
  let end = next(span, (parameters.at(-1) ?? { span: { end: start + 1 } }).span.end);
  if (at(span, end) === ",") end = next(span, end + 1);
  return brackets("(", { ...span, start, end: end + 1 }, parameters);
}

const named = (node: { readonly span: Span; readonly name: Nodes["identifier"] }, items: readonly Node[]) => ({
  name: pieceOf(node.name),
  block: behind("{", node, node.name, items),
});

const maybe = (node: Node | undefined): Maybe => node && pieceOf(node);

const leaf = ({ span }: { readonly span: Span }): Bare<Pieces["leaf"]> => ({
  kind: "leaf",
  text: textOf(span),
  isNumber: false,
});

const converters: Converters = {
  identifier: leaf,
  import: ({ path, as }) => ({ kind: "import", path: pieceOf(path), as: maybe(as) }),
  data: (node) => ({ kind: "data", ...named(node, node.entries) }),
  network: (node) => ({ kind: "network", ...named(node, node.items) }),
  block: (node) => {
    const parameters = parametersOf(node);
    const block = behind("{", node, parameters ?? node.name, node.items);
    return { kind: "block", name: pieceOf(node.name), parameters, block };
  },
  train: (node) => {
    const last = node.as ?? node.data;
    const block =
      last.span.end < node.span.end ? behind("{", node, last, [...node.entries, ...node.stages]) : undefined;
    return { kind: "train", name: pieceOf(node.name), data: pieceOf(node.data), as: maybe(node.as), block };
  },
  stage: (node) => ({ kind: "stage", ...named(node, node.entries) }),
  preset: (node) => ({ kind: "preset", ...named(node, node.entries) }),
  word: (node) => ({
    kind: "word",
    word: node.word,
    name: pieceOf(node.name),
    parameters: parametersOf(node),
    body: maybe(node.body),
  }),
  body: ({ span, states, lines }) => brackets("{", span, [...states, ...lines]),
  state: (node) => {
    const keyword = { span: { ...node.span, end: node.span.start + "state".length } };
    return { kind: "state", block: behind("{", node, keyword, node.entries) };
  },
  line: ({ name, value }) => ({ kind: "line", name: pieceOf(name), value: pieceOf(value) }),
  parameter: (node) => ({
    kind: "parameter",
    name: pieceOf(node.name),
    default: maybe(node.default),
    limits: maybe(node.limits),
    pattern: maybe(node.pattern),
  }),
  entry: ({ name, value }) => ({ kind: "entry", name: pieceOf(name), value: pieceOf(value) }),
  entries: ({ span, entries }) => brackets("{", span, entries),
  repeat: (node) => ({
    kind: "repeat",
    count: pieceOf(node.count),
    block: behind("{", node, node.count, node.items),
  }),
  flow: ({ keep, steps }) => ({ kind: "flow", keep: maybe(keep), steps: steps.map(pieceOf) }),
  number: ({ span }) => ({ kind: "leaf", text: textOf(span).replace(/[ \t]+/, " "), isNumber: true }),
  string: leaf,
  truth: leaf,
  none: leaf,
  name: leaf,
  call: (node) => ({
    kind: "call",
    name: pieceOf(node.name),
    arguments: behind("(", node, node.name, node.arguments),
  }),
  argument: ({ name, value }) => ({ kind: "argument", name: maybe(name), value: pieceOf(value) }),
  list: ({ span, items }) => brackets("[", span, items),
  range: ({ low, high, openLow, openHigh }) => ({
    kind: "range",
    operator: `${openLow ? "<" : ""}..${openHigh ? "<" : ""}`,
    low: pieceOf(low),
    high: pieceOf(high),
  }),
  unary: ({ operator, operand }) => ({ kind: "unary", operator, operand: pieceOf(operand) }),
  binary: ({ operator, left, right }) => ({ kind: "binary", operator, left: pieceOf(left), right: pieceOf(right) }),
  if: (node) => ({
    kind: "if",
    condition: pieceOf(node.condition),
    then: pieceOf(node.then),
    else: pieceOf(node.else),
  }),
};

function pieceOf(node: Node): Piece {
  const { inside, span } = node as { readonly inside?: Span; readonly span: Span };
  if (inside === undefined) return bare(node, span);
  const value = bare({ ...node, span: inside } as Node, inside);
  return { kind: "parentheses", span, value };
}

const bare = (node: Node, span: Span): Piece =>
  ({ span, ...(converters[node.kind as keyof Converters] as (node: Node) => object)(node) }) as Piece;

const remarkOf = ({ span, text }: Comment): Remark => ({
  kind: "remark",
  span,
  value: textOf(span).trimEnd(),
  text,
});

/** A file, as prettier takes it: it attaches `comments` itself. */
export const treeOf = ({ source, entries, declarations, comments }: File): Pieces["file"] => ({
  kind: "file",
  span: { source, start: 0, end: source.text.length },
  items: [...entries, ...declarations].map(pieceOf),
  comments: comments.map(remarkOf),
});
