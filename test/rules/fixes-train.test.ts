/** What edits leave trains: real steps with finite losses, on data made to what is declared of it. */
import { describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import type { DataSet } from "../../src/data/spec.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { sidesOf } from "../../src/graph/training-graph.ts";
import { fixSource, type FixGrade } from "../../src/lint/fix.ts";
import type { Network } from "../../src/network/network.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { ResolvedData } from "../../src/network/resolve-data.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import type { CheckOptions } from "../../src/rules/check.ts";
import { rules } from "../../src/rules/index.ts";
import { openBackend } from "../../src/run/backend.ts";
import { loadModel } from "../../src/run/model.ts";
import { createSession } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { parse } from "../../src/syntax/parse.ts";
import { dataSet } from "../support/training.ts";
import { pageOf } from "./workshop.ts";

const fixed = (text: string, grade: FixGrade, options: CheckOptions = {}): string =>
  fixSource({ path: "spec.dnn", text }, (source) => check(source, options).diagnostics, grade).source.text;

const product = (sides: readonly number[]): number => sides.reduce((so, side) => so * side, 1);

/** Tables whose columns are not declared have so many. */
const someColumns = 6;

/** The trainings of a spec, with a shape where the data would tell it. */
function trainingsOf(text: string): readonly Training[] {
  const { file, diagnostics } = parse({ path: "spec.dnn", text });
  const plain = resolve(file).model;
  const shapes = new Map([...plain.data].map(([name, { shape }]) => [name, shape?.map((side) => side ?? someColumns)]));
  const { model, diagnostics: meaning } = resolve(file, { dataShape: (name) => shapes.get(name) });
  expect([...diagnostics, ...meaning].filter(isError)).toEqual([]);
  if (model.trainings.length > 0) return model.trainings;
  if (model.networks.length > 0) return model.networks.flatMap((one) => trainingsOf(withRun(text, one)));
  return [...model.data.values()].flatMap((one) => trainingsOf(withNetwork(text, one)));
}

/** The spec with a network and a run for a data set that has none. */
function withNetwork(text: string, { spec, outputs = 1 }: ResolvedData): string {
  const last = `dense(${outputs}${spec.target.kind === "class" ? ", activation: softmax" : ""})`;
  return `${text}\nnetwork made { input dense(8, activation: relu) ${last} }\ntrain made on ${spec.name}`;
}

/** The spec with data and a run for a network that has none. */
function withRun(text: string, { name, layers, outputs }: Network): string {
  const inputs = layers.filter(({ kind }) => kind === "input").map(({ shape }) => sidesOf(shape));
  const features =
    inputs.length === 1 && inputs[0]!.length > 1
      ? `image(${inputs[0]!.join(", ")})`
      : `columns(${inputs.reduce((so, sides) => so + product(sides), 0)})`;
  const width = outputs.reduce((so, { layer }) => so + product(sidesOf(layer.shape)), 0);
  const columns = Array.from({ length: width }, (_, i) => `y${i}`).join(", ");
  const isClass = outputs.length === 1 && JSON.stringify(outputs[0]!.layer.arguments).includes('"name":"softmax"');
  const target = isClass ? `class(${width})` : width === 1 ? "regression(column: y0)" : `regression([${columns}])`;
  return `${text}\ndata made { source: csv("made.csv")  features: ${features}  target: ${target} }\ntrain ${name} on made`;
}

/** Numbers to what is declared: shapes, classes, and ranges where nothing scales them. */
function dataFor({ data, network, batchSize }: Training): DataSet {
  const { target, features, normalize } = data.spec;
  const shape = (data.shape ?? [someColumns]).map((side) => side ?? someColumns);
  const width = product(shape);
  const outputs = data.outputs ?? product(sidesOf(network.output.shape));
  const kind = target.kind === "class" ? "class" : target.kind === "regression" ? "regression" : "binary";
  const count = Math.max(40, Math.min(2 * batchSize, 512));
  const made = dataSet(kind, { count, validation: 16, width, outputs });
  const range = normalize === "none" && "range" in features ? features.range : undefined;
  const scaled = (values: Float32Array): Float32Array =>
    range === undefined ? values : values.map((x) => range.low + ((x + 2) / 4) * (range.high - range.low));
  const part = <P extends { readonly features: Float32Array; readonly targets: Float32Array }>(one: P): P => ({
    ...one,
    features: scaled(one.features),
    targets: target.kind === "none" ? one.features : one.targets,
  });
  return { ...made, shape, train: part(made.train), validation: part(made.validation!) };
}

/** The losses of the steps of an epoch. */
async function losses(training: Training): Promise<readonly number[]> {
  const session = createSession(await openBackend("wasm"));
  const model = loadModel(training.network, session, training.seed);
  const found: number[] = [];
  let time = 0;
  await train(training, dataFor(training), model, {
    epochs: 1,
    now: () => time++,
    onStep: ({ loss }) => found.push(loss),
  });
  session.dispose();
  return found;
}

async function expectTrains(text: string): Promise<void> {
  const trainings = trainingsOf(text);
  expect(trainings.length).toBeGreaterThan(0);
  for (const training of trainings) {
    const found = await losses(training);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((loss) => !Number.isFinite(loss))).toEqual([]);
  }
}

/** The comments of a text, in order. */
const commentsOf = (text: string): readonly string[] =>
  parse({ path: "spec.dnn", text }).file.comments.map(({ text: comment }) => comment);

describe.each(rules.filter(({ fix }) => fix !== undefined).map((rule) => [rule.name, rule] as const))(
  "the failing example of %s, mended",
  (name, { fix, default: standing, severity }) => {
    const asked: CheckOptions = standing === "on" ? {} : { states: new Map([[name, severity]]) };
    const { fails } = pageOf(name);

    test("trains", async () => {
      await expectTrains(fixed(fails, fix!, asked));
    });

    test("keeps its lines but for those of the edits, and its comments but for those taken out on purpose", () => {
      const mended = fixed(fails, fix!, asked);
      const taken = name === "unused-suppression" ? commentsOf(fails) : [];
      const rest = commentsOf(fails).filter((comment) => !taken.includes(comment));
      if (name !== "unused-definition") expect(commentsOf(mended)).toEqual(expect.arrayContaining([...rest]));
      const lines = new Set(mended.split("\n"));
      const found = check({ path: "spec.dnn", text: fails }, asked).diagnostics.flatMap(
        ({ fix: edit }) => edit?.edits ?? [],
      );
      let offset = 0;
      for (const line of fails.split("\n")) {
        const [start, end] = [offset, offset + line.length];
        offset = end + 1;
        const isTouched = found.some((edit) => edit.start <= end && edit.end >= start);
        if (!isTouched) expect(lines).toContain(line);
      }
    });
  },
);

const whole = (network: string, run = "epochs: 30"): string => `// the data
data table {
  source: csv("table.csv") // eight columns
  features: columns(8, range: -1..1)
  target: class(3)
  normalize: standardize
  split: random(validation: 10%)
}

network net {
  ${network}
}

// the run
train net on table {
  ${run}
}
`;

const sound = "input\n  dense(16, activation: relu)\n  dense(3, activation: softmax)";

describe("a mistake whose edit is made", () => {
  test.each([
    ["a misspelt activation", whole(sound.replace("relu", "rellu")), whole(sound)],
    ["a misspelt layer", whole(sound.replace("dense(16", "dens(16")), whole(sound)],
    ["a misspelt entry", whole(sound, "epochs: 30\n  batch_sise: 16"), whole(sound, "epochs: 30\n  batch_size: 16")],
    ["an argument with `=`", whole(sound.replace("activation: relu", "activation=relu")), whole(sound)],
    ["a semicolon", whole(sound.replace("relu)", "relu);")), whole(sound)],
    ["single quotes", whole(sound).replace('"table.csv"', "'table.csv'"), whole(sound)],
    ["a missing comma", whole(sound.replace("16, activation", "16 activation")), whole(sound)],
    ["a comment of another language", whole(sound).replace("// the run", "# the run"), whole(sound)],
    ["a run the wrong way round", whole(sound).replace("train net on table", "train table on net"), whole(sound)],
  ])("%s", async (_, broken, mended) => {
    const text = fixed(broken, "unsafe");
    expect(text).toBe(mended);
    expect(check({ path: "spec.dnn", text }).diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    await expectTrains(text);
  });
});
