/** The heads of declarations, up to the brace: a forgotten name, `train q with m`, parentheses or nothing for braces. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { clip, endOf, replacing, syntaxError } from "./build.ts";
import { makeToken } from "./lex.ts";
import { reportOpening } from "./mend-brackets.ts";
import { tokenSpan, type Mending } from "./mend.ts";
import { isName } from "./split.ts";

const named = new Set<TokenType>([t.Data, t.Network, t.Block, t.Preset]);

/** The tokens of a declaration with a head that can be read. */
export function mendHead(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [keyword, second, third] = tokens as [IToken, IToken | undefined, IToken | undefined];
  if (keyword.tokenType === t.Train) return mendPlan(mending, mendOn(mending, tokens));
  if (!named.has(keyword.tokenType) || second === undefined) return tokens;
  if (second.tokenType === t.LeftBrace || second.tokenType === t.Colon) return nameless(mending, tokens);
  if (third?.tokenType === t.Colon && isName(second)) return mendColon(mending, tokens);
  const isBlock = keyword.tokenType === t.Block;
  if (third?.tokenType === t.LeftParenthesis && isName(second) && !isBlock) return mendParentheses(mending, tokens, 2);
  if (third === undefined || third.tokenType === t.LeftBrace || (isBlock && third.tokenType === t.LeftParenthesis))
    return tokens;
  if (!mending.layout.opensLine(third) || !isName(second)) return tokens;
  reportOpening(mending, second);
  return [keyword, second, makeToken(t.LeftBrace, "", endOf(second)), ...tokens.slice(2)];
}

/** `network {` and, in YAML's form, `network:` */
function nameless(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [keyword, second] = tokens as [IToken, IToken];
  const word = keyword.tokenType.PATTERN as string;
  mending.report(
    syntaxError(`this ${word} has no name`, tokenSpan(mending, keyword), { help: `write \`${word} NAME { … }\`` }),
  );
  mending.quiet.push({ from: second.startOffset, to: endOf(second), but: -1 });
  return [keyword, makeToken(t.Identifier, "", endOf(keyword)), ...tokens.slice(1)];
}

/** `network q: {`; where no brace follows, the lines below are indented, or the block is lost. */
function mendColon(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [keyword, name, colon, behind, ...rest] = tokens as [IToken, IToken, IToken, ...IToken[]];
  const braced = behind?.tokenType === t.LeftBrace;
  if (behind !== undefined && !braced && mending.layout.opensLine(behind)) return tokens;
  const at = tokenSpan(mending, colon);
  mending.report(
    syntaxError("no colon stands behind the name of a declaration", at, {
      help: `write \`${clip(`${keyword.tokenType.PATTERN as string} ${name.image}`)} { … }\``,
      fix: braced ? replacing(at, "") : undefined,
    }),
  );
  return braced ? [keyword, name, behind, ...rest] : [];
}

/** `network q ( … )`, and `network q(x) { … }` as a block has it. */
function mendParentheses(mending: Mending, tokens: readonly IToken[], at: number): readonly IToken[] {
  let depth = 0;
  const end = tokens.findIndex(({ tokenType }, index) => {
    if (index >= at && tokenType === t.LeftParenthesis) depth++;
    return index >= at && tokenType === t.RightParenthesis && --depth === 0;
  });
  const [open, close] = [tokens[at]!, tokens[end]];
  const head = clip(mending.source.text.slice(tokens[0]!.startOffset, endOf(tokens[at - 1]!)));
  if (close !== undefined && tokens[end + 1]?.tokenType === t.LeftBrace) {
    const span = tokenSpan(mending, open, close);
    mending.report(
      syntaxError(`a ${tokens[0]!.image} has no parameters`, span, {
        why: "a `block` has; what comes in is its `input`",
        help: `write \`${head} { … }\``,
        fix: replacing(span, ""),
      }),
    );
    return [...tokens.slice(0, at), ...tokens.slice(end + 1)];
  }
  const span = tokenSpan(mending, open);
  const edits = [open, ...(close ? [close] : [])].map((token, index) => ({
    start: token.startOffset,
    end: endOf(token),
    text: index === 0 ? "{" : "}",
  }));
  mending.report(
    syntaxError("a block stands in braces", span, {
      ...(close && { related: [{ at: tokenSpan(mending, close), label: "up to here" }] }),
      help: `write \`${head} { … }\``,
      ...(close && { fix: { safe: true, edits } }),
    }),
  );
  return tokens.map((token) =>
    token === open || token === close
      ? makeToken(token === open ? t.LeftBrace : t.RightBrace, token.image, token.startOffset)
      : token,
  );
}

/** `train q no m`, `train q with m`, `train q, m` and `train q m` */
function mendOn(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [train, network, word, ...rest] = withoutParentheses(mending, tokens) as readonly [
    IToken,
    IToken | undefined,
    IToken | undefined,
    ...IToken[],
  ];
  if (!network || !word || !isName(network) || word.tokenType === t.On || mending.layout.opensLine(word))
    return [train, ...(network ? [network] : []), ...(word ? [word] : []), ...rest];
  const [next] = rest;
  const isWord = isName(word) || [t.In, t.Comma].includes(word.tokenType);
  const data = isWord && next && isName(next) && !mending.layout.opensLine(next) ? next : undefined;
  const alone = isName(word) && (next === undefined || [t.LeftBrace, t.As].includes(next.tokenType));
  if (data === undefined && !alone) return tokens;
  const wanted = data ?? word;
  const at = tokenSpan(mending, word);
  const edit = data
    ? replacing(at, word.tokenType === t.Comma ? " on" : "on")
    : replacing({ ...at, end: at.start }, "on ");
  mending.report(
    syntaxError(`\`on\` stands before the data of a training`, at, {
      help: `write \`${clip(`train ${network.image} on ${wanted.image}`)}\``,
      fix: edit,
    }),
  );
  const on = makeToken(t.On, data ? word.image : "", word.startOffset);
  return [train, network, on, ...(data ? rest : [word, ...rest])];
}

/** `train(q, m)` */
function withoutParentheses(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [train, open, network, comma, data, close, ...rest] = tokens;
  const isCall = open?.tokenType === t.LeftParenthesis && comma?.tokenType === t.Comma;
  if (!isCall || !network || !isName(network) || !data || !isName(data) || close?.tokenType !== t.RightParenthesis)
    return tokens;
  const span = tokenSpan(mending, open, close);
  const text = `${network.image} on ${data.image}`;
  mending.report(
    syntaxError("`on` stands before the data of a training", span, {
      help: `write \`${clip(`train ${text}`)}\``,
      fix: replacing(span, ` ${text}`),
    }),
  );
  return [train!, network, makeToken(t.On, ",", comma.startOffset), data, ...rest];
}

/** `train N on D as M` and, on a line of its own, an entry or a stage: the brace between is missing. */
function mendPlan(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  if (tokens[1]?.tokenType === t.Colon) return unsaid(mending, tokens);
  const length = tokens[4]?.tokenType === t.As ? 6 : 4;
  if (tokens[2]?.tokenType !== t.On || !tokens.slice(0, length).every(isName)) return tokens;
  const [last, next, behind] = [tokens[length - 1], tokens[length], tokens[length + 1]];
  if (next?.tokenType === t.LeftParenthesis) return mendParentheses(mending, tokens, length);
  if (!last || !next || !behind || !isName(next) || !mending.layout.opensLine(next)) return tokens;
  if (![t.Colon, t.LeftBrace].includes(behind.tokenType) && next.tokenType !== t.Stage) return tokens;
  reportOpening(mending, last);
  return [...tokens.slice(0, length), makeToken(t.LeftBrace, "", endOf(last)), ...tokens.slice(length)];
}

/** `train:` */
function unsaid(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  mending.report(
    syntaxError("`train` does not say which network on which data", tokenSpan(mending, tokens[0]!), {
      help: "write `train NETWORK on DATA { … }`",
    }),
  );
  return [];
}
