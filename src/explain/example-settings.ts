/** Where an example suits: surroundings for each kind of word, the likeliest first. */
import type { Word } from "../vocabulary/word.ts";
import { block, tasks, type Setting } from "./example-spec.ts";
import { initialDraws } from "./initial-draws.ts";
import { useWith, readAsked } from "./read-use.ts";
import { standardVocabulary } from "../vocabulary/standard-vocabulary.ts";

const [classes, yesOrNo, number] = tasks as readonly [Setting, Setting, Setting];

const count: Setting = { ...number, data: number.data.with(1, "target: regression") };

/** In hidden layers, or at an output. */
export const activationSettings = (example: string): readonly Setting[] => [
  ...[classes, number].map((task) => ({
    ...task,
    hidden: [`dense(32, activation: ${example})`, `dense(32, activation: ${example})`],
  })),
  { ...classes, output: `dense(3, activation: ${example})` },
  { ...yesOrNo, output: `dense(1, activation: ${example})` },
  { ...number, output: `dense(1, activation: ${example})` },
  { ...count, output: `dense(1, activation: ${example})`, train: ["loss: poisson"] },
];

/** A number, a count, one of several classes, yes or no, and yes or no by the side of 0. */
export const lossSettings = (example: string): readonly Setting[] =>
  [
    number,
    { ...count, output: "dense(1, activation: softplus)" },
    classes,
    yesOrNo,
    { ...yesOrNo, output: "dense(1, activation: tanh)", train: ["metrics: [accuracy(threshold: 0)]"] },
  ].map(({ train = [], ...task }) => ({ ...task, train: [`loss: ${example}`, ...train] }));

/** A number, yes or no, one of several classes, one of many. */
export const metricSettings = (example: string): readonly Setting[] =>
  [
    number,
    yesOrNo,
    classes,
    {
      ...classes,
      data: ["source: blobs(classes: 10)", "target: class(10)", ...classes.data.slice(2)],
      output: "dense(10, activation: softmax)",
    },
  ].map((task) => ({ ...task, train: [`metrics: [${example}]`] }));

/** Beside the activation whose signals it keeps: of a fixed deviation, between layers of the size that it is right for. */
export function initializerSettings(example: string, word: Word): readonly Setting[] {
  const asked = readAsked(example);
  const use = asked && "name" in asked ? useWith(word, asked, standardVocabulary(), () => {}) : undefined;
  const variance = (use && initialDraws(use)?.deviation) ?? 0;
  const fits = variance === 0 ? 32 : Math.min(2048, Math.max(8, Math.round(1 / variance ** 2)));
  const hidden = ["tanh", "relu", "selu"].flatMap((activation) =>
    [32, fits, 2 * fits].map((units) => ({
      ...classes,
      hidden: [
        `dense(${units}, activation: ${activation}, init: ${example})`,
        `dense(${units}, activation: ${activation}, init: ${example})`,
      ],
    })),
  );
  return [...hidden, { ...number, output: `dense(1, init: ${example})` }];
}

const table = 'source: csv("table.csv")';
const pictures = 'source: idx("images-idx3-ubyte.gz", labels: "labels-idx1-ubyte.gz")';
const priced = "target: regression(column: price, normalize: standardize)";
const [standardized, divided] = ["normalize: standardize", classes.data.at(-1)!];
const picture = "features: image(28, 28, range: 0..255)";

/** A source, a form of features or a target, with the other two that go with it, and the output that the target asks for. */
export function dataSettings(example: string, { kind }: Word): readonly Setting[] {
  const own = `${kind}: ${example}`;
  const either = (name: string, other: readonly string[]): readonly string[] => (kind === name ? [own] : other);
  const forms: readonly Pick<Setting, "data" | "hidden">[] = [
    { data: [...either("source", [table]), ...either("features", []), ...either("target", [])], hidden: number.hidden },
    {
      data: [...either("source", [table]), ...either("features", []), ...either("target", [priced])],
      hidden: number.hidden,
    },
    {
      data: [
        ...either("source", [pictures]),
        ...either("features", [picture]),
        ...either("target", ["target: class(10)"]),
      ],
      hidden: ["flatten", "dense(100, activation: relu)"],
    },
  ];
  const outputs = [
    ...["dense(1)", "dense(1, activation: sigmoid)", "dense(3, activation: sigmoid)"],
    ...[2, 3, 4, 5, 10].map((units) => `dense(${units}, activation: softmax)`),
  ];
  return forms.flatMap(({ data, hidden }) =>
    outputs.map((output) => ({ data: [...data, standardized, divided], hidden, output })),
  );
}

export const splitSettings = (example: string): readonly Setting[] => [
  { ...classes, data: [...classes.data.slice(0, -1), `split: ${example}`] },
];

/** The names of kept values in `concat(wide, deep)`. */
const keptNames = (example: string): readonly string[] =>
  (/\(([^)]*)\)/.exec(example)?.[1] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => /^[a-z_]\w*$/.test(name));

/** How many numbers `reshape(7, 4)` takes. */
const sizeOf = (example: string): number =>
  [...example.matchAll(/\d+/g)].reduce((size, [side]) => Math.min(4096, size * Math.max(1, Number(side))), 1);

/** A layer's line, in networks of flat values and of pictures, behind other layers and before them. */
export function layerSettings(example: string): readonly Setting[] {
  const kept = keptNames(example).map((name) => `${name} = dense(32, activation: relu)`);
  const flat: readonly (readonly string[])[] = [
    ["dense(32, activation: relu)", example],
    [example],
    ["dense(32)", example, "relu"],
    ["dense(32, activation: selu)", example],
    ["dense(32, activation: relu)", example, "flatten"],
    [`dense(${sizeOf(example)}, activation: relu)`, example, "flatten"],
    [...kept, example],
    [...kept, "dense(32, activation: relu)", example],
  ];
  const ofPictures: readonly (readonly string[])[] = [
    [example, "dense(100, activation: relu)"],
    [example, "flatten", "dense(100, activation: relu)"],
    [example, "relu", "flatten", "dense(100, activation: relu)"],
    ["conv2d(16, kernel: 3, activation: relu)", example, "flatten"],
    ["conv2d(16, kernel: 3, activation: relu)", example],
    ["conv1d(16, kernel: 3, activation: relu)", example, "flatten"],
    ["conv1d(16, kernel: 3, activation: relu)", example],
    ["reshape(28, 28, 1)", example, "flatten", "dense(100, activation: relu)"],
    ["reshape(28, 28, 1)", "conv2d(16, kernel: 3, activation: relu)", example, "flatten"],
  ];
  const data = [pictures, picture, "target: class(10)", standardized, divided];
  return [
    ...flat.map((hidden) => ({ ...classes, hidden })),
    { ...classes, input: example },
    {
      data,
      input: example,
      hidden: ["flatten", "dense(100, activation: relu)"],
      output: "dense(10, activation: softmax)",
    },
    ...ofPictures.map((hidden) => ({ data, hidden, output: "dense(10, activation: softmax)" })),
  ];
}

/** `name { a: 1  b: 2 }` with one entry a line. */
export function sectionSettings(example: string, { name }: Word): readonly Setting[] {
  const inside = /\{(.*)\}/.exec(example)?.[1] ?? "";
  const entries = inside.trim().split(/ {2,}/);
  const lines = block(name, entries).trimEnd();
  const own: Readonly<Record<string, Setting>> = {
    data: { ...classes, data: entries, output: "dense(2, activation: softmax)" },
    train: { ...classes, train: entries },
    defaults: { ...classes, defaults: lines, hidden: ["dense(32)", "dense(32)"] },
  };
  return [own[name] ?? { ...classes, train: [lines] }];
}
