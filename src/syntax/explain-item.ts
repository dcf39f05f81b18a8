/** What to say where a block, a declaration or something inside one is not as it should be. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Span } from "../text/source.ts";
import { clip, endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import { nameWithoutValue, noColonBetween } from "./explain-value.ts";
import { isName, meantKeyword } from "./split.ts";
import {
  beginsValue,
  endsValue,
  is,
  isOperator,
  isReserved,
  lineEnds,
  missing,
  nameless,
  opener,
  reservedWord,
  shown,
  spanOf,
  ternary,
  unexpected,
  type Trouble,
} from "./trouble.ts";

/** `name` was read, and `:` or `{` was expected. */
export function noColon(trouble: Trouble): Diagnostic {
  const { met, before, rules } = trouble;
  const name = before!;
  if (rules.includes("prelude") && name.image !== "defaults") return noDeclaration(trouble);
  const earlier = trouble.tokens[trouble.index - 2];
  if (name.image === "s" && is(earlier, t.Count)) {
    return syntaxError(`\`${clip(earlier!.image)} s\` is torn apart`, spanOf(trouble, earlier!, name), {
      help: `write \`${clip(earlier!.image)}s\``,
      fix: replacing(spanOf(trouble, earlier!, name), `${earlier!.image}s`),
    });
  }
  const isValue = met !== undefined && !lineEnds(trouble) && beginsValue(met);
  if (is(earlier, t.NumberLiteral) && !trouble.layout.opensLine(name) && !isValue) {
    const unit = nearest(name.image, ["epoch", "epochs", "step", "steps", "sample", "samples"]);
    if (unit === undefined && is(met, t.LeftParenthesis)) return notEntry(trouble, name);
    const fix = unit === undefined ? undefined : replacing(spanOf(trouble, name), unit);
    return syntaxError(`${quoted(name.image)} is no unit`, spanOf(trouble, name), {
      help: unit ? `did you mean \`${unit}\`?` : "a count has the unit `epochs`, `steps` or `samples`",
      fix,
    });
  }
  if (is(met, t.LeftParenthesis) || is(met, t.Arrow)) return notEntry(trouble, name);
  if (met && !lineEnds(trouble) && beginsValue(met)) {
    return noColonBetween(trouble, name, met);
  }
  return syntaxError(`${quoted(name.image)} has no value`, spanOf(trouble, name), {
    help: `write \`${clip(name.image)}: value\` or \`${clip(name.image)} { … }\``,
  });
}

/** `name(…)` or `name -> …` among entries: a layer, or a block of entries in a call's form. */
function notEntry(trouble: Trouble, name: IToken): Diagnostic {
  const inside = is(trouble.met, t.LeftParenthesis) ? trouble.next : undefined;
  const isBlock = inside && isName(inside) && is(trouble.tokens[trouble.index + 2], t.Colon);
  const fix = isBlock ? inBraces(trouble) : undefined;
  return syntaxError(`${quoted(name.image)} is a layer's form, and entries stand here`, spanOf(trouble, name), {
    ...(fix && { fix }),
    help: isBlock
      ? `a block of entries is written \`${clip(name.image)} { ${clip(inside.image)}: … }\``
      : "an entry is written `name: value`; layers stand in a network or a block",
  });
}

/** The edits that make arguments, `(patience: 5)`, a block of entries. */
function inBraces({ tokens, index }: Trouble): Fix | undefined {
  const end = tokens.findIndex(
    ({ tokenType }, at) => at > index && tokenType !== t.Comma && endsArguments.has(tokenType),
  );
  const [open, close] = [tokens[index]!, tokens[end]];
  if (!is(close, t.RightParenthesis)) return undefined;
  const commas = tokens.slice(index, end).filter(({ tokenType }) => tokenType === t.Comma);
  const put = (token: IToken, text: string) => ({ start: startOf(token), end: endOf(token), text });
  return { safe: true, edits: [put(open, " { "), ...commas.map((comma) => put(comma, "")), put(close!, " }")] };
}

const endsArguments = new Set<TokenType>([
  t.RightParenthesis,
  t.LeftParenthesis,
  t.LeftBracket,
  t.LeftBrace,
  t.RightBrace,
]);

/** Defaults for a whole file, below a declaration. */
export const lateDefaults = (at: Span): Diagnostic =>
  syntaxError("`defaults` for the whole file stands above all declarations", at, {
    help: "move it to the top of the file",
  });

/** What stands where a declaration was expected. */
export function noDeclaration(trouble: Pick<Trouble, "source" | "tokens">): Diagnostic {
  const first = trouble.tokens[0]!;
  const at = { source: trouble.source, start: startOf(first), end: endOf(first) };
  const meant = isName(first) ? meantKeyword(first.image) : undefined;
  const certain = meant !== undefined && meant !== first.image;
  if (is(first, t.LeftBrace, t.LeftBracket))
    return syntaxError(`${shown(first)} opens no declaration`, at, {
      help: "a declaration has its kind and its name before its brace: `network NAME { … }`",
    });
  return syntaxError(`${shown(first)} opens no declaration`, at, {
    help: certain
      ? `did you mean \`${meant}\`?`
      : "a file holds declarations: `data`, `network`, `train`, `block`, `preset`, …",
    ...(certain && { fix: replacing(at, meant) }),
  });
}

/** A name was expected behind a keyword. */
export function noName(trouble: Trouble): Diagnostic {
  const { met, before } = trouble;
  if (met && is(met, t.StringLiteral, t.ForeignString) && /^.[A-Za-z_]\w*.$/.test(met.image)) {
    const at = spanOf(trouble, met);
    const name = met.image.slice(1, -1);
    return syntaxError("a name stands without quotation marks", at, {
      help: `write \`${clip(name)}\``,
      fix: replacing(at, name),
    });
  }
  if (met && isReserved(met)) return reservedWord(trouble, met);
  return missing(trouble, `a name is missing behind \`${clip(before?.image ?? "")}\``, {
    help: `write \`${clip(before?.image ?? "")} NAME\``,
  });
}

/** A block was expected. */
export function noBlock(trouble: Trouble): Diagnostic {
  const { met, before } = trouble;
  if (met && is(met, t.Colon, t.Assign) && is(trouble.next, t.LeftBrace)) {
    const at = spanOf(trouble, met);
    return syntaxError(`no ${quoted(met.image)} stands before a block`, at, {
      help: "leave it out",
      fix: replacing(at, ""),
    });
  }
  return missing(trouble, "an opening brace `{` is missing", {
    ...(before && { help: `write \`{\` behind ${shown(before)}` }),
  });
}

/** The block could not be closed: what was met begins no item. */
export function noItem(trouble: Trouble): Diagnostic {
  const { met, before, next } = trouble;
  if (met === undefined) {
    const brace = opener(trouble, t.LeftBrace, t.RightBrace);
    return missing(trouble, "a closing brace `}` is missing", {
      ...(brace && { related: [{ at: spanOf(trouble, brace), label: "this brace is not closed" }] }),
      help: "close the block with `}`",
    });
  }
  const at = spanOf(trouble, met);
  if (is(met, t.Colon, t.Assign, t.LeftParenthesis)) return nameless(trouble, met);
  if (is(met, t.StringLiteral, t.ForeignString) && is(next, t.Colon)) {
    const name = met.image.slice(1, -1);
    return syntaxError("a name stands without quotation marks", at, {
      help: `write \`${clip(name)}: …\``,
      ...(/^[A-Za-z_]\w*$/.test(name) && { fix: replacing(at, name) }),
    });
  }
  const colon = trouble.tokens[trouble.index - 2];
  const name = trouble.tokens[trouble.index - 3];
  if (before && name && isName(before) && trouble.layout.opensLine(before) && is(colon, t.Colon)) {
    return nameWithoutValue(trouble, name, colon!);
  }
  if (is(met, t.If) && before && !is(before, t.LeftBrace)) return ternary(trouble);
  if (is(met, t.LeftBrace)) {
    return syntaxError("no block can stand here", at, { help: "a block follows a name, `name { … }`" });
  }
  if (is(met, t.Minus) && trouble.layout.opensLine(met)) {
    return syntaxError("no dash stands before what a block holds", at, { help: "leave it out" });
  }
  if (isReserved(met)) return reservedWord(trouble, met);
  if (isOperator(met) && endsValue(before) && !lineEnds(trouble)) return joined(trouble, met);
  if (isOperator(met)) return syntaxError(`nothing stands on the left side of ${quoted(met.image)}`, at);
  if (!lineEnds(trouble)) return unexpected(trouble);
  return syntaxError(`${shown(met)} begins nothing that a block holds`, at, {
    help: "a line begins with a name: that of a layer, of an entry, or of a value that is kept",
  });
}

const merges = new Map([
  [t.Plus, "add"],
  [t.Times, "multiply"],
]);

/** `relu + skip` where layers stand. */
function joined(trouble: Trouble, operator: IToken): Diagnostic {
  const merge = merges.get(operator.tokenType);
  return syntaxError(`${quoted(operator.image)} joins no layers`, spanOf(trouble, operator), {
    why: "a line of a network is a flow of layers, not a formula",
    help: merge
      ? `keep the value, \`skip = …\`, and write \`${merge}(skip)\` as a layer`
      : "a formula is a word of its own: `activation own(x) = …`",
  });
}

/** Something follows where the declaration has ended. */
export function leftOver(trouble: Trouble): Diagnostic {
  const { met, before, tokens } = trouble;
  const at = spanOf(trouble, met!);
  const keyword = tokens[0]!;
  if (is(met, t.RightBrace)) {
    return syntaxError("this brace closes nothing", at, { help: "leave it out", fix: replacing(at, "") });
  }
  if (is(met, t.If)) return ternary(trouble);
  if (is(met, t.Colon, t.Assign)) return nameless(trouble, met!);
  if (t.belongs(keyword.tokenType, t.KindOfWord) && is(before, t.RightParenthesis) && !lineEnds(trouble)) {
    const behind = spanOf(trouble, before!);
    return syntaxError("`=` is missing between the signature and the formula", at, {
      help: `write \`= ${clip(met!.image)}…\``,
      fix: replacing({ ...behind, start: behind.end }, " ="),
    });
  }
  const name = tokens[1] ? ` ${tokens[1].image}` : "";
  if (is(before, t.RightBrace)) {
    return syntaxError(`${shown(met!)} stands outside every declaration`, at, {
      related: [{ at: spanOf(trouble, before!), label: `\`${clip(`${keyword.image}${name}`)}\` ends here` }],
      help: "move it into a declaration, or take the brace above it out",
    });
  }
  if (lineEnds(trouble)) {
    const isWord = isName(met!) && is(trouble.next, t.LeftParenthesis);
    return syntaxError(`${shown(met!)} opens no declaration`, at, {
      help: isWord
        ? `a word is declared with its kind, \`${keyword.image} ${clip(met!.image)}(…)\``
        : `write it on the line of \`${keyword.image}\`, or leave it out`,
    });
  }
  return unexpected(trouble);
}

export const noStep = (trouble: Trouble): Diagnostic => {
  const { before, met } = trouble;
  const name = trouble.tokens[trouble.index - 2];
  if (is(before, t.Assign) && name && met && !lineEnds(trouble) && beginsValue(met)) {
    return syntaxError(`${shown(met)} is no layer and no kept value`, spanOf(trouble, met), {
      why: "`=` keeps what a layer gives under a name",
      help: `a setting stands in its layer, \`dense(100, ${clip(name.image)}: …)\`, or in \`defaults\``,
    });
  }
  if (met && !lineEnds(trouble) && !is(met, t.RightBrace)) {
    return syntaxError(`${shown(met)} is no layer and no kept value`, spanOf(trouble, met), {
      help: "a flow is made of layers, blocks and kept names",
    });
  }
  return missing(trouble, `nothing stands behind \`${clip(before?.image ?? "")}\``, {
    help: "write a layer or a kept name",
  });
};

export const noData = (trouble: Trouble): Diagnostic => {
  const network = clip(trouble.before!.image);
  return syntaxError(`\`train ${network}\` does not say on which data`, spanOf(trouble, trouble.before!), {
    help: `write \`train ${network} on DATA { … }\``,
  });
};

export const noPath = (trouble: Trouble): Diagnostic =>
  missing(trouble, "an import names a file, in quotation marks", { help: 'write `import "words.dnn"`' });
