/**
 * What was written. Nodes are plain data with exact spans; names are not resolved and values not checked.
 * `undefined` in a hole means that the parser has already reported what is missing there.
 */
import type { Source, Span } from "../text/source.ts";

/** The kinds of word whose meaning is a formula; anyone may declare one. */
export const formulaKinds = [
  ...(["activation", "initializer", "schedule", "regularizer"] as const),
  ...(["constraint", "loss", "metric", "optimizer", "clipping"] as const),
] as const;

/** The kinds of word that are built in: the standard library declares their signatures, nobody else any. */
export const builtInKinds = ["layer", "source", "features", "target", "split", "section"] as const;

export type FormulaKind = (typeof formulaKinds)[number];
export type WordKind = FormulaKind | (typeof builtInKinds)[number];

export interface File {
  readonly kind: "file";
  readonly source: Source;
  /** `defaults: preset` and `defaults { … }` above all declarations. */
  readonly entries: readonly Entry[];
  readonly declarations: readonly Declaration[];
  /** Every `//` and `///` comment in order, for suppressions and the formatter. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly kind: "comment";
  readonly span: Span;
  /** Without the slashes and one following blank. */
  readonly text: string;
  readonly doc: boolean;
}

/** A name where it stands. */
export interface Identifier {
  readonly kind: "identifier";
  readonly name: string;
  readonly span: Span;
}

interface Declared {
  readonly span: Span;
  readonly name: Identifier;
  /** The `///` lines above, joined with `\n`, without slashes. */
  readonly doc: string | undefined;
}

export type Declaration = Import | Data | Network | Block | Train | Preset | Word;

/** `import "activations.dnn"` */
export interface Import {
  readonly kind: "import";
  readonly span: Span;
  readonly path: StringLiteral;
  readonly as: Identifier | undefined;
}

/** `data digits { … }` */
export interface Data extends Declared {
  readonly kind: "data";
  readonly entries: readonly Entry[];
}

/** `network classifier { … }` */
export interface Network extends Declared {
  readonly kind: "network";
  readonly items: readonly NetworkItem[];
}

/** `block unit(units, rate: 0%) { … }` */
export interface Block extends Declared {
  readonly kind: "block";
  readonly parameters: readonly Parameter[];
  readonly items: readonly NetworkItem[];
}

/** `train classifier on digits as quick { … }`; `name` is the network's, `entries` undefined without a block. */
export interface Train extends Declared {
  readonly kind: "train";
  readonly data: Identifier;
  readonly as: Identifier | undefined;
  readonly entries: readonly Entry[];
  readonly stages: readonly Stage[];
}

/** `stage head { freeze: [clothes]  epochs: 4 }` */
export interface Stage {
  readonly kind: "stage";
  readonly span: Span;
  readonly name: Identifier;
  readonly entries: readonly Entry[];
}

/** `preset default_dnn { … }` */
export interface Preset extends Declared {
  readonly kind: "preset";
  readonly entries: readonly Entry[];
}

/** `activation relu(x) = max(0, x)`, a body in braces, or (in the standard library) a signature alone. */
export interface Word extends Declared {
  readonly kind: "word";
  readonly word: WordKind;
  readonly parameters: readonly Parameter[];
  readonly body: Expression | WordBody | undefined;
}

/** `{ state { m: 0 }  m = beta * m + g  w = w - rate * m }` */
export interface WordBody {
  readonly kind: "body";
  readonly span: Span;
  readonly states: readonly StateBlock[];
  readonly lines: readonly Line[];
}

/** `state { m: 0  v: 0 }` */
export interface StateBlock {
  readonly kind: "state";
  readonly span: Span;
  readonly entries: readonly Entry[];
}

/** What a body keeps from step to step: the entries of all its `state` blocks. */
export const statesOf = ({ states }: WordBody): readonly Entry[] => states.flatMap(({ entries }) => entries);

export interface Line {
  readonly kind: "line";
  readonly span: Span;
  readonly name: Identifier;
  readonly value: Expression;
}

/** `alpha: 0.01 in 0..1`; `output = softmax(z)` has a pattern instead of a default. */
export interface Parameter {
  readonly kind: "parameter";
  readonly span: Span;
  readonly name: Identifier;
  readonly default: Expression | undefined;
  /** What stands behind `in`: a range, a list of names, or the name of a kind of value. */
  readonly limits: Expression | undefined;
  readonly pattern: Call | undefined;
}

/** `name: value` or `name { entries }`. */
export interface Entry {
  readonly kind: "entry";
  readonly span: Span;
  readonly name: Identifier;
  readonly value: Expression | EntryBlock;
  readonly doc: string | undefined;
}

export interface EntryBlock {
  readonly kind: "entries";
  readonly span: Span;
  readonly entries: readonly Entry[];
}

/** `defaults` and `outputs` are entries; the rest makes layers. */
export type NetworkItem = Entry | Repeat | Flow;

/** `repeat 20 { … }` */
export interface Repeat {
  readonly kind: "repeat";
  readonly span: Span;
  readonly count: Expression;
  readonly items: readonly NetworkItem[];
  readonly doc: string | undefined;
}

/** `name = first -> second(…)`; a step is a layer, a block or a kept value. */
export interface Flow {
  readonly kind: "flow";
  readonly span: Span;
  /** The name the value is kept under. */
  readonly keep: Identifier | undefined;
  /** At least one. */
  readonly steps: readonly (Name | Call)[];
  readonly doc: string | undefined;
}

/** What every expression has. */
interface Value {
  /** With the parentheses around it. */
  readonly span: Span;
  /** What stands between the parentheses, where there are some. */
  readonly inside?: Span;
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | TruthLiteral
  | NoneLiteral
  | Name
  | Call
  | List
  | Range
  | Unary
  | Binary
  | Conditional;

/** `300`, `55_000`, `1e-3`, `20%` (value 0.2), `10 epochs` (value 10). */
export interface NumberLiteral extends Value {
  readonly kind: "number";
  readonly value: number;
  readonly unit: "percent" | "epochs" | "steps" | "samples" | undefined;
}

export interface StringLiteral extends Value {
  readonly kind: "string";
  /** With escapes resolved. */
  readonly value: string;
}

export interface TruthLiteral extends Value {
  readonly kind: "truth";
  readonly value: boolean;
}

export interface NoneLiteral extends Value {
  readonly kind: "none";
}

/** A name alone, `in` among them. */
export interface Name extends Value {
  readonly kind: "name";
  readonly name: string;
}

/** `elu(alpha: 0.5)` */
export interface Call extends Value {
  readonly kind: "call";
  readonly name: Identifier;
  readonly arguments: readonly Argument[];
}

export interface Argument {
  readonly kind: "argument";
  readonly span: Span;
  readonly name: Identifier | undefined;
  readonly value: Expression;
}

export interface List extends Value {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

/** `0..255` with both ends; `0..<1` without the upper end, `0<..1` without the lower, `0<..<1` without both. */
export interface Range extends Value {
  readonly kind: "range";
  readonly low: Expression;
  readonly high: Expression;
  readonly openLow: boolean;
  readonly openHigh: boolean;
}

export interface Unary extends Value {
  readonly kind: "unary";
  readonly operator: "-" | "not";
  readonly operand: Expression;
}

export type BinaryOperator = "^" | "*" | "/" | "+" | "-" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "and" | "or";

export interface Binary extends Value {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `if x > 0 then x else 0` */
export interface Conditional extends Value {
  readonly kind: "if";
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
}
