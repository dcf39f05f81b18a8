/**
 * Expressions. The grammar gives operands and operators in a row; they are grouped here by precedence with two stacks,
 * so that a long row costs no call stack.
 */
import type { IToken } from "chevrotain";
import type {
  ArgumentsCstNode,
  ExpressionCstNode,
  ListCstNode,
  NamedCstNode,
  OperandCstNode,
} from "../../grammar/cst.ts";
import type { Argument, BinaryOperator, Call, Expression, List, Name } from "./ast.ts";
import { clip, endOf, identifier, quoted, replacing, spanOf, startOf, syntaxError, type Building } from "./build.ts";
import { buildNumber, buildString } from "./build-literal.ts";
import { atMost, limits } from "./guard.ts";
import { binaryPrecedence, precedence, unaryPrecedence } from "./precedence.ts";
import { spanning, textOf, type Span } from "../text/source.ts";

/** An operator that waits for its right side. */
interface Waiting {
  readonly token: IToken;
  readonly spelling: string;
  readonly prefix: boolean;
  readonly level: number;
}

const foreign: Readonly<Record<string, BinaryOperator | "not">> = {
  "&&": "and",
  "&": "and",
  "||": "or",
  "|": "or",
  "**": "^",
  "!": "not",
};
/** A range in words has its mark from the lexer. */
const inWords = "to";
const ranges: Readonly<Record<string, { openLow: boolean; openHigh: boolean }>> = {
  "..": { openLow: false, openHigh: false },
  "..<": { openLow: false, openHigh: true },
  "<..": { openLow: true, openHigh: false },
  "<..<": { openLow: true, openHigh: true },
};

export function buildExpression(building: Building, { children }: ExpressionCstNode): Expression {
  let value = grouped(building, children.operand, children.BinaryOperator ?? []);
  for (const branch of (children.branch ?? []).toReversed()) {
    value = {
      kind: "if",
      span: { ...value.span, start: startOf(branch.children.If[0]!) },
      condition: buildExpression(building, branch.children.condition[0]!),
      then: buildExpression(building, branch.children.then[0]!),
      else: value,
    };
  }
  return value;
}

/** Groups `operand operator operand …` by precedence. */
function grouped(building: Building, operands: readonly OperandCstNode[], operators: readonly IToken[]): Expression {
  const values: Expression[] = [];
  const waiting: Waiting[] = [];
  const reduceTo = (level: number, alsoEqual: boolean): void => {
    for (let last = waiting.at(-1); last && (last.level > level || (alsoEqual && last.level === level));) {
      waiting.pop();
      const right = values.pop()!;
      values.push(last.prefix ? unary(building, last, right) : binary(values.pop()!, last, right));
      last = waiting.at(-1);
    }
  };
  operands.forEach((operand, index) => {
    for (const token of operand.children.prefix ?? []) {
      const prefix = prefixed(token);
      const before = waiting.at(-1);
      if (prefix.spelling === "not" && before && before.level > prefix.level)
        building.report(misplacedNot(building, prefix, before));
      waiting.push(prefix);
    }
    values.push(buildOperand(building, operand));
    const token = operators[index];
    if (token === undefined) return reduceTo(-1, false);
    const operator = infix(token);
    reduceTo(operator.level, false);
    if (waiting.at(-1)?.level === operator.level && !waiting.at(-1)!.prefix) {
      if (chains(operator.level)) building.report(chained(building, operator));
      if (operator.level !== precedence.power) reduceTo(operator.level, true);
    }
    waiting.push(operator);
  });
  return values[0]!;
}

const chains = (level: number): boolean => level === precedence.comparison || level === precedence.range;

function unary({ source }: Building, { token, spelling }: Waiting, operand: Expression): Expression {
  const span = { source, start: startOf(token), end: operand.span.end };
  return { kind: "unary", span, operator: spelling as "-" | "not", operand };
}

function binary(left: Expression, { spelling, level }: Waiting, right: Expression): Expression {
  const span = spanning(left.span, right.span);
  if (level === precedence.range) return { kind: "range", span, low: left, high: right, ...ranges[spelling]! };
  return { kind: "binary", span, operator: spelling as BinaryOperator, left, right };
}

/** The language's own spelling; the lexer has reported a foreign one. */
const spelled = ({ image }: IToken): string => (image === inWords ? ".." : (foreign[image] ?? image));

function prefixed(token: IToken): Waiting {
  const spelling = spelled(token) as "-" | "not";
  return { token, spelling, prefix: true, level: unaryPrecedence[spelling] };
}

function infix(token: IToken): Waiting {
  const spelling = spelled(token);
  const level = spelling in ranges ? precedence.range : binaryPrecedence[spelling as BinaryOperator];
  return { token, spelling, prefix: false, level };
}

const misplacedNot = (building: Building, { token }: Waiting, before: Waiting) =>
  syntaxError(`\`not\` cannot stand behind \`${before.spelling}\``, spanOf(building, token), {
    why: `\`not\` binds more loosely than \`${before.spelling}\``,
    help: "put what it belongs to in parentheses: `(not …)`",
  });

const chained = (building: Building, { token, level }: Waiting) =>
  level === precedence.range
    ? syntaxError("a range has two ends", spanOf(building, token), { help: "write `low..high`" })
    : syntaxError("comparisons cannot be chained", spanOf(building, token), {
        why: "`a < b < c` would compare a truth with a number",
        help: "write `a < b and b < c`",
      });

function buildOperand(building: Building, { children }: OperandCstNode): Expression {
  if (children.literal) return buildLiteral(building, children.literal[0]!);
  if (children.named) return buildNamed(building, children.named[0]!);
  if (children.list) return buildList(building, children.list[0]!);
  const span = spanOf(building, children.LeftParenthesis![0]!, children.RightParenthesis![0]!);
  if (children.further) return buildTuple(building, span, children);
  const value = buildExpression(building, children.expression![0]!);
  return { ...value, span, inside: value.inside ?? value.span };
}

/** Python's `(28, 28)` for `[28, 28]` */
function buildTuple(
  building: Building,
  span: Span,
  { expression = [], further = [] }: OperandCstNode["children"],
): List {
  const more = further.flatMap(({ children }) => children.expression ?? []);
  const { source, start, end } = span;
  building.report(
    syntaxError("a list stands in square brackets", span, {
      why: "parentheses hold one value, or what a word is given",
      help: `write ${quoted(asHere(textOf(span)))}`,
      fix: {
        safe: true,
        edits: [
          { start, end: start + 1, text: "[" },
          { start: end - 1, end, text: "]" },
        ],
      },
    }),
  );
  return {
    kind: "list",
    span: { source, start, end },
    items: [...expression, ...more].map((item) => buildExpression(building, item)),
  };
}

const words: Readonly<Record<string, (span: Span) => Expression>> = {
  true: (span) => ({ kind: "truth", span, value: true }),
  false: (span) => ({ kind: "truth", span, value: false }),
  none: (span) => ({ kind: "none", span }),
  in: (span) => ({ kind: "name", span, name: "in" }),
};

function buildLiteral(building: Building, token: IToken): Expression {
  const word = words[token.image];
  if (word) return word(spanOf(building, token));
  return /^[.\d]/.test(token.image) ? buildNumber(building, token) : buildString(building, token);
}

/** `elu` or `elu(alpha: 0.5)` */
export function buildNamed(building: Building, { children }: NamedCstNode): Name | Call {
  const token = children.Identifier[0]!;
  if (!children.arguments) return { kind: "name", span: spanOf(building, token), name: token.image };
  const { children: list } = children.arguments[0]!;
  return {
    kind: "call",
    span: spanOf(building, token, list.RightParenthesis[0]),
    name: identifier(building, token),
    arguments: buildArguments(building, list),
  };
}

function buildArguments(building: Building, list: ArgumentsCstNode["children"]): readonly Argument[] {
  const built = (list.argument ?? []).map(({ children }): Argument => {
    const value = buildExpression(building, children.expression[0]!);
    const token = children.Identifier?.[0];
    if (token === undefined) return { kind: "argument", span: value.span, name: undefined, value };
    const name = identifier(building, token);
    const assign = children.Assign?.[0];
    if (assign) building.report(assigned(building, token, assign, value.span));
    return { kind: "argument", span: spanning(name.span, value.span), name, value };
  });
  const few = atMost(built, limits.members, "arguments", building.report);
  const commas = (list.Comma ?? []).slice(0, limits.members);
  const joined = joinNames(building, few, commas);
  const first = joined[0];
  reportMissingCommas(building, joined, commas, (before, after) =>
    !mayBeNameOf(before, after) ? "comma" : before === first ? "either" : "colon",
  );
  return joined;
}

/** `init he_normal` may lack a comma, or the colon of `init: he_normal`. */
const mayBeNameOf = (before: Argument, after: Argument): boolean =>
  before.name === undefined && before.value.kind === "name" && after.name === undefined;

/** `activation "relu"` is one argument that lacks its colon, as no text or truth is ever joined with a name. */
function joinNames(building: Building, built: readonly Argument[], commas: readonly IToken[]): readonly Argument[] {
  return built.flatMap((argument, index): readonly Argument[] => {
    const follows = (one: Argument | undefined, next: Argument | undefined): boolean =>
      one?.name === undefined &&
      one?.value.kind === "name" &&
      next?.name === undefined &&
      (next?.value.kind === "string" || next?.value.kind === "truth") &&
      !commas.some((comma) => one.span.end <= startOf(comma) && startOf(comma) < next.span.start);
    if (follows(built[index - 1], argument)) return [];
    const next = built[index + 1];
    if (!follows(argument, next) || argument.value.kind !== "name") return [argument];
    const { name, span } = argument.value;
    const { value } = next!;
    const at = spanning(span, value.span);
    const shown = value.kind === "string" ? JSON.stringify(value.value) : textOf(value.span);
    building.report(
      syntaxError(`a colon is missing between ${quoted(name)} and its value`, at, {
        help: `write \`${clip(name)}: ${clip(shown)}\``,
        fix: replacing({ ...span, start: span.end }, ":"),
      }),
    );
    return [{ kind: "argument", span: at, name: { kind: "identifier", name, span }, value }];
  });
}

/** `units=300` for `units: 300` */
export function assigned(building: Building, name: IToken, assign: IToken, value: Span) {
  const at = spanOf(building, assign);
  const shown = textOf(value).length <= 40 && !textOf(value).includes("\n") ? asHere(textOf(value)) : "…";
  const edit = { start: endOf(name), end: at.end, text: /\s/.test(building.source.text.charAt(at.end)) ? ":" : ": " };
  return syntaxError(`${quoted(name.image)} takes its value behind a colon`, at, {
    help: `write \`${clip(name.image)}: ${shown}\``,
    fix: { safe: true, edits: [edit] },
  });
}

/** Between two elements of a list stands a comma; the edit is safe where it is certain that no colon was `meant`. */
export function reportMissingCommas<Element extends { readonly span: Span }>(
  building: Building,
  elements: readonly Element[],
  commas: readonly IToken[],
  meant: (before: Element, after: Element) => "comma" | "either" | "colon" = () => "comma",
): void {
  let next = 0;
  let missing = 0;
  elements.slice(1).forEach((element, index) => {
    const { span } = element;
    const before = elements[index]!.span;
    const missed = meant(elements[index]!, element);
    if (commas[next] && startOf(commas[next]!) < span.start) next++;
    else if (missing++ < limits.collected) {
      const [comma, colon] = [`\`${brief(before)}, ${brief(span)}\``, `\`${brief(before)}: ${brief(span)}\``];
      const gap = { ...before, start: before.end, end: span.start };
      // Of two names the second may be the value of the first; what either means is then not asked.
      const at = missed === "comma" ? gap : { ...before, end: span.end };
      building.report(
        syntaxError(missed === "colon" ? "a colon is missing" : "a comma is missing", at, {
          help: {
            comma: `write ${comma}`,
            either: `write ${comma}, or ${colon}`,
            colon: `write ${colon}, or ${comma}`,
          }[missed],
          fix: {
            ...replacing({ ...before, start: before.end, end: before.end }, missed === "colon" ? ":" : ","),
            safe: missed === "comma",
          },
        }),
      );
    }
  });
}

const brief = (span: Span): string => (span.end - span.start > 30 ? "…" : asHere(textOf(span)));

/** What is written, as it is written here. */
const asHere = (text: string): string =>
  text
    .replace(/'([^'"\n]*)'/g, '"$1"')
    .replace(/^\(([^()]*?),?\s*\)$/, (whole, inside: string) => (whole.includes(",") ? `[${inside}]` : whole));

function buildList(building: Building, { children }: ListCstNode): List {
  const items = (children.expression ?? []).map((item) => buildExpression(building, item));
  reportMissingCommas(building, items, children.Comma ?? []);
  return { kind: "list", span: spanOf(building, children.LeftBracket[0]!, children.RightBracket[0]), items };
}
