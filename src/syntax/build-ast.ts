/** From the concrete syntax tree to the AST: declarations, and what stands inside them. */
import type { IToken } from "chevrotain";
import type * as cst from "../../grammar/cst.ts";
import type * as ast from "./ast.ts";
import { clip, docAt, identifier, replacing, spanOf, startOf, syntaxError, type Building } from "./build.ts";
import { assigned, buildExpression, buildNamed, reportMissingCommas } from "./build-expression.ts";
import { buildString } from "./build-literal.ts";
import { atMost, limits } from "./guard.ts";

/** The parts of a block in the order in which they were written. */
const inOrder = <Node extends { readonly span: { readonly start: number } }>(...parts: readonly Node[][]): Node[] =>
  parts.flat().sort((one, other) => one.span.start - other.span.start);

type Children = Required<cst.DeclarationCstChildren>;
type Builders = { readonly [K in keyof Children]: (building: Building, node: Children[K][number]) => ast.Declaration };

const declarations: Builders = {
  import: buildImport,
  data: (building, { children }) => ({
    kind: "data",
    ...declared(building, children.Data[0]!, children.Identifier[0]!, end(children.entries[0]!)),
    entries: buildEntries(building, children.entries[0]!),
  }),
  network: (building, { children }) => ({
    kind: "network",
    ...declared(building, children.Network[0]!, children.Identifier[0]!, end(children.items[0]!)),
    items: buildItems(building, children.items[0]!),
  }),
  block: (building, { children }) => ({
    kind: "block",
    ...declared(building, children.Block[0]!, children.Identifier[0]!, end(children.items[0]!)),
    parameters: buildParameters(building, children.parameters?.[0]),
    items: buildItems(building, children.items[0]!),
  }),
  train: buildTrain,
  preset: (building, { children }) => ({
    kind: "preset",
    ...declared(building, children.Preset[0]!, children.Identifier[0]!, end(children.entries[0]!)),
    entries: buildEntries(building, children.entries[0]!),
  }),
  word: buildWord,
};

export function buildDeclaration(building: Building, { children }: cst.DeclarationCstNode): ast.Declaration {
  const [rule, [node]] = Object.entries(children)[0]! as [keyof typeof declarations, [never]];
  return declarations[rule](building, node);
}

/** The closing brace of a block. */
const end = (block: { readonly children: { readonly RightBrace: IToken[] } }): IToken => block.children.RightBrace[0]!;

const declared = (building: Building, first: IToken, name: IToken, last: IToken) => ({
  span: spanOf(building, first, last),
  name: identifier(building, name),
  doc: docAt(building, first),
});

function buildImport(building: Building, { children }: cst.ImportCstNode): ast.Import {
  const path = buildString(building, children.StringLiteral[0]!);
  const name = children.Identifier?.[0];
  return {
    kind: "import",
    span: spanOf(building, children.Import[0]!, name ?? children.StringLiteral[0]!),
    path,
    as: name && identifier(building, name),
  };
}

function buildTrain(building: Building, { children }: cst.TrainCstNode): ast.Train {
  const plan = children.plan?.[0];
  const as = children.name?.[0];
  const last = plan ? end(plan) : (as ?? children.data[0]!);
  if (plan) reportCommas(building, plan.children.Comma);
  return {
    kind: "train",
    ...declared(building, children.Train[0]!, children.network[0]!, last),
    data: identifier(building, children.data[0]!),
    as: as && identifier(building, as),
    entries: (plan?.children.entry ?? []).map((entry) => buildEntry(building, entry)),
    stages: (plan?.children.stage ?? []).map(({ children: stage }) => ({
      kind: "stage",
      span: spanOf(building, stage.Stage[0]!, end(stage.entries[0]!)),
      name: identifier(building, stage.Identifier[0]!),
      entries: buildEntries(building, stage.entries[0]!),
    })),
  };
}

function buildWord(building: Building, { children }: cst.WordCstNode): ast.Word {
  const keyword = children.KindOfWord[0]!;
  const name = children.Identifier[0]!;
  const parameters = children.parameters?.[0];
  const body = children.expression
    ? buildExpression(building, children.expression[0]!)
    : children.body && buildBody(building, children.body[0]!);
  const signature = declared(building, keyword, name, parameters?.children.RightParenthesis[0] ?? name);
  return {
    kind: "word",
    word: keyword.image as ast.WordKind,
    ...signature,
    span: body ? { ...signature.span, end: body.span.end } : signature.span,
    parameters: buildParameters(building, parameters),
    body,
  };
}

function buildBody(building: Building, { children }: cst.BodyCstNode): ast.WordBody {
  reportCommas(building, children.Comma);
  return {
    kind: "body",
    span: spanOf(building, children.LeftBrace[0]!, children.RightBrace[0]),
    states: (children.state ?? []).map(({ children: state }) => ({
      kind: "state",
      span: spanOf(building, state.State[0]!, end(state.entries[0]!)),
      entries: atMost(buildEntries(building, state.entries[0]!), limits.members, "states", building.report),
    })),
    lines: atMost(
      (children.line ?? []).map((line) => buildLine(building, line)),
      limits.members,
      "lines",
      building.report,
    ),
  };
}

function buildLine(building: Building, { children }: cst.LineCstNode): ast.Line {
  const name = identifier(building, children.Identifier[0]!);
  const value = buildExpression(building, children.expression[0]!);
  const colon = children.Colon?.[0];
  if (colon) {
    const at = spanOf(building, colon);
    const text = building.source.text.charAt(at.start - 1) === " " ? "=" : " =";
    building.report(
      syntaxError("a line of a formula is written with `=`", at, {
        why: "a colon gives a setting its value; a formula's line computes one",
        help: `write \`${clip(name.name)} = …\``,
        fix: replacing(at, text),
      }),
    );
  }
  return { kind: "line", span: { ...name.span, end: value.span.end }, name, value };
}

function buildParameters(building: Building, node: cst.ParametersCstNode | undefined): readonly ast.Parameter[] {
  if (node === undefined) return [];
  const parameters = (node.children.parameter ?? []).map((parameter) => buildParameter(building, parameter));
  const few = atMost(parameters, limits.members, "parameters", building.report);
  reportMissingCommas(building, few, node.children.Comma ?? []);
  return few;
}

function buildParameter(building: Building, { children }: cst.ParameterCstNode): ast.Parameter {
  const name = identifier(building, children.Identifier[0]!);
  const [given, limits, written] = [children.default, children.limits, children.pattern].map(
    (part) => part && buildExpression(building, part[0]!),
  );
  const pattern = written?.kind === "call" ? written : undefined;
  if (written && !pattern)
    building.report(assigned(building, children.Identifier[0]!, children.Assign![0]!, written.span));
  return {
    kind: "parameter",
    span: { ...name.span, end: (limits ?? given ?? written ?? name).span.end },
    name,
    default: pattern ? undefined : (given ?? written),
    limits,
    pattern,
  };
}

const buildEntries = (building: Building, { children }: cst.EntriesCstNode): readonly ast.Entry[] => {
  reportCommas(building, children.Comma);
  return (children.entry ?? []).map((entry) => buildEntry(building, entry));
};

export function buildEntry(building: Building, { children }: cst.EntryCstNode): ast.Entry {
  const token = children.Identifier[0]!;
  const name = identifier(building, token);
  const value = buildValue(building, children);
  const assign = children.Assign?.[0];
  if (assign) building.report(assigned(building, token, assign, value.span));
  return { kind: "entry", span: { ...name.span, end: value.span.end }, name, value, doc: docAt(building, token) };
}

function buildValue(building: Building, children: cst.EntryCstChildren): ast.Expression | ast.EntryBlock {
  if (children.expression) return buildExpression(building, children.expression[0]!);
  const block = children.entries![0]!;
  const span = spanOf(building, block.children.LeftBrace[0]!, end(block));
  const colon = children.Colon?.[0];
  if (colon) {
    const at = spanOf(building, colon);
    building.report(
      syntaxError("a block of entries follows its name without a colon", at, {
        help: `write \`${clip(children.Identifier[0]!.image)} { … }\``,
        fix: replacing(at, ""),
      }),
    );
  }
  return { kind: "entries", span, entries: buildEntries(building, block) };
}

function buildItems(building: Building, { children }: cst.ItemsCstNode): readonly ast.NetworkItem[] {
  reportCommas(building, children.Comma);
  return inOrder<ast.NetworkItem>(
    (children.entry ?? []).map((entry) => buildEntry(building, entry)),
    (children.repeat ?? []).map((repeat) => buildRepeat(building, repeat)),
    (children.flow ?? []).map((flow) => buildFlow(building, flow)),
  );
}

const buildRepeat = (building: Building, { children }: cst.RepeatCstNode): ast.Repeat => ({
  kind: "repeat",
  span: spanOf(building, children.Repeat[0]!, end(children.items[0]!)),
  count: buildExpression(building, children.expression[0]!),
  items: buildItems(building, children.items[0]!),
  doc: docAt(building, children.Repeat[0]!),
});

function buildFlow(building: Building, { children }: cst.FlowCstNode): ast.Flow {
  const steps = children.step.map(({ children: step }): ast.Name | ast.Call =>
    step.named
      ? buildNamed(building, step.named[0]!)
      : { kind: "name", span: spanOf(building, step.In![0]!), name: "in" },
  );
  const token = children.Identifier?.[0];
  const keep = token && identifier(building, token);
  const span = { ...(keep ?? steps[0]!).span, end: steps.at(-1)!.span.end };
  return { kind: "flow", span, keep, steps, doc: building.docs.get(span.start) };
}

/** Entries need no separator; a comma between them is JSON's. */
function reportCommas(building: Building, commas: readonly IToken[] = []): void {
  for (const comma of commas) {
    const at = spanOf(building, comma);
    building.report(
      syntaxError("no comma stands between entries", at, {
        why: "commas separate arguments and the elements of lists",
        help: "leave the comma out",
        fix: replacing(at, building.source.text.charAt(startOf(comma) + 1).trim() === "" ? "" : " "),
      }),
    );
  }
}
