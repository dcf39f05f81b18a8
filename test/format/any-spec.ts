/** Specs put together at random from the grammar: tokens of any sound file, with any layout and comments between. */

import type { Options } from "prettier";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function drawFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Draw = () => number;

const pick = <T>(draw: Draw, from: readonly T[]): T => from[Math.floor(draw() * from.length)]!;
const chance = (draw: Draw, share: number): boolean => draw() < share;
const several = <T>(draw: Draw, most: number, make: () => T): T[] =>
  Array.from({ length: Math.floor(draw() * (most + 1)) }, make);

const names = [
  "a",
  "b",
  "x",
  "rate",
  "units",
  "dense",
  "steps",
  "epochs",
  "sample",
  "data",
  "state",
  "on",
  "repeat",
  "relu6",
];
const numbers = [
  "0",
  "1",
  "28",
  "55_000",
  "0.5",
  "1e-3",
  "20%",
  "2.5%",
  "1 epoch",
  "10   epochs",
  "500\tsteps",
  "3 samples",
];
const strings = ['"data/images.gz"', '"a \\"b\\" \\\\ \\n \\u{1F600}"', '""', '"幅の広い文字"', '"👩‍🔬 // no comment"'];
const operators = ["+", "-", "*", "/", "^", "+", "*", "and", "or"];
const comparisons = ["<", "<=", ">", ">=", "==", "!="];
const kinds = ["activation", "initializer", "schedule", "loss", "metric", "optimizer", "layer", "section", "clipping"];

/** The tokens of a file with about `size` things in it. */
class Writer {
  readonly tokens: string[] = [];
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  put(...tokens: string[]): void {
    this.tokens.push(...tokens);
  }

  name(): void {
    this.put(pick(this.#draw, names));
  }

  /** Elements with commas between, and at times behind. */
  list(open: string, close: string, most: number, element: () => void): void {
    this.put(open);
    const count = Math.floor(this.#draw() * (most + 1));
    for (let i = 0; i < count; i++) {
      if (i > 0) this.put(",");
      element();
    }
    if (count > 0 && chance(this.#draw, 0.3)) this.put(",");
    this.put(close);
  }

  block(most: number, item: () => void): void {
    this.put("{");
    several(this.#draw, most, item);
    this.put("}");
  }

  expression(depth: number): void {
    const draw = this.#draw;
    if (depth <= 0) return this.operand(0);
    const form = draw();
    if (form < 0.35) return this.operand(depth);
    if (form < 0.5) {
      this.put("if");
      this.expression(depth - 1);
      this.put("then");
      this.expression(depth - 1);
      this.put("else");
      return this.expression(depth - 1);
    }
    if (form < 0.6) {
      this.operand(depth - 1);
      this.put(pick(draw, ["..", "..<", "<..", "<..<"]));
      return this.operand(depth - 1);
    }
    if (form < 0.7) {
      this.operand(depth - 1);
      this.put(pick(draw, comparisons));
      return this.operand(depth - 1);
    }
    this.operand(depth - 1);
    several(draw, 5, () => {
      this.put(pick(draw, operators));
      this.operand(depth - 1);
    });
  }

  operand(depth: number): void {
    const draw = this.#draw;
    while (chance(draw, 0.1)) this.put("-");
    const form = draw();
    if (form < 0.2) this.put(pick(draw, numbers));
    else if (form < 0.3) this.put(pick(draw, strings));
    else if (form < 0.35) this.put(pick(draw, ["true", "false", "none", "in"]));
    else if (form < 0.6 || depth <= 0) this.name();
    else if (form < 0.75) this.call(depth);
    else if (form < 0.88)
      this.list("[", "]", 6, () => (chance(draw, 0.5) ? this.put(pick(draw, numbers)) : this.expression(depth - 1)));
    else {
      this.put("(");
      this.expression(depth - 1);
      this.put(")");
    }
  }

  call(depth: number): void {
    this.name();
    this.list("(", ")", 4, () => {
      if (chance(this.#draw, 0.5)) {
        this.name();
        this.put(":");
      }
      this.expression(depth - 1);
    });
  }

  entry(depth: number): void {
    this.name();
    if (depth > 0 && chance(this.#draw, 0.25)) return this.block(4, () => this.entry(depth - 1));
    this.put(":");
    this.expression(depth);
  }

  step(depth: number): void {
    if (chance(this.#draw, 0.1)) this.put("in");
    else if (chance(this.#draw, 0.5)) this.name();
    else this.call(depth);
  }

  item(depth: number): void {
    const draw = this.#draw;
    const form = draw();
    if (form < 0.15 && depth > 0) {
      this.put("repeat");
      this.expression(1);
      return this.block(3, () => this.item(depth - 1));
    }
    if (form < 0.35) return this.entry(depth);
    if (chance(draw, 0.3)) {
      this.name();
      this.put("=");
    }
    this.step(depth);
    several(draw, chance(draw, 0.5) ? 0 : 4, () => {
      this.put("->");
      this.step(depth);
    });
  }

  parameter(): void {
    const draw = this.#draw;
    this.name();
    if (chance(draw, 0.1)) {
      this.put("=");
      return this.call(1);
    }
    if (chance(draw, 0.6)) {
      this.put(":");
      this.expression(1);
    }
    if (chance(draw, 0.4)) {
      this.put("in");
      this.expression(1);
    }
  }

  parameters(): void {
    if (chance(this.#draw, 0.8)) this.list("(", ")", 6, () => this.parameter());
  }

  word(): void {
    const draw = this.#draw;
    this.put(pick(draw, kinds));
    this.name();
    this.parameters();
    const form = draw();
    if (form < 0.6) {
      this.put("=");
      this.expression(3);
    } else if (form < 0.9)
      this.block(5, () => {
        if (chance(draw, 0.2)) {
          this.put("state");
          return this.block(3, () => this.entry(1));
        }
        this.name();
        this.put("=");
        this.expression(3);
      });
  }

  declaration(): void {
    const draw = this.#draw;
    const form = draw();
    if (form < 0.35) return this.word();
    if (form < 0.4) {
      this.put("import", pick(draw, strings));
      if (chance(draw, 0.5)) this.put("as", "words");
      return;
    }
    if (form < 0.6) {
      this.put(pick(draw, ["data", "preset"]));
      this.name();
      return this.block(5, () => this.entry(2));
    }
    if (form < 0.75) {
      this.put("train", "net", "on", "digits");
      if (chance(draw, 0.4)) this.put("as", "quick");
      if (chance(draw, 0.2)) return;
      return this.block(5, () => {
        if (!chance(draw, 0.2)) return this.entry(2);
        this.put("stage", "head");
        this.block(3, () => this.entry(1));
      });
    }
    const isBlock = chance(draw, 0.4);
    this.put(isBlock ? "block" : "network", pick(draw, names));
    if (isBlock) this.parameters();
    this.block(6, () => this.item(2));
  }
}

/** The tokens of a sound file, or of one that is nearly sound; more of them for a larger size. */
export function anyTokens(draw: Draw, size: number): readonly string[] {
  const writer = new Writer(draw);
  if (chance(draw, 0.2)) writer.put("defaults", ":", "selu");
  several(draw, size, () => writer.declaration());
  return writer.tokens;
}

const comments = [
  ...[
    "// note",
    "//",
    "// (not a call",
    "// } { ] [ , : = ->",
    "//no blank",
    "// 幅の広い文字 👩‍🔬",
    "// ends in blanks  \t",
  ],
  ...[
    "/// doc",
    "/// @paper Someone 2017, A Title",
    "///",
    "//// four",
    "// dnnc-ignore relu-needs-he: a reason",
    "// dnnc-ignore l2-with-adam",
  ],
];

export interface Layout {
  /** How many of the gaps between tokens hold comments. */
  readonly comments: number;
  readonly newline: "\n" | "\r\n";
  readonly ignores: boolean;
}

const blanks = [" ", " ", " ", "  ", "\t", " \t "];

/** The tokens with anything between them that the language lets stand there. */
export function scatter(draw: Draw, tokens: readonly string[], { comments: share, newline, ignores }: Layout): string {
  const gap = (): string => {
    let text = pick(draw, blanks);
    while (chance(draw, 0.25)) text += newline + (chance(draw, 0.5) ? pick(draw, blanks) : "");
    if (chance(draw, share)) {
      const comment = ignores && chance(draw, 0.2) ? "// prettier-ignore" : pick(draw, comments);
      text += comment + newline + (chance(draw, 0.2) ? gap() : "");
    }
    return text;
  };
  const isTight = (one: string, other: string): boolean => /^[(){}[\],:]$/.test(one) || /^[(){}[\],:]$/.test(other);
  const parts = tokens.map((token, index) => {
    const after = tokens[index + 1];
    return token + (after !== undefined && isTight(token, after) && chance(draw, 0.4) ? "" : gap());
  });
  return (chance(draw, 0.3) ? gap() : "") + parts.join("");
}

/** A file and how to format it; small ones for small seeds. */
export function anySpec(seed: number): { text: string; options: Options } {
  const draw = drawFrom(seed);
  const tokens = anyTokens(draw, 1 + (seed % 2));
  const layout = {
    comments: pick(draw, [0, 0.05, 0.2, 0.6]),
    newline: pick(draw, ["\n", "\n", "\n", "\r\n"] as const),
    ignores: chance(draw, 0.1),
  };
  const text = (chance(draw, 0.1) ? "\ufeff" : "") + scatter(draw, tokens, layout);
  const options = {
    printWidth: pick(draw, [40, 80, 120]),
    tabWidth: pick(draw, [2, 2, 4]),
    useTabs: chance(draw, 0.2),
    endOfLine: pick(draw, ["lf", "lf", "auto", "crlf"] as const),
  };
  return {
    text,
    options:
      options.endOfLine === "auto" ? { ...options, endOfLine: layout.newline === "\n" ? "lf" : "crlf" } : options,
  };
}
