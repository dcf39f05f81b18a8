/** Networks of any shape: layers in any order, branches, blocks, several inputs and outputs. */
import { anyUse, argumentsOf, namesOf, type Pen } from "./any-use.ts";
import type { AnyData } from "./any-data.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";
import type { Word } from "../../src/vocabulary/word.ts";

export interface AnyNetwork {
  /** What stands above all declarations. */
  readonly above: string;
  readonly blocks: readonly string[];
  readonly lines: readonly string[];
  /** Names that a train block may freeze. */
  readonly kept: readonly string[];
  /** The names of several outputs; none where there is one. */
  readonly outputs: readonly string[];
}

type Dims = readonly number[];
const elements = (dims: Dims): number => dims.reduce((product, side) => product * side, 1);
const layer = (name: string): Word => standardWords().find((word) => word.kind === "layer" && word.name === name)!;

/** A layer with some of its arguments. */
function layerUse(draw: Pen, name: string): string {
  const args = argumentsOf(draw, layer(name));
  return args.length === 0 ? name : `${name}(${args.join(", ")})`;
}

const norms = ["batch_norm", "layer_norm"];
const noises = ["dropout", "alpha_dropout", "gaussian_noise", "gaussian_dropout"];
/** What may follow a sum: what gives a row of shares is for outputs. */
const activations = (pen: Pen): readonly string[] =>
  namesOf(pen, "activation").filter((name) => !name.includes("softmax"));

/** The arguments of a dense layer behind its units. */
function denseArguments(draw: Pen): string {
  const { maybe } = draw;
  return [
    ...maybe(70, () => `activation: ${anyUse(draw, "activation", activations(draw))}`),
    ...maybe(50, () => `init: ${anyUse(draw, "initializer")}`),
    ...maybe(25, () => `regularization: ${anyUse(draw, "regularizer")}`),
    ...maybe(25, () => `constraint: ${anyUse(draw, "constraint")}`),
    ...maybe(25, () => `normalization: ${draw.chance(20) ? "none" : layerUse(draw, draw.of(norms))}`),
    ...maybe(15, () => `dropout: ${draw.of(["20%", "0.4", "none", "0"])}`),
    ...maybe(15, () => `bias: ${draw.of(["true", "false"])}`),
    ...maybe(15, () => `learning_rate_multiplier: ${draw.of(["0.3", "1", "2"])}`),
  ]
    .map((text) => `, ${text}`)
    .join("");
}

const defaultsBlock = (draw: Pen): string => {
  const { maybe } = draw;
  const entries = [
    ...maybe(50, () => `init: ${anyUse(draw, "initializer")}`),
    ...maybe(60, () => `activation: ${anyUse(draw, "activation", activations(draw))}`),
    ...maybe(30, () => `regularization: ${anyUse(draw, "regularizer")}`),
    ...maybe(30, () => `constraint: ${anyUse(draw, "constraint")}`),
    ...maybe(30, () => `normalization: ${draw.of(norms)}`),
    ...maybe(20, () => "dropout: 10%"),
    ...maybe(20, () => `bias: ${draw.of(["true", "false"])}`),
  ];
  return `defaults { ${entries.join("  ")} }`;
};

/** A layer that keeps the shape. */
function plainLayer(draw: Pen, dims: Dims | undefined): string {
  const kind = draw.of(["activation", "norm", "noise", "dense"] as const);
  if (kind === "activation") return anyUse(draw, "activation", activations(draw));
  if (kind === "norm") return layerUse(draw, draw.of(norms));
  if (kind === "noise") return layerUse(draw, draw.of(noises));
  return dims === undefined ? "relu" : `dense(${dims.at(-1)}${denseArguments(draw)})`;
}

const blocks = [
  `block unit(units, rate: 10%) {
  batch_norm
  dense(units, activation: tanh, bias: false)
  dropout(rate)
  add(in)
}`,
  `block gated(units, slope: 0.1) {
  gate = in -> dense(units, activation: sigmoid)
  dense(units, activation: leaky_relu(slope))
  multiply(gate)
}`,
];

/** Where the flow is: its line's name, where it has one, and its sides. */
interface Value {
  readonly name: string;
  readonly dims: Dims;
}

export function anyNetwork(draw: Pen, data: AnyData): AnyNetwork {
  const lines: string[] = [];
  const kept: string[] = [];
  const used = new Set<string>();
  const values: Value[] = [];
  let dims = data.shape;
  const above = draw.chance(6) ? `defaults: ${draw.of(["default_dnn", "self_normalizing"])}` : "";
  if (draw.chance(12)) lines.push(`defaults: ${draw.of(["default_dnn", "self_normalizing"])}`);
  if (draw.chance(25)) lines.push(defaultsBlock(draw));

  const keep = (text: string, now: Dims, percent = 50): void => {
    dims = now;
    if (!draw.chance(percent)) return void lines.push(text);
    const name = `v${values.length + kept.length}`;
    lines.push(`${name} = ${text}`);
    values.push({ name, dims: now });
    kept.push(name);
  };

  const width = data.shape?.length === 1 ? data.shape[0]! : 0;
  if (width > 1 && draw.chance(20)) {
    const first = draw.int(1, width - 1);
    lines.push(`left = input(${first})`, `right = input(${width - first})`);
    if (draw.chance(40)) lines.push(`other = left -> dense(3${denseArguments(draw)})`, "concat(other, right)");
    else lines.push(`concat(${draw.of(["left, right", "right, left", "left, right, left"])})`);
    const [, , third] = lines.at(-1)!.split(", ");
    dims = [lines.at(-1)!.includes("other") ? 3 + width - first : third === undefined ? width : width + first];
  } else if (dims === undefined || draw.chance(40)) lines.push("input");
  else keep(`input(${dims.join(", ")})`, dims, 30);
  // Where only the file tells the width, a first layer makes it known.
  if (dims === undefined) {
    if (draw.chance(30)) lines.push(draw.of([...norms, ...noises]));
    keep(`dense(4${denseArguments(draw)})`, [4]);
  }

  for (let count = draw.int(0, 5); count > 0; count--) {
    const now = dims!;
    const same = values.filter((value) => value.dims.join() === now.join());
    const kind = draw.int(0, 9);
    if (kind <= 3) {
      const units = draw.int(1, 6);
      keep(`dense(${units}${denseArguments(draw)})`, [...now.slice(0, -1), units]);
    } else if (kind <= 5) keep(plainLayer(draw, now), now);
    else if (kind === 6 && same.length > 0) {
      const merge = draw.of(["add", "multiply", "average"]);
      keep(
        `${merge}(${draw
          .some(same, 1, 3)
          .map(({ name }) => name)
          .join(", ")})`,
        now,
        30,
      );
    } else if (kind === 7 && values.length > 0) {
      const from = draw.of(values);
      const side = from.dims.length === now.length && from.dims.slice(0, -1).join() === now.slice(0, -1).join();
      const name = `b${lines.length}`;
      if (!side) continue;
      const line = from.name;
      lines.push(`${name} = ${line} -> ${plainLayer(draw, from.dims)}`);
      const cut = draw.chance(40) && from.dims.at(-1)! > 1;
      const last = cut ? from.dims.at(-1)! - 1 : from.dims.at(-1)!;
      if (cut) lines[lines.length - 1] += ` -> slice(${draw.of([`1..${last}`, `0..${last - 1}`])})`;
      kept.push(name);
      keep(`concat(${name})`, [...now.slice(0, -1), now.at(-1)! + last], 30);
    } else if (kind === 8 && now.length === 1) {
      const units = now[0]!;
      const block = draw.of(["unit", "gated"]);
      used.add(block);
      const more = draw.of(["", block === "unit" ? ", rate: 0.2" : ", slope: 0.3"]);
      const line = `${block}(${units}${more})`;
      if (draw.chance(60)) lines.push(`repeat ${draw.int(1, 2)} { ${line} }`);
      else keep(line, now);
    } else if (kind === 9) {
      const size = elements(now);
      const sides = draw.of([[size], [size, 1], [1, size], ...(size % 2 === 0 ? [[2, size / 2]] : [])]);
      const free = draw.int(0, sides.length - 1);
      const written = draw.chance(40) ? sides.with(free, -1) : sides;
      if (now.length > 1 && draw.chance(50)) keep("flatten", [size]);
      else keep(`reshape(${written.join(", ")})`, sides);
    }
  }
  if (dims!.length > 1) keep("flatten", [elements(dims!)], 20);
  const { outputs, added } = outputLines(draw, data, kept.length > 0);
  return {
    ...{ above, lines: [...lines, ...added], kept, outputs },
    blocks: [...used].map((name) => `${blocks.find((text) => text.startsWith(`block ${name}(`))!}\n`),
  };
}

const ends = {
  class: ["softmax"],
  binary: ["sigmoid"],
  multi_label: ["sigmoid"],
  regression: ["none", "linear", "softplus", "exponential", "relu", "tanh", "swish(beta: trainable(1))"],
};

/** The last lines: one output, or several that share the target or divide it. */
function outputLines(draw: Pen, { target, outputs }: AnyData, _: boolean): { outputs: string[]; added: string[] } {
  const end = (units: number): string => {
    const activation = draw.chance(8) ? draw.of(namesOf(draw, "activation")) : draw.of(ends[target]);
    const more = draw.chance(20)
      ? draw.of([
          ", regularization: l2(1e-3)",
          ", constraint: max_norm(0.4)",
          ", bias: false",
          ", learning_rate_multiplier: 2",
        ])
      : "";
    return `dense(${units}, activation: ${activation}${more})`;
  };
  if (draw.chance(70)) return { outputs: [], added: [end(outputs)] };
  const divides = (target === "regression" || target === "multi_label") && outputs > 1 && draw.chance(70);
  const widths = divides
    ? draw.of([
        [1, outputs - 1],
        [outputs - 1, 1],
      ])
    : Array<number>(draw.int(2, 3)).fill(outputs);
  const names = draw
    .of([
      ["main", "aux", "third"],
      ["one", "two", "three"],
    ])
    .slice(0, widths.length);
  const added = [
    `body = dense(4${denseArguments(draw)})`,
    ...widths.map((units, i) => `${names[i]} = ${i === 0 ? "" : "body -> "}${end(units)}`),
  ];
  return {
    outputs: names,
    added: [...added, `outputs: [${(draw.chance(30) && !divides ? names.toReversed() : names).join(", ")}]`],
  };
}
