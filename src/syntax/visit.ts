import type * as ast from "./ast.ts";

interface OwnNodes {
  file: ast.File;
  comment: ast.Comment;
  identifier: ast.Identifier;
  import: ast.Import;
  data: ast.Data;
  network: ast.Network;
  block: ast.Block;
  train: ast.Train;
  stage: ast.Stage;
  preset: ast.Preset;
  word: ast.Word;
  body: ast.WordBody;
  state: ast.StateBlock;
  line: ast.Line;
  parameter: ast.Parameter;
  entry: ast.Entry;
  entries: ast.EntryBlock;
  repeat: ast.Repeat;
  flow: ast.Flow;
  argument: ast.Argument;
}

/** Every kind of node by its name. */
export type Nodes = OwnNodes & { [K in ast.Expression["kind"]]: Extract<ast.Expression, { kind: K }> };
export type Node = Nodes[keyof Nodes];

/** The fields of a node that hold nodes. */
type Parts<N> = {
  [K in keyof N]-?: NonNullable<N[K]> extends Node | readonly Node[] ? K : never;
}[keyof N];

/** Each part of `All`, once and in any order. */
type Complete<All, Listed extends readonly unknown[]> = [All] extends [Listed[number]] ? Listed : never;

const all =
  <N>() =>
  <const Listed extends readonly Parts<N>[]>(...parts: Listed & Complete<Parts<N>, Listed>) =>
    parts as readonly Parts<N>[];

/** Where the parts of each kind of node are, in the order of the text; a part left out does not compile. */
export const children: { readonly [K in keyof Nodes]: readonly Parts<Nodes[K]>[] } = {
  file: all<ast.File>()("entries", "declarations", "comments"),
  comment: [],
  identifier: [],
  import: all<ast.Import>()("path", "as"),
  data: all<ast.Data>()("name", "entries"),
  network: all<ast.Network>()("name", "items"),
  block: all<ast.Block>()("name", "parameters", "items"),
  train: all<ast.Train>()("name", "data", "as", "entries", "stages"),
  stage: all<ast.Stage>()("name", "entries"),
  preset: all<ast.Preset>()("name", "entries"),
  word: all<ast.Word>()("name", "parameters", "body"),
  body: all<ast.WordBody>()("states", "lines"),
  state: all<ast.StateBlock>()("entries"),
  line: all<ast.Line>()("name", "value"),
  parameter: all<ast.Parameter>()("name", "default", "limits", "pattern"),
  entry: all<ast.Entry>()("name", "value"),
  entries: all<ast.EntryBlock>()("entries"),
  repeat: all<ast.Repeat>()("count", "items"),
  flow: all<ast.Flow>()("keep", "steps"),
  number: [],
  string: [],
  truth: [],
  none: [],
  name: [],
  call: all<ast.Call>()("name", "arguments"),
  argument: all<ast.Argument>()("name", "value"),
  list: all<ast.List>()("items"),
  range: all<ast.Range>()("low", "high"),
  unary: all<ast.Unary>()("operand"),
  binary: all<ast.Binary>()("left", "right"),
  if: all<ast.Conditional>()("condition", "then", "else"),
};

const partsOf = (node: Node) => node as unknown as Readonly<Record<string, Node | readonly Node[] | undefined>>;

/** The nodes directly below a node. */
export function childrenOf(node: Node): Node[] {
  const fields = partsOf(node);
  return (children[node.kind] as readonly string[]).flatMap((part) => fields[part] ?? []);
}

/** What to do at each kind of node; `false` leaves out what is below it. */
export type Visitor = { readonly [K in keyof Nodes]?: (node: Nodes[K], parents: readonly Node[]) => false | void };

/** Walks a tree from the top, parts in the order of the text; `parents` holds the nodes above, outermost first. */
export function visit(root: Node, visitor: Visitor): void {
  const parents: Node[] = [];
  const walk = (node: Node): void => {
    const enter = visitor[node.kind] as ((node: Node, parents: readonly Node[]) => false | void) | undefined;
    if (enter?.(node, parents) === false) return;
    parents.push(node);
    const fields = partsOf(node);
    for (const part of children[node.kind] as readonly string[]) {
      const below = fields[part];
      if (Array.isArray(below)) for (const child of below as readonly Node[]) walk(child);
      else if (below !== undefined) walk(below as Node);
    }
    parents.pop();
  };
  walk(root);
}

/** The nodes around an offset, outermost first; an offset at the end of a node still belongs to it. */
export function nodesAt(root: Node, offset: number): Node[] {
  const found: Node[] = [];
  let node: Node | undefined = root;
  while (node !== undefined) {
    found.push(node);
    const inside: Node[] = childrenOf(node).filter(
      (child) => child.kind !== "file" && child.span.start <= offset && offset <= child.span.end,
    );
    node = inside.at(-1);
  }
  return found;
}
