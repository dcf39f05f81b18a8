/** The parts of an example's spec, and their layout. */

export interface Setting {
  /** What stands above all declarations. */
  readonly above?: string;
  /** Entries of the data block. */
  readonly data: readonly string[];
  /** In place of a bare `input`. */
  readonly input?: string;
  /** The first entries of the network. */
  readonly defaults?: string;
  readonly hidden: readonly string[];
  readonly output: string;
  /** Entries of the train block; without any it is bare. */
  readonly train?: readonly string[];
}

const divided = "split: random(train: 80%, validation: 10%, test: 10%)";
const hidden = ["dense(32, activation: relu)"];

/** Three things to learn: one of several classes, yes or no, a number. */
export const tasks: readonly Setting[] = [
  {
    data: ["source: blobs(classes: 3)", "target: class(3)", "normalize: standardize", divided],
    hidden,
    output: "dense(3, activation: softmax)",
  },
  {
    data: ["source: moons", "target: binary", "normalize: standardize", divided],
    hidden,
    output: "dense(1, activation: sigmoid)",
  },
  {
    data: ["source: friedman", "target: regression(normalize: standardize)", "normalize: standardize", divided],
    hidden,
    output: "dense(1)",
  },
];

/** The spec as it would be written, one entry and one step a line. */
export function specText({
  above,
  data,
  input = "input",
  defaults,
  hidden: steps,
  output,
  train = [],
}: Setting): string {
  const network = [...(defaults === undefined ? [] : [defaults]), input, ...steps, output];
  const head = above === undefined ? "" : `${above}\n\n`;
  const run = train.length === 0 ? "train small on examples\n" : block("train small on examples", train);
  return `${head}${block("data examples", data)}\n${block("network small", network)}\n${run}`;
}

export const block = (head: string, lines: readonly string[]): string =>
  `${head} {\n${lines
    .flatMap((line) => line.split("\n"))
    .map((line) => `  ${line}\n`)
    .join("")}}\n`;
