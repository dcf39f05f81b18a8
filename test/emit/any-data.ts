/** Data of every kind that a spec can name, small enough for a few steps: made, from tables and from arrays. */
import type { Draw } from "./draw.ts";

/** What is known of data before anything is read. */
export interface AnyData {
  /** What is in the braces of `data d { … }`. */
  readonly entries: readonly string[];
  /** The sides of an example; undefined where only the file tells the width. */
  readonly shape: readonly number[] | undefined;
  readonly target: "class" | "binary" | "multi_label" | "regression";
  /** How many numbers a target has. */
  readonly outputs: number;
  /** How many examples there are to train on, at least. */
  readonly count: number;
  readonly validates: boolean;
}

type Source = Omit<AnyData, "count" | "validates"> & {
  /** How many examples there are; of tables so many are left when rows are dropped. */
  readonly examples: number;
  /** Parts that have a source of their own. */
  readonly apart?: readonly ("validation" | "test")[];
};

export function anyData(draw: Draw): AnyData {
  const source = draw.of([made, made, made, table, table, arrays, arrays, labels])(draw);
  const { entries, count, validates } = divided(draw, source);
  const classes = source.target === "class" ? source.outputs : source.target === "binary" ? 2 : 0;
  const weights = Array.from({ length: classes }, () => draw.of(["1", "0.5", "2", "0.25"]));
  return {
    ...source,
    entries: [
      ...source.entries,
      ...(draw.chance(70) ? [`normalize: ${draw.of(["standardize", "min_max", "none"])}`] : []),
      ...(classes > 0 && draw.chance(25) ? [`class_weights: [${weights.join(", ")}]`] : []),
      ...entries,
    ],
    count,
    validates,
  };
}

/** A split, or none, of what the training source holds. */
function divided(
  draw: Draw,
  { examples, apart = [], target }: Source,
): Pick<AnyData, "entries" | "count" | "validates"> {
  const validates = apart.includes("validation");
  if (draw.chance(15)) return { entries: [], count: examples, validates };
  const kind = draw.of(["random", "ordered", ...(target === "class" || target === "binary" ? ["stratified"] : [])]);
  const parts = (["validation", "test"] as const).filter((part) => !apart.includes(part) && draw.chance(70));
  if (parts.length === 0) return { entries: [], count: examples, validates };
  const shares = draw.chance(50);
  const most = examples < 25 ? 2 : 5;
  const held = parts.map((part) => (shares ? `${part}: 20%` : `${part}: ${draw.int(most - 1, most)}`));
  const trains = shares ? `train: ${100 - 20 * parts.length}%` : `train: ${examples - most * parts.length}`;
  return {
    entries: [`split: ${kind}(${[...(draw.chance(50) ? [trains] : []), ...held].join(", ")})`],
    count: shares ? Math.floor(examples * 0.6) : examples - most * parts.length,
    validates: validates || parts.includes("validation"),
  };
}

const size = (draw: Draw): number => draw.int(45, 80);

function made(draw: Draw): Source {
  const examples = size(draw);
  const seeded = draw.chance(30) ? [`seed: ${draw.int(0, 999)}`] : [];
  const noisy = draw.chance(40) ? [`noise: ${draw.of(["0", "0.2", "0.5"])}`] : [];
  const plain = [`examples: ${examples}`, ...noisy, ...seeded];
  const name = draw.of(["spirals", "blobs", "moons", "circles", "xor", "linear", "friedman"]);
  const source = (more: readonly string[] = []): string => `source: ${name}(${[...plain, ...more].join(", ")})`;
  if (name === "linear" || name === "friedman") {
    const width = name === "linear" ? draw.int(1, 6) : draw.int(5, 7);
    const scaled = draw.of(["target: regression(normalize: standardize)", "target: regression(normalize: min_max)"]);
    const range = "target: regression(normalize: min_max, range: -40..60)";
    const target = draw.of([...(name === "linear" ? ["", range] : []), scaled, "target: regression"]);
    const features = draw.chance(20) ? [`features: columns(${width}${draw.of(["", ", range: -9..9"])})`] : [];
    const entries = [source([`features: ${width}`]), target, ...features].filter((entry) => entry !== "");
    return { entries, shape: [width], target: "regression", outputs: 1, examples };
  }
  const classes = name === "spirals" || name === "blobs" ? draw.int(2, 4) : 2;
  const two = classes === 2 && draw.chance(name === "moons" || name === "circles" || name === "xor" ? 60 : 30);
  const more = name === "spirals" || name === "blobs" ? [`classes: ${classes}`] : [];
  const target = two ? "target: binary" : draw.of(["", `target: class(${classes})`]);
  const counted = draw.chance(15) ? [`examples: ${examples}`] : [];
  const kind = two || (target === "" && classes === 2) ? ["target: binary"] : [`target: class(${classes})`];
  // What fits a made set of two classes is not asked for here: it is said.
  const entries = [source(more), ...(target === "" && classes > 2 ? [] : kind), ...counted];
  const binary = kind[0] === "target: binary";
  return { entries, shape: [2], target: binary ? "binary" : "class", outputs: binary ? 1 : classes, examples };
}

/** `table.csv` and its like: a, b, kind, flag, size, price, species; a number of `a` is missing now and then. */
function table(draw: Draw): Source {
  const apart = draw.of<readonly ("validation" | "test")[]>([[], [], ["test"], ["validation", "test"]]);
  const zipped = apart.length === 0 && draw.chance(20);
  const train = zipped ? 'csv("table.csv.gz")' : 'csv("table.csv")';
  const sources = [
    apart.length === 0 ? `source: ${train}` : `train: ${train}`,
    ...apart.map((part) => `${part}: csv("${part}.csv")`),
  ];
  const whole = zipped ? 20 : 40;
  const missing = draw.of(["drop", "mean", "median"]);
  const target = draw.of<Pick<Source, "target" | "outputs"> & { entry: string; used: readonly string[] }>([
    { entry: "target: class(3)", target: "class", outputs: 3, used: ["species"] },
    { entry: 'target: class(["0", "1", "2"], column: species)', target: "class", outputs: 3, used: ["species"] },
    { entry: 'target: class(["S", "M", "L"], column: size)', target: "class", outputs: 3, used: ["size"] },
    { entry: "target: binary(column: flag)", target: "binary", outputs: 1, used: ["flag"] },
    { entry: "target: regression(column: price)", target: "regression", outputs: 1, used: ["price"] },
    {
      entry: "target: regression(columns: [price, b], normalize: standardize)",
      target: "regression",
      outputs: 2,
      used: ["price", "b"],
    },
    {
      entry: "target: regression([price, species, b], normalize: min_max)",
      target: "regression",
      outputs: 3,
      used: ["price", "species", "b"],
    },
  ]);
  const free = ["a", "b", "kind", "flag", "size", "price", "species"].filter((name) => !target.used.includes(name));
  const columns = draw.chance(70) ? draw.some(free, 1, free.length) : free;
  const declared = {
    kind: 'kind(["red", "green", "blue"])',
    flag: 'flag(["no", "yes"])',
    size: 'size(["S", "M", "L"])',
  };
  const text = columns.filter((name): name is keyof typeof declared => name in declared);
  const tells = draw.chance(60);
  const widths = columns.map((name) => (name === "flag" ? 2 : name in declared ? 3 : 1));
  const known = tells || text.length === 0;
  return {
    entries: [
      ...sources,
      ...(columns.length < free.length ? [`features: [${columns.join(", ")}]`] : []),
      ...(text.length > 0 ? [`categorical: [${text.map((name) => (tells ? declared[name] : name)).join(", ")}]`] : []),
      target.entry,
      `missing: ${missing}`,
    ],
    shape: known && columns.length < free.length ? [widths.reduce((sum, width) => sum + width, 0)] : undefined,
    target: target.target,
    outputs: target.outputs,
    // A ninth of the rows has no `a`, and a fifteenth no kind.
    examples: missing === "drop" ? Math.floor(whole * 0.75) : whole,
    apart,
  };
}

/** `tags.csv`: x, y, hot, wet. */
const labels = (draw: Draw): Source => ({
  entries: ['source: csv("tags.csv")', `target: multi_label(2${draw.of(["", ", columns: [wet, hot]"])})`],
  ...{ shape: [2], target: "multi_label", outputs: 2, examples: 10 },
});

/** Pictures of 4 by 3, with labels of four classes; and rows of two numbers. */
function arrays(draw: Draw): Source {
  const image = draw.of(["image(4, 3, range: 0..255)", "image(4, 3)", "image(4, 3, 1, range: 0..255)"]);
  const target = draw.of(["class(4)", 'class(["a", "b", "c", "d"])']);
  const pictures: Source = {
    entries: ['source: idx("images.gz", labels: "labels.gz")', `features: ${image}`, `target: ${target}`],
    ...{ shape: [4, 3], target: "class", outputs: 4, examples: 20 },
  };
  const rows = (labels: string, kind: Source["target"], wanted: string, outputs: number): Source => ({
    entries: [
      `source: idx("rows.idx", labels: "${labels}.idx", dtype: float32${labels === "numbers" ? ", label_dtype: float32" : ""})`,
      "features: columns(2)",
      `target: ${wanted}`,
    ],
    ...{ shape: [2], target: kind, outputs, examples: 16 },
  });
  return draw.of([
    pictures,
    pictures,
    rows("bits", "binary", "binary", 1),
    rows("tags", "multi_label", "multi_label(3)", 3),
    rows("numbers", "regression", "regression(normalize: standardize)", 1),
  ]);
}
