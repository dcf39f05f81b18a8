/** First pass over a network: blocks and repeats unrolled, names followed, every step a word with what is written behind it. */
import { notSupported, type Diagnostic, type Report } from "../diagnostics/diagnostic.ts";
import { listed, nearest } from "../diagnostics/suggest.ts";
import type * as ast from "../syntax/ast.ts";
import { textOf, type Span } from "../text/source.ts";
import { adviceFor } from "../vocabulary/habits.ts";
import { readLimits, type Limits } from "../vocabulary/limits.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../vocabulary/word.ts";
import { correct, isSpeltSo } from "./correct.ts";
import { resolveArguments } from "./resolve-arguments.ts";
import { resolveNumber, type Context } from "./resolve-value.ts";
import type { Value } from "./value.ts";

/** A step after unrolling: a layer word with its arguments as written, or an activation as a layer. */
export interface RawLayer {
  readonly id: number;
  readonly word: Word;
  readonly given: readonly ast.Argument[];
  /** How the arguments are read: a block's parameters have values here. */
  readonly context: Context;
  readonly inputs: readonly number[];
  readonly at: Span;
  kept: string | undefined;
  /** What the spec says in doc comments where it comes to this layer: of a block or a `repeat` that begins with it, and of its line. */
  readonly doc: string | undefined;
}

export interface RawNetwork {
  readonly layers: readonly RawLayer[];
  /** By name the layers of each line of the network itself that keeps one; in a `repeat` those of every round. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  /** The layer that the flow ends in, or those that `outputs` names; `broken` where that was refused, none where there is no layer. */
  readonly outputs: readonly { readonly name: string | undefined; readonly id: number }[];
}

/** More than this is refused: `repeat 1_000_000_000` would fill the memory before anything else could be said. */
export const mostLayers = 20_000;

/** Blocks in blocks: deeper nobody reads, and everyone who follows them recurses. */
const deepest = 200;

/** Arguments of the blocks of a network, one that is repeated counting at each round. */
const mostBlockArguments = 200_000;

/** Outputs of a network: each is judged by itself. */
const mostOutputs = 100;

/** Mistakes in a network, after which it is followed no further. */
export const mostFindings = 1000;

/** The value of a step that was refused: what reads it is judged by itself, and says nothing of it. */
export const broken = -1;

/** Kept values by name: those of a round of a `repeat` stand before those around it. */
class Kept {
  private readonly own = new Map<string, number>();
  private readonly outer: Kept | undefined;

  constructor(outer?: Kept) {
    this.outer = outer;
  }

  get(name: string): number | undefined {
    return this.own.get(name) ?? this.outer?.get(name);
  }

  set(name: string, value: number): void {
    this.own.set(name, value);
  }

  names(): readonly string[] {
    return [...(this.outer?.names() ?? []), ...this.own.keys()];
  }
}

interface Scope {
  readonly context: Context;
  /** Kept values by name; a block has its own. */
  readonly kept: Kept;
  /** What came into the block; `undefined` in a network. */
  readonly entered: number | undefined;
  /** The blocks we are inside of: a block that uses itself would never end. */
  readonly inside: readonly string[];
}

/** Unrolls the items of a network. `blocks` are the file's, by name. */
export function unroll(
  items: readonly ast.NetworkItem[],
  blocks: ReadonlyMap<string, ast.Block>,
  context: Context,
): RawNetwork {
  const layers: RawLayer[] = [];
  const lines = new Map<string, number[]>();
  let flow: number | undefined;
  let outputs: RawNetwork["outputs"] | undefined;
  let full = false;
  let steps = 0;
  let blockArguments = 0;
  let findings = 0;
  const { vocabulary } = context;
  const report: Report = (diagnostic) => {
    findings++;
    context.report(diagnostic);
  };

  /** Counts what is unrolled, blocks without layers too. */
  const isFull = (at: Span): boolean => {
    if (++steps > mostLayers && !full) {
      full = true;
      const message = `the network has more than ${mostLayers.toLocaleString("en")} layers`;
      report({ code: "too-large", severity: "error", message, at, help: "repeat fewer times" });
    }
    return full || findings > mostFindings;
  };
  /** The doc comments on the way to the next layer. */
  let said: string[] = [];
  const hear = (doc: string | undefined): void => void (doc !== undefined && said.push(doc));

  const add = (layer: Omit<RawLayer, "id" | "kept" | "doc">): number => {
    layers.push({ ...layer, id: layers.length, kept: undefined, doc: said.length > 0 ? said.join("\n") : undefined });
    said = [];
    return layers.length - 1;
  };

  const run = (list: readonly ast.NetworkItem[], scope: Scope): void => {
    for (const item of list) {
      if (full || findings > mostFindings) return;
      if (item.kind === "flow") follow(item, scope);
      else if (item.kind === "repeat") repeat(item, scope);
      else if (item.name.name === "outputs" && scope.inside.length === 0) outputs = outputsOf(item, scope);
      else if (item.name.name !== "defaults" || scope.inside.length > 0) report(unknownEntry(item, scope, vocabulary));
    }
  };

  const repeat = (item: ast.Repeat, scope: Scope): void => {
    hear(item.doc);
    const count = resolveNumber(item.count, scope.context);
    if (count === undefined) return;
    if (!Number.isInteger(count) || count < 0) {
      report({
        code: "value-out-of-range",
        severity: "error",
        message: `\`repeat\` takes a whole number from 0, not ${count}`,
        at: item.count.span,
      });
      return;
    }
    // What is kept inside is kept for one round. An empty body adds nothing however often it is repeated.
    const sound = findings;
    for (let round = 0; round < count && findings === sound; round++) {
      const before = layers.length;
      run(item.items, { ...scope, kept: new Kept(scope.kept) });
      if (layers.length === before) break;
    }
  };

  const follow = (item: ast.Flow, scope: Scope): void => {
    const [first, ...rest] = item.steps;
    hear(item.doc);
    const branch = first!.kind === "name" ? valueOf(first!.name, scope) : undefined;
    const begin = layers.length;
    let value = branch ?? step(first!, flow, scope, scope.inside.length === 0);
    for (const next of rest) value = step(next, value, scope);
    if (item.keep !== undefined) keep(item.keep, value, scope);
    if (item.keep !== undefined && scope.inside.length === 0) {
      const ids = lines.get(item.keep.name) ?? [];
      for (let id = begin; id < layers.length; id++) ids.push(id);
      lines.set(item.keep.name, ids);
    }
    if (branch === undefined || item.keep === undefined) flow = value;
  };

  const valueOf = (name: string, scope: Scope): number | undefined =>
    name === "in" ? scope.entered : scope.kept.get(name);

  /** `outputs: [main, aux]`: kept values, two or more. */
  const outputsOf = ({ value, span }: ast.Entry, scope: Scope): RawNetwork["outputs"] => {
    const items = value.kind === "list" ? value.items : [];
    const excess = items[mostOutputs];
    if (excess !== undefined) {
      const message = `a network has at most ${mostOutputs} outputs`;
      report({ code: "too-large", severity: "error", message, at: excess.span, help: "make one output of several" });
      return [{ name: undefined, id: broken }];
    }
    const found = items.map((item) => {
      const id = item.kind === "name" ? scope.kept.get(item.name) : undefined;
      const name = item.kind === "name" ? item.name : undefined;
      if (id === undefined) {
        const message =
          name === undefined ? "`outputs` lists names of kept values" : `there is no kept value \`${name}\``;
        const known = scope.kept.names();
        const otherwise = known.length > 0 ? `kept are ${listed(known)}` : "keep one: `main = dense(1)`";
        report({
          code: "unknown-name",
          severity: "error",
          message,
          at: item.span,
          ...(name === undefined ? { help: otherwise } : correct(name, item.span, known, otherwise)),
        });
      }
      return { name, id: id ?? broken };
    });
    const twice = found.findIndex(({ name }, i) => found.findIndex((other) => other.name === name) < i);
    const help = "write `outputs: [main, aux]`; a network with one output ends in it";
    const wrong = (message: string, at: Span): void =>
      report({ code: "argument", severity: "error", message, at, help });
    if (outputs !== undefined) wrong("`outputs` is given twice", span);
    else if (found.length < 2) wrong("`outputs` lists the names of two or more kept values", value.span);
    else if (twice >= 0) wrong(`\`${found[twice]!.name}\` is listed twice`, items[twice]!.span);
    return found;
  };

  const keep = ({ name, span }: ast.Identifier, value: number, scope: Scope): void => {
    if (vocabulary.find("layer", name) ?? vocabulary.find("activation", name) ?? blocks.get(name)) {
      const message = `\`${name}\` is a ${blocks.has(name) ? "block" : "word"}, and cannot be the name of a value`;
      report({ code: "duplicate-name", severity: "error", message, at: span, help: "give the value another name" });
    } else if (scope.kept.get(name) !== undefined) {
      report({
        code: "duplicate-name",
        severity: "error",
        message: `the name \`${name}\` is kept twice`,
        at: span,
        help: `give one of the two another name; without \`${name} =\`, a line goes on from the line before`,
      });
    } else {
      scope.kept.set(name, value);
      const layer = layers[value];
      if (layer !== undefined) layer.kept ??= name;
    }
  };

  /** `begins`: whether it is the first of its line in a network, where an `input` can stand. */
  const step = (written: ast.Name | ast.Call, from: number | undefined, scope: Scope, begins = false): number => {
    const { name, at } =
      written.kind === "name"
        ? { name: written.name, at: written.span }
        : { name: written.name.name, at: written.name.span };
    const given = written.kind === "call" ? written.arguments : [];
    if (isFull(at)) return broken;
    const block = blocks.get(name);
    if (block !== undefined) return expand(block, given, written.span, from, scope);
    let word = vocabulary.find("layer", name) ?? vocabulary.find("activation", name);
    if (word === undefined) {
      report(unknownStep(name, at, scope, written));
      word = name === "Linear" ? undefined : speltSo(name);
      if (word === undefined) return broken;
    }
    if (word.damaged === true) return broken;
    if (word.planned) return refuse(notSupported(`the ${word.kind} \`${name}\``, at));
    const layer = { word, given, context: scope.context, at: written.span };
    if (word.name === "input") return begins ? add({ ...layer, inputs: [] }) : refuse(inputInside(at));
    if (from === undefined) return refuse(nothingBefore(name, at));
    if (!word.parameters.some(({ limits }) => limits.kind === "values")) return add({ ...layer, inputs: [from] });
    const values = merged(word, given, from, at, scope);
    return values === undefined ? broken : add({ ...layer, given: [], inputs: values });
  };

  const refuse = (diagnostic: Parameters<Report>[0]): number => {
    report(diagnostic);
    return broken;
  };

  /** What a merge merges: the values it names, and the flow where it names but one. */
  const merged = (
    word: Word,
    given: readonly ast.Argument[],
    from: number,
    at: Span,
    scope: Scope,
  ): readonly number[] | undefined => {
    const values = given.map(({ value }) => {
      const found = value.kind === "name" ? valueOf(value.name, scope) : undefined;
      if (found === undefined) {
        const known = [...scope.kept.names(), ...(scope.entered === undefined ? [] : ["in"])];
        const near = value.kind === "name" ? nearest(value.name, known) : undefined;
        const written =
          value.kind === "name"
            ? `there is no kept value \`${value.name}\``
            : `\`${word.name}\` takes names of kept values`;
        const help =
          near !== undefined
            ? `did you mean \`${near}\`?`
            : known.length > 0
              ? `kept are ${listed(known)}`
              : "keep one: `skip = dense(100)`";
        report({ code: "unknown-name", severity: "error", message: written, at: value.span, help });
      }
      return found;
    });
    if (values.some((value) => value === undefined)) return undefined;
    if (values.length === 0) {
      report({
        code: "missing-argument",
        severity: "error",
        message: `\`${word.name}\` needs the name of a kept value`,
        at,
        help: `write \`${word.name}(name)\``,
      });
      return undefined;
    }
    return (values.length === 1 ? [from, ...values] : values) as readonly number[];
  };

  const expand = (
    block: ast.Block,
    given: readonly ast.Argument[],
    at: Span,
    from: number | undefined,
    scope: Scope,
  ): number => {
    const name = block.name.name;
    if (scope.inside.includes(name)) {
      const message = `the block \`${name}\` uses itself`;
      const help = "use `repeat` for layers that come again";
      return refuse({ code: "cyclic-block", severity: "error", message, at, help });
    }
    if (scope.inside.length === deepest) {
      const message = `blocks are nested more than ${deepest} deep`;
      return refuse({ code: "too-large", severity: "error", message, at, help: "write the layers in fewer blocks" });
    }
    if (from === undefined) return refuse(nothingBefore(name, at));
    blockArguments += block.parameters.length;
    if (blockArguments > mostBlockArguments) {
      full = true;
      const message = `the blocks of the network take more than ${mostBlockArguments.toLocaleString("en")} arguments`;
      return refuse({ code: "too-large", severity: "error", message, at, help: "repeat fewer times" });
    }
    const args = resolveArguments(blockWord(block), given, at, scope.context, `the block \`${name}\``);
    if (args === undefined) return broken;
    const names = new Map<string, Value>(
      Object.entries(args).map(([parameter, argument]) => [parameter, argument.value]),
    );
    const outside = flow;
    flow = from;
    hear(block.doc);
    run(block.items, {
      context: { ...scope.context, names: new Map([...context.names, ...names]) },
      kept: new Kept(),
      entered: from,
      inside: [...scope.inside, name],
    });
    const value = flow ?? broken;
    flow = outside;
    return value;
  };

  /** `BatchNorm` for `batch_norm`: what is wrong is said, and what is meant is read. */
  const speltSo = (name: string): Word | undefined =>
    (["layer", "activation"] as const)
      .flatMap((kind) => vocabulary.words(kind))
      .find((word) => !word.planned && isSpeltSo(name, word.name));

  const unknownStep = (name: string, at: Span, scope: Scope, written: ast.Name | ast.Call) => {
    const isCall = written.kind === "call";
    const linear = isCall && name === "Linear" ? linearAsDense(written) : undefined;
    const words = (["layer", "activation"] as const).flatMap((kind) =>
      vocabulary.words(kind).filter((word) => !word.planned),
    );
    const names = words.filter(({ kind }) => kind === "layer").map((word) => word.name);
    return {
      code: "unknown-name",
      severity: "error" as const,
      message:
        name === "in" ? "`in` is the value that comes into a block; here is none" : `there is no layer \`${name}\``,
      at,
      ...correct(
        name,
        at,
        [...words.map((word) => word.name), ...blocks.keys(), ...scope.kept.names()],
        `the layers are ${names.join(", ")}${isCall || name === "in" ? "" : `; a value is kept by \`${name} = …\``}`,
        "network",
      ),
      ...linear,
    };
  };

  run(items, { context: { ...context, report }, kept: new Kept(), entered: undefined, inside: [] });
  return { layers, outputs: outputs ?? (flow === undefined ? [] : [{ name: undefined, id: flow }]), lines };
}

/** PyTorch's layer says how many numbers come in, too. */
function linearAsDense(call: ast.Call): Pick<Diagnostic, "help" | "fix"> | undefined {
  const [incoming, units, ...more] = call.arguments;
  if (!incoming || !units || incoming.name || units.name || more.some(({ name }) => name === undefined))
    return undefined;
  const text = `dense(${textOf(units.span)})`;
  const { start, end } = call.span;
  return {
    help: `write \`${text}\`: how many numbers come in follows from the line before`,
    fix: { safe: false, edits: [{ start, end, text }] },
  };
}

const nothingBefore = (name: string, at: Span): Parameters<Report>[0] => ({
  code: "missing-input",
  severity: "error",
  message: `\`${name}\` has nothing to work on`,
  at,
  help: "begin the network with `input`",
});

const inputInside = (at: Span): Parameters<Report>[0] => ({
  code: "misplaced-input",
  severity: "error",
  message: "an `input` takes the data's features, and nothing comes before it",
  at,
  help: "begin a line of the network with it: `wide = input(5)`",
});

function unknownEntry(item: ast.Entry, scope: Scope, vocabulary: Vocabulary): Parameters<Report>[0] {
  const { name } = item.name;
  const near = nearest(name, ["defaults", "outputs"]);
  const owner = scope.inside.length > 0 ? "a block" : "a network";
  const refused = { code: "unknown-name", severity: "error" as const, at: item.name.span };
  const message = `${owner} has no entry \`${name}\``;
  if (near !== undefined) return { ...refused, message, help: `did you mean \`${near}\`?` };
  const standing = vocabulary.find("section", "defaults")?.parameters.some((one) => one.name === name) ?? false;
  const word = vocabulary.find("layer", name) ?? vocabulary.find("activation", name);
  const written = word && calledAs(item);
  const default_ = standing && scope.inside.length === 0 ? `defaults { ${textOf(item.span)} }` : undefined;
  if (word && written !== undefined) {
    const { start, end } = item.span;
    const more = default_ === undefined ? "" : `, or for all layers \`${default_}\``;
    return {
      ...refused,
      message: `a layer has no colon behind its name \`${name}\``,
      help: `write \`${written}\`${more}`,
      ...(default_ === undefined && { fix: { safe: true, edits: [{ start, end, text: written }] } }),
    };
  }
  const isActivation = name === "activation" && item.value.kind === "name";
  const layer = isActivation ? `\`${textOf(item.value.span)}\` for this layer, or ` : "";
  const advice =
    adviceFor(name, "network") ?? "layers are written one below the other; `defaults` and `outputs` are its entries";
  return { ...refused, message, help: default_ === undefined ? advice : `write ${layer}\`${default_}\`` };
}

/** `dense: 300` and `dense { units: 300 }` as they are called; `undefined` where that would be no call. */
function calledAs({ name, value }: ast.Entry): string | undefined {
  if (value.kind === "entries") {
    const given = value.entries.map((entry) => textOf(entry.span));
    return value.entries.some((entry) => entry.value.kind === "entries" || textOf(entry.span).includes("\n"))
      ? undefined
      : given.length === 0
        ? name.name
        : `${name.name}(${given.join(", ")})`;
  }
  if (value.kind === "list") return `${name.name}(${value.items.map((item) => textOf(item.span)).join(", ")})`;
  if (value.kind === "none" || value.kind === "truth") return name.name;
  const text = textOf(value.span);
  return text.includes("\n") ? undefined : `${name.name}(${text})`;
}

const anything: Limits = { kind: "any" };

/** A block's signature, read like a word's. */
function blockWord(block: ast.Block): Word {
  return {
    kind: "layer",
    name: block.name.name,
    aliases: [],
    doc: block.doc ?? "",
    source: undefined,
    example: undefined,
    planned: false,
    given: [],
    stable: undefined,
    standard: false,
    idle: [],
    parameters: block.parameters.map((parameter) => ({
      name: parameter.name.name,
      default: parameter.default,
      limits: (parameter.limits && readLimits(parameter.limits)) ?? anything,
      span: parameter.span,
    })),
    declaration: {
      kind: "word",
      word: "layer",
      span: block.span,
      name: block.name,
      doc: block.doc,
      parameters: block.parameters,
      body: undefined,
    },
  };
}
