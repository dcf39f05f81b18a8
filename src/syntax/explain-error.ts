/**
 * From the parser's error to a sentence: what is wrong, where, and what to write. The rule that was being read and the
 * token that was expected choose the sentence; what stands behind the last line is pointed at there, not a line below.
 */
import { EOF, type IRecognitionException, type IToken, type TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Source, Span } from "../text/source.ts";
import { endOf, replacing, startOf, syntaxError } from "./build.ts";
import type { Layout } from "./layout.ts";
import { indexOf } from "./recover.ts";
import { isName, meantKeyword } from "./split.ts";

type Details = Parameters<typeof syntaxError>[2];

/** An error with what stands around it. */
interface Trouble {
  readonly source: Source;
  readonly layout: Layout;
  readonly tokens: readonly IToken[];
  /** The rule that was being read, and those around it, innermost first. */
  readonly rules: readonly string[];
  /** The name of the token that was expected, `choice` where there were several. */
  readonly expected: string;
  readonly index: number;
  /** The token that was met; `undefined` at the end. */
  readonly met: IToken | undefined;
  readonly before: IToken | undefined;
  readonly next: IToken | undefined;
}

export function explainError(
  source: Source,
  layout: Layout,
  tokens: readonly IToken[],
  error: IRecognitionException,
): Diagnostic {
  const index = indexOf(error.token, tokens);
  const trouble: Trouble = {
    ...{ source, layout, tokens, index },
    rules: error.context.ruleStack.toReversed(),
    expected: error.message,
    met: error.token.tokenType === EOF ? undefined : error.token,
    before: tokens[index - 1],
    next: tokens[index + 1],
  };
  const explain = explanations[`${trouble.rules[0]} ${trouble.expected}`] ?? explanations[trouble.expected];
  return explain?.(trouble) ?? unexpected(trouble);
}

const spanOf = ({ source }: Trouble, first: IToken, last = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

const is = (token: IToken | undefined, ...types: readonly TokenType[]): boolean =>
  token !== undefined && types.includes(token.tokenType);

/** Nothing more stands on the line: something is missing behind `before`. */
const lineEnds = ({ met, layout }: Trouble): boolean => met === undefined || layout.opensLine(met);

/** What was met, or the end of what stands before it where the line ends. */
const place = (trouble: Trouble): Span =>
  lineEnds(trouble) && trouble.before
    ? spanOf(trouble, trouble.before)
    : spanOf(trouble, (trouble.met ?? trouble.before)!);

const missing = (trouble: Trouble, what: string, details: Details = {}): Diagnostic =>
  syntaxError(what, place(trouble), { ...(lineEnds(trouble) && { label: "missing behind this" }), ...details });

const shorten = (text: string): string => (text.length > 30 ? `${text.slice(0, 28)}…` : text);
const shown = (token: IToken): string => `\`${shorten(token.image)}\``;

const reserved = new Set<TokenType>([t.If, t.Then, t.Else, t.And, t.Or, t.Not, t.In, t.True, t.False, t.None]);
const isReserved = (token: IToken | undefined): boolean => token !== undefined && reserved.has(token.tokenType);
const isOperator = ({ tokenType }: IToken): boolean => {
  const above = tokenType.CATEGORIES ?? [];
  return above.includes(t.BinaryOperator) || above.some((type) => type === t.RangeOperator || type === t.Power);
};
const beginsValue = (token: IToken | undefined): boolean =>
  token !== undefined &&
  (isName(token) ||
    is(token, t.NumberLiteral, t.Percentage, t.Count, t.StringLiteral, t.ForeignString, t.LeftBracket, t.Minus) ||
    (isReserved(token) && !is(token, t.Then, t.Else, t.And, t.Or)));

/** The bracket that is still open at `index`. */
function opener({ tokens, index }: Trouble, type: TokenType, closer: TokenType): IToken | undefined {
  let closed = 0;
  for (let at = index - 1; at >= 0; at--) {
    if (is(tokens[at], closer)) closed++;
    else if (is(tokens[at], type) && closed-- === 0) return tokens[at];
  }
  return undefined;
}

/** `)` or `]` was expected: it is missing, or a comma is, or what was met has no place there. */
const unclosed =
  (open: TokenType, close: TokenType) =>
  (trouble: Trouble): Diagnostic => {
    const { met, before, layout } = trouble;
    const bracket = opener(trouble, open, close)!;
    const closing = close.PATTERN as string;
    const related = [{ at: spanOf(trouble, bracket), label: `this \`${bracket.image}\` is not closed` }];
    const behind = spanOf(trouble, before!);
    const end = { ...behind, start: behind.end };
    if (met && layout.opensLine(met) && beginsValue(met) && layout.indentOf(met) > layout.indentOf(bracket)) {
      return missing(trouble, "a comma is missing", {
        help: `write \`${shorten(before!.image)},\``,
        fix: replacing(end, ","),
      });
    }
    if (lineEnds(trouble) || is(met, t.RightBrace, t.LeftBrace, t.Arrow)) {
      return missing(trouble, `a closing \`${closing}\` is missing`, {
        related,
        help: `write \`${closing}\` behind ${shown(before!)}`,
        ...(lineEnds(trouble) && { fix: replacing(end, closing) }),
      });
    }
    if (is(met, t.Colon) && open === t.LeftParenthesis) {
      return syntaxError("only a name takes a colon here", spanOf(trouble, before!, met), {
        help: "write `name: value`",
      });
    }
    if (is(met, t.Comma))
      return syntaxError("nothing stands before this comma", spanOf(trouble, met!), { help: "leave it out" });
    return syntaxError(`${shown(met!)} has no place here`, spanOf(trouble, met!), {
      related: [{ at: spanOf(trouble, bracket), label: `between this \`${bracket.image}\` and its \`${closing}\`` }],
      help: `write a comma or \`${closing}\``,
    });
  };

/** A value was expected. */
function noValue(trouble: Trouble): Diagnostic {
  const { met, before, rules } = trouble;
  if (
    before &&
    is(before, t.Colon, t.Assign) &&
    (rules[0] === "entry" || lineEnds(trouble) || !met || !beginsValue(met))
  ) {
    const name = trouble.tokens[trouble.index - 2];
    if (
      name &&
      isName(name) &&
      (lineEnds(trouble) || is(met, t.RightBrace, t.Comma, t.RightParenthesis) || beginsValue(met))
    ) {
      const colon = before.image === ":" ? ":" : " =";
      return syntaxError(`\`${name.image}\` has no value`, spanOf(trouble, name, before), {
        label: "the value is missing behind this",
        help: `write \`${name.image}${colon} …\``,
      });
    }
  }
  if (met && is(met, t.If)) return ternary(trouble);
  if (met && isReserved(met) && !lineEnds(trouble)) return reservedWord(trouble, met);
  if (before && isOperator(before) && (!met || !isOperator(met))) {
    return syntaxError(`nothing stands on the right side of \`${before.image}\``, spanOf(trouble, before), {
      help: "write a value behind it",
    });
  }
  if (met && isOperator(met)) {
    return syntaxError(`\`${met.image}\` needs a value on its left side`, spanOf(trouble, met), {
      help: "write a value before it, or leave it out",
    });
  }
  return missing(trouble, met && !lineEnds(trouble) ? `a value is missing before ${shown(met)}` : "a value is missing");
}

const ternary = (trouble: Trouble): Diagnostic =>
  syntaxError("a choice begins with its condition", spanOf(trouble, trouble.met!), {
    why: "`if` stands alone or in parentheses",
    help: "write `if condition then this else that`",
  });

const reservedWord = (trouble: Trouble, word: IToken): Diagnostic =>
  syntaxError(`\`${word.image}\` is a reserved word and has no place here`, spanOf(trouble, word), {
    help: "as a name, write another word",
  });

/** `name` was read, and `:` or `{` was expected. */
function noColon(trouble: Trouble): Diagnostic {
  const { met, before, rules } = trouble;
  const name = before!;
  if (rules.includes("prelude") && name.image !== "defaults") return noDeclaration(trouble);
  const earlier = trouble.tokens[trouble.index - 2];
  if (name.image === "s" && is(earlier, t.Count)) {
    return syntaxError(`\`${earlier!.image} s\` is torn apart`, spanOf(trouble, earlier!, name), {
      help: `write \`${earlier!.image}s\``,
      fix: replacing(spanOf(trouble, earlier!, name), `${earlier!.image}s`),
    });
  }
  if (is(earlier, t.NumberLiteral) && !trouble.layout.opensLine(name)) {
    const unit = nearest(name.image, ["epoch", "epochs", "step", "steps", "sample", "samples"]);
    const fix = unit === undefined ? undefined : replacing(spanOf(trouble, name), unit);
    return syntaxError(`\`${name.image}\` is no unit`, spanOf(trouble, name), {
      help: unit ? `did you mean \`${unit}\`?` : "a count has the unit `epochs`, `steps` or `samples`",
      fix,
    });
  }
  if (is(met, t.LeftParenthesis) || is(met, t.Arrow)) {
    return syntaxError(`\`${name.image}\` is a layer's form, and entries stand here`, spanOf(trouble, name), {
      help: "an entry is written `name: value`; layers stand in a network or a block",
    });
  }
  if (met && !lineEnds(trouble) && beginsValue(met)) {
    return syntaxError(`a colon is missing between \`${name.image}\` and its value`, spanOf(trouble, name, met), {
      help: `write \`${name.image}: ${shorten(met.image)}\``,
      fix: replacing({ ...spanOf(trouble, name), start: endOf(name) }, ":"),
    });
  }
  return syntaxError(`\`${name.image}\` has no value`, spanOf(trouble, name), {
    help: `write \`${name.image}: value\` or \`${name.image} { … }\``,
  });
}

/** What stands where a declaration was expected. */
export function noDeclaration(trouble: Pick<Trouble, "source" | "tokens">): Diagnostic {
  const first = trouble.tokens[0]!;
  const at = { source: trouble.source, start: startOf(first), end: endOf(first) };
  const meant = isName(first) ? meantKeyword(first.image) : undefined;
  const certain = meant !== undefined && meant !== first.image;
  return syntaxError(`${shown(first)} opens no declaration`, at, {
    help: certain
      ? `did you mean \`${meant}\`?`
      : "a file holds declarations: `data`, `network`, `train`, `block`, `preset`, …",
    ...(certain && { fix: replacing(at, meant) }),
  });
}

/** A name was expected behind a keyword. */
function noName(trouble: Trouble): Diagnostic {
  const { met, before } = trouble;
  if (met && is(met, t.StringLiteral, t.ForeignString) && /^.[A-Za-z_]\w*.$/.test(met.image)) {
    const at = spanOf(trouble, met);
    const name = met.image.slice(1, -1);
    return syntaxError("a name stands without quotation marks", at, {
      help: `write \`${name}\``,
      fix: replacing(at, name),
    });
  }
  if (met && isReserved(met)) return reservedWord(trouble, met);
  return missing(trouble, `a name is missing behind \`${before?.image ?? ""}\``, {
    help: `write \`${before?.image ?? ""} NAME\``,
  });
}

/** A block was expected. */
function noBlock(trouble: Trouble): Diagnostic {
  const { met, before } = trouble;
  if (met && is(met, t.Colon, t.Assign) && is(trouble.next, t.LeftBrace)) {
    const at = spanOf(trouble, met);
    return syntaxError(`no \`${met.image}\` stands before a block`, at, {
      help: "leave it out",
      fix: replacing(at, ""),
    });
  }
  return missing(trouble, "an opening brace `{` is missing", {
    help: `write \`${before ? shorten(before.image) : ""} { … }\``,
  });
}

/** The block could not be closed: what was met begins no item. */
function noItem(trouble: Trouble): Diagnostic {
  const { met, before, next } = trouble;
  if (met === undefined) {
    const brace = opener(trouble, t.LeftBrace, t.RightBrace);
    return missing(trouble, "a closing brace `}` is missing", {
      ...(brace && { related: [{ at: spanOf(trouble, brace), label: "this brace is not closed" }] }),
      help: "close the block with `}`",
    });
  }
  const at = spanOf(trouble, met);
  if (is(met, t.RightParenthesis, t.RightBracket)) {
    return syntaxError(`\`${met.image}\` closes nothing`, at, { help: "leave it out", fix: replacing(at, "") });
  }
  if (is(met, t.StringLiteral, t.ForeignString) && is(next, t.Colon)) {
    const name = met.image.slice(1, -1);
    return syntaxError("a name stands without quotation marks", at, {
      help: `write \`${name}: …\``,
      ...(/^[A-Za-z_]\w*$/.test(name) && { fix: replacing(at, name) }),
    });
  }
  if (is(met, t.If) && before && !is(before, t.LeftBrace)) return ternary(trouble);
  if (is(met, t.LeftBrace)) {
    return syntaxError("no block can stand here", at, { help: "a block follows a name, `name { … }`" });
  }
  if (is(met, t.Minus) && trouble.layout.opensLine(met)) {
    return syntaxError("no dash stands before what a block holds", at, { help: "leave it out" });
  }
  if (isReserved(met)) return reservedWord(trouble, met);
  if (isOperator(met)) return syntaxError(`nothing stands on the left side of \`${met.image}\``, at);
  return unexpected(trouble);
}

/** Something follows where the declaration has ended. */
function leftOver(trouble: Trouble): Diagnostic {
  const { met, before, tokens } = trouble;
  const at = spanOf(trouble, met!);
  const keyword = tokens[0]!;
  if (is(met, t.RightBrace)) {
    return syntaxError("this brace closes nothing", at, { help: "leave it out", fix: replacing(at, "") });
  }
  if (met!.image === "defaults") {
    return syntaxError("`defaults` for a whole file stands above all declarations", at, {
      help: "move it to the top of the file",
    });
  }
  const name = tokens[1] ? ` ${tokens[1].image}` : "";
  if (is(before, t.RightBrace)) {
    return syntaxError(`${shown(met!)} stands outside every declaration`, at, {
      related: [{ at: spanOf(trouble, before!), label: `\`${keyword.image}${name}\` ends here` }],
      help: "move it into a declaration, or take the brace above it out",
    });
  }
  return unexpected(trouble);
}

const unexpected = (trouble: Trouble): Diagnostic =>
  trouble.met && !lineEnds(trouble)
    ? syntaxError(`${shown(trouble.met)} has no place here`, spanOf(trouble, trouble.met), {
        ...(trouble.before && { help: `nothing of the kind can follow ${shown(trouble.before)}` }),
      })
    : missing(trouble, "something is missing here");

const noBranch =
  (word: string) =>
  (trouble: Trouble): Diagnostic => {
    const at = trouble.tokens.slice(0, trouble.index).findLast((token) => token.tokenType === t.If);
    return missing(trouble, `\`${word}\` is missing`, {
      ...(at && { related: [{ at: spanOf(trouble, at), label: "this `if` needs it" }] }),
      help: "a choice is written `if condition then this else that`",
    });
  };

const noStep = (trouble: Trouble): Diagnostic => {
  const { before, met } = trouble;
  if (met && !lineEnds(trouble) && !is(met, t.RightBrace)) {
    return syntaxError(`${shown(met)} is no layer and no kept value`, spanOf(trouble, met), {
      help: "a flow is made of layers, blocks and kept names",
    });
  }
  return missing(trouble, `nothing stands behind \`${before?.image ?? ""}\``, { help: "write a layer or a kept name" });
};

const noData = (trouble: Trouble): Diagnostic => {
  const network = trouble.before!.image;
  return missing(trouble, `\`train ${network}\` does not say on which data`, {
    help: `write \`train ${network} on DATA { … }\``,
  });
};

const noPath = (trouble: Trouble): Diagnostic =>
  missing(trouble, "an import names a file, in quotation marks", { help: 'write `import "words.dnn"`' });

const noAssign = (trouble: Trouble): Diagnostic => {
  const { before } = trouble;
  return missing(trouble, `\`${before!.image}\` is given no formula`, { help: `write \`${before!.image} = …\`` });
};

const afterParameter = (trouble: Trouble): Diagnostic => {
  if (is(trouble.met, t.LeftParenthesis)) return unexpected(trouble);
  return unclosed(t.LeftParenthesis, t.RightParenthesis)(trouble);
};

/** By rule and expected token, or by expected token alone. */
const explanations: Readonly<Record<string, (trouble: Trouble) => Diagnostic>> = {
  "entry choice": (trouble) => (is(trouble.before, t.Colon, t.Assign) ? noValue(trouble) : noColon(trouble)),
  "operand choice": noValue,
  "step choice": noStep,
  "line choice": noAssign,
  "parameter choice": afterParameter,
  "arguments RightParenthesis": unclosed(t.LeftParenthesis, t.RightParenthesis),
  "parameters RightParenthesis": unclosed(t.LeftParenthesis, t.RightParenthesis),
  "operand RightParenthesis": unclosed(t.LeftParenthesis, t.RightParenthesis),
  "list RightBracket": unclosed(t.LeftBracket, t.RightBracket),
  "train On": noData,
  "prelude EOF": noDeclaration,
  Then: noBranch("then"),
  Else: noBranch("else"),
  StringLiteral: noPath,
  Identifier: noName,
  LeftBrace: noBlock,
  RightBrace: noItem,
  end: leftOver,
};
