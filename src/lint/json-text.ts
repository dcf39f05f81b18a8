/** JSON with places: what a config or a baseline holds, each value with where it stands, so that mistakes in it can be shown. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { harmless } from "../diagnostics/code-line.ts";
import type { Source, Span } from "../text/source.ts";

export type JsonNode =
  | { readonly kind: "object"; readonly at: Span; readonly members: readonly Member[] }
  | { readonly kind: "array"; readonly at: Span; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly at: Span; readonly value: string }
  | { readonly kind: "number"; readonly at: Span; readonly value: number }
  | { readonly kind: "boolean"; readonly at: Span; readonly value: boolean }
  | { readonly kind: "null"; readonly at: Span };

export interface Member {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: JsonNode;
}

/** Arrays in objects in arrays: deeper than any file of ours. */
const deepest = 32;

/** The first mistake ends the reading: what comes behind a missing comma is guesswork. */
class Mistake extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** What a JSON text holds, by RFC 8259, or what is wrong in it. */
export function readJson(source: Source): { readonly node: JsonNode } | { readonly mistake: Diagnostic } {
  try {
    return { node: new Reader(source).whole() };
  } catch (error) {
    if (error instanceof Mistake) return { mistake: error.diagnostic };
    throw error;
  }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[A-Za-z_$][\w$]*/y;
const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

class Reader {
  private at = 0;
  private depth = 0;
  private readonly source: Source;
  constructor(source: Source) {
    this.source = source;
  }

  whole(): JsonNode {
    const node = this.value();
    this.blank();
    if (this.at < this.source.text.length) this.fail("something stands behind the end of the JSON value");
    return node;
  }

  private value(): JsonNode {
    this.blank();
    const start = this.at;
    const next = this.source.text[start];
    if (next === "{") return this.nested(() => this.object(start));
    if (next === "[") return this.nested(() => this.array(start));
    if (next === '"') return { kind: "string", value: this.string(), at: this.from(start) };
    const number = this.match(numberPattern);
    if (number !== undefined) return { kind: "number", value: Number(number), at: this.from(start) };
    const word = this.match(wordPattern);
    const value = word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;
    if (value === null) return { kind: "null", at: this.from(start) };
    if (value !== undefined) return { kind: "boolean", value, at: this.from(start) };
    this.at = start;
    if (word !== undefined) this.fail(`\`${word}\` is no JSON value`, word.length, `write \`"${word}"\` for a text`);
    return this.fail(next === "'" ? "a text stands in double quotation marks" : "a JSON value is missing here");
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > deepest) this.fail(`brackets are nested more than ${deepest} deep`);
    const found = read();
    this.depth--;
    return found;
  }

  private object(start: number): JsonNode {
    const members: Member[] = [];
    const keys = new Set<string>();
    this.items("}", "in an object", () => {
      const keyStart = this.at;
      if (this.source.text[keyStart] !== '"') this.fail("a key in double quotation marks is missing here");
      const key = this.string();
      const keyAt = this.from(keyStart);
      if (keys.has(key)) this.failAt(keyAt, `\`${harmless(key)}\` is given twice`);
      this.blank();
      if (this.source.text[this.at] !== ":") this.fail(`\`:\` is missing behind \`${harmless(key)}\``);
      this.at++;
      keys.add(key);
      members.push({ key, keyAt, value: this.value() });
    });
    return { kind: "object", members, at: this.from(start) };
  }

  private array(start: number): JsonNode {
    const items: JsonNode[] = [];
    this.items("]", "in an array", () => items.push(this.value()));
    return { kind: "array", items, at: this.from(start) };
  }

  /** What stands between brackets and commas. */
  private items(end: string, where: string, read: () => void): void {
    this.at++;
    for (let first = true; ; first = false) {
      this.blank();
      const next = this.source.text[this.at];
      if (next === end && first) break;
      if (!first) {
        if (next === end) break;
        if (next !== ",") this.fail(`\`,\` or \`${end}\` is missing ${where}`);
        const comma = { source: this.source, start: this.at, end: ++this.at };
        this.blank();
        if (this.source.text[this.at] === end) this.failAt(comma, `JSON takes no comma before \`${end}\``);
      }
      read();
    }
    this.at++;
  }

  private string(): string {
    const { text } = this.source;
    const start = this.at;
    for (let at = start + 1; at < text.length; at++) {
      const character = text[at]!;
      if (character === "\\") at++;
      else if (character < " ") break;
      else if (character === '"') {
        this.at = at + 1;
        const written = text.slice(start, this.at);
        try {
          return JSON.parse(written) as string;
        } catch {
          this.failAt(this.from(start), "this text has an escape that JSON does not know");
        }
      }
    }
    return this.fail("this text has no closing quotation mark");
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private blank(): void {
    const { text } = this.source;
    while (this.at < text.length && " \t\r\n".includes(text[this.at]!)) this.at++;
    if (text[this.at] === "/" && /[/*]/.test(text[this.at + 1] ?? "")) this.fail("JSON has no comments", 2);
  }

  private from(start: number): Span {
    return { source: this.source, start, end: this.at };
  }

  private fail(message: string, length = 1, help?: string): never {
    const end = Math.min(this.at + length, this.source.text.length);
    return this.failAt({ source: this.source, start: this.at, end }, message, help);
  }

  private failAt(at: Span, message: string, help?: string): never {
    throw new Mistake({ code: "json", severity: "error", message, at, help });
  }
}
