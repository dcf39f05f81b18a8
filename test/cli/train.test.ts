import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { dnnc, folderOf, sound, theBuild } from "./command.ts";

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const jsonOf = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;

test("train tells a line an epoch as JSON, and leaves a folder that evaluate reads", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const { code, out, err } = await dnnc(["train", "spec.dnn", "--json"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [start, ...rest] = linesOf(out);
  const end = rest.at(-1)!;
  expect(start).toEqual({
    event: "start",
    parameters: 82,
    steps: 110,
    epochs: 5,
    batch_size: 32,
    examples: 700,
    backend: "wasm",
    seed: 42,
  });
  expect(rest.slice(0, -1).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(Object.keys(rest[0]!)).toEqual(
    "event epoch step learning_rate loss accuracy validation_loss validation_accuracy seconds".split(" "),
  );
  expect(end).toMatchObject({ event: "end", reason: "epochs", run: "runs/small" });
  expect(readdirSync(join(cwd, "runs/small")).sort()).toEqual([
    "checkpoints",
    "history.jsonl",
    "resolved.json",
    "spec.dnn",
  ]);
  expect(linesOf(readFileSync(join(cwd, "runs/small/history.jsonl"), "utf8"))).toEqual(rest.slice(0, -1));
  expect(readFileSync(join(cwd, "runs/small/spec.dnn"), "utf8")).toBe(sound);

  const evaluated = await dnnc(["evaluate", "runs/small", "--json"], { cwd });
  expect(evaluated.code).toBe(0);
  expect(JSON.parse(evaluated.out)).toEqual({ split: "test", examples: 150, ...(end["test"] as object) });
});

test("weights that are frozen are counted apart", async () => {
  const spec = sound
    .replace("dense(16", "body = dense(16")
    .replace("train small on arms {", "train small on arms { freeze: [body] ");
  const cwd = folderOf({ "spec.dnn": spec });
  expect(linesOf((await dnnc(["train", "spec.dnn", "--json"], { cwd })).out)[0]).toMatchObject({ parameters: 34 });
  expect((await dnnc(["train", "spec.dnn"], { cwd })).out).toContain("\n34 parameters and 48 frozen, cross_entropy");
});

test("one seed gives the same bytes again, another does not", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const weights = async (seed: string): Promise<Buffer> => {
    expect((await dnnc(["train", "spec.dnn", "--seed", seed], { cwd })).code).toBe(0);
    return readFileSync(join(cwd, "runs/small/checkpoints/last/weights.safetensors"));
  };
  const first = await weights("1");
  expect((await weights("1")).equals(first)).toBe(true);
  expect((await weights("2")).equals(first)).toBe(false);
});

test("predict gives each row of a table its class and probabilities, and what was a number in its own units", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 2},${i},${i % 2 === 0 ? "low" : "high"},${2000 + i * 10}`);
  const table = `kind,size,label,price\n${rows.join("\n")}\n`;
  const spec = (target: string, features: string, last: string): string =>
    `data d { source: csv("table.csv")  features: ${features}  target: ${target}  normalize: standardize  split: random(validation: 20%) }
    network n { input  dense(8, activation: relu)  ${last} }
    train n on d { epochs: 40  learning_rate: 0.01 }`;
  const cwd = folderOf({
    "table.csv": table,
    "class.dnn": spec(`class(["low", "high"], column: label)`, "[kind]", "dense(2, activation: softmax)"),
    "price.dnn": spec("regression(column: price, normalize: standardize)", "[size]", "dense(1)"),
    "rows.csv": "size,kind\n10,0\n50,1\n",
  });
  expect(await dnnc(["train", "class.dnn"], { cwd })).toMatchObject({ code: 0, err: "" });
  const classes = await dnnc(["predict", "runs/n", "--input", "rows.csv"], { cwd });
  const [head, low, high] = classes.out.trim().split("\n");
  expect(head).toBe("class,probability low,probability high");
  expect(low).toMatch(/^low,0\.9/);
  expect(high).toMatch(/^high,0\.0/);

  const again = await dnnc(["train", "price.dnn"], { cwd });
  expect(again).toMatchObject({ code: 0, err: "dnnc: runs/n held a run of class.dnn, which is replaced\n" });
  const written = await dnnc(["predict", "runs/n", "--input", "rows.csv", "--output", "out.json"], { cwd });
  expect(written).toMatchObject({ code: 0, out: "" });
  const [ten, fifty] = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")) as { price: number }[];
  expect(ten!.price).toBeGreaterThan(2000);
  expect(ten!.price).toBeLessThan(2250);
  expect(fifty!.price).toBeGreaterThan(2400);
});

test("predict goes by the side of 0 where the loss does, and calls no output a probability that is none", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${i < 40 ? 0 : 1}`);
  const cwd = folderOf({
    "table.csv": `size,paid\n${rows.join("\n")}\n`,
    "spec.dnn": `data d { source: csv("table.csv")  target: binary(column: paid)  normalize: standardize }
    network n { input  dense(1) }
    train n on d { loss: hinge  metrics: [accuracy(threshold: 0)]  epochs: 20  learning_rate: 0.01 }`,
  });
  expect((await dnnc(["train", "spec.dnn"], { cwd })).code).toBe(0);
  const { out } = await dnnc(["predict", "runs/n", "--input", "table.csv"], { cwd });
  const [head, ...lines] = out.trim().split("\n");
  expect(head).toBe("class,output");
  const outputs = lines.map((line) => line.split(",").map(Number));
  expect(outputs.some(([, output]) => output! > 0 && output! < 0.5)).toBe(true);
  for (const [found, output] of outputs) expect(found).toBe(output! > 0 ? 1 : 0);
});

test("predict names each label of several outputs by its own column", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 2},${i % 3 === 0 ? 1 : 0},${i > 9 ? 1 : 0}`);
  const cwd = folderOf({
    "table.csv": `size,red,green,blue\n${rows.join("\n")}\n`,
    "spec.dnn": `data d { source: csv("table.csv")  target: multi_label(3, columns: [red, green, blue])  normalize: standardize }
    network n {
      input
      hidden = dense(4, activation: relu)
      one = dense(1, activation: sigmoid)
      two = hidden -> dense(2, activation: sigmoid)
      outputs: [one, two]
    }
    train n on d { epochs: 1 }`,
  });
  expect((await dnnc(["train", "spec.dnn"], { cwd })).code).toBe(0);
  const { out } = await dnnc(["predict", "runs/n", "--input", "table.csv"], { cwd });
  expect(out.split("\n")[0]).toBe("one red,two green,two blue");
});

test("predict says which categories training has never seen, and predicts all the same", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? "a" : "b"},${i % 2}`);
  const cwd = folderOf({
    "table.csv": `kind,y\n${rows.join("\n")}\n`,
    "spec.dnn": `data d { source: csv("table.csv")  categorical: [kind]  target: regression(column: y)  split: random(validation: 20%) }
    network n { input  dense(1) }
    train n on d { epochs: 2 }`,
    "rows.csv": "kind\na\nzebra\n",
  });
  expect((await dnnc(["train", "spec.dnn"], { cwd })).code).toBe(0);
  const { code, out, err } = await dnnc(["predict", "runs/n", "--input", "rows.csv"], { cwd });
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toHaveLength(3);
  expect(err).toMatch(/warning\[data\]: rows\.csv, column kind: training has never seen "zebra"/);
});

test("Ctrl-C ends a run cleanly, with its weights in the folder and exit code 130", async () => {
  const cwd = folderOf({ "spec.dnn": sound.replace("epochs: 5", "epochs: 100_000") });
  const child = spawn(process.execPath, [(await theBuild()).file, "train", "spec.dnn", "--json"], { cwd });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (out.split("\n").length < 4 && (out + text).split("\n").length >= 4) child.kill("SIGINT");
    out += text;
  });
  const code = await new Promise((done) => child.on("close", done));
  expect(code).toBe(130);
  expect(linesOf(out).at(-1)).toMatchObject({ event: "end", reason: "interrupted" });
  const { epoch, step, best_epoch } = jsonOf(join(cwd, "runs/small/checkpoints/last/state.json"));
  const lines = linesOf(out).filter(({ event }) => event === "epoch");
  expect(epoch).toBe(lines.at(-1)!["epoch"]);
  expect(Number(step) - Number(lines.at(-1)!["step"])).toBeLessThan(9);
  expect(best_epoch).toBeGreaterThan(0);
  expect((await dnnc(["evaluate", "runs/small"], { cwd })).code).toBe(0);
});

test("a second run in the folder of one at work is refused; the lock of a dead one is taken over", async () => {
  const cwd = folderOf({ "spec.dnn": sound.replace("epochs: 5", "epochs: 100_000") });
  const lock = join(cwd, "runs/small/lock");
  const child = spawn(process.execPath, [(await theBuild()).file, "train", "spec.dnn", "--json"], { cwd });
  const ended = new Promise((done) => child.on("close", done));
  await new Promise((begun) => child.stdout.once("data", begun));
  expect(readFileSync(lock, "utf8")).toBe(`${child.pid}\n`);
  const second = await dnnc(["train", "spec.dnn"], { cwd });
  expect(second).toMatchObject({ code: 2, out: "" });
  expect(second.err).toBe(
    `dnnc: another \`dnnc train\` (process ${child.pid}) is at work in runs/small\n      wait for its end, or train from another folder\n`,
  );
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(existsSync(lock)).toBe(false);
  for (const left of [`${child.pid}\n`, ""]) {
    writeFileSync(lock, left);
    expect((await dnnc(["train", "spec.dnn", "--epochs", "1"], { cwd })).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  }
});

test("`last` stays as the last epoch left it, `best` is the best so far and counts where early stopping restored it", async () => {
  const stopping = "learning_rate: 0.1  epochs: 40\n  early_stopping { patience: 3 }";
  const cwd = folderOf({ "spec.dnn": sound.replace("epochs: 5", stopping) });
  const { code, out } = await dnnc(["train", "spec.dnn", "--json"], { cwd });
  expect(code).toBe(0);
  const lines = linesOf(out);
  const end = lines.at(-1)!;
  const last = lines.at(-2)!;
  const held = lines.slice(1, -1).map((line) => Number(line["validation_loss"]));
  const best = held.indexOf(Math.min(...held)) + 1;
  const folder = join(cwd, "runs/small");
  const stateOf = (name: string) => jsonOf(join(folder, "checkpoints", name, "state.json"));
  expect(end["best_epoch"]).toBe(best);
  expect(best).toBeLessThan(Number(last["epoch"]));
  expect(stateOf("last")).toMatchObject({ epoch: last["epoch"], step: last["step"], best_epoch: best });
  expect(stateOf("best")).toMatchObject({ epoch: best, best_epoch: best });
  expect(stateOf("best")["numbers"]).toEqual({ schedule: {}, optimizer: {} });
  expect(jsonOf(join(folder, "resolved.json"))["checkpoint"]).toBe("best");
  const weightsOf = (name: string) => readFileSync(join(folder, "checkpoints", name, "weights.safetensors"));
  expect(weightsOf("last").equals(weightsOf("best"))).toBe(false);
  const evaluated = await dnnc(["evaluate", "runs/small", "--split", "validation", "--json"], { cwd });
  expect((JSON.parse(evaluated.out) as { loss: number }).loss).toBe(held[best - 1]);
});

test("two workers come to what one does, the same again, and save it", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const trained = async (...options: string[]) => {
    const { code, out } = await dnnc(["train", "spec.dnn", "--json", ...options], { cwd });
    expect(code).toBe(0);
    const weights = readFileSync(join(cwd, "runs/small/checkpoints/last/weights.safetensors"));
    return { lines: linesOf(out), weights };
  };
  const [one, two, again] = [await trained(), await trained("--workers", "2"), await trained("--workers", "2")];
  expect(two.lines[0]).toEqual({ ...one.lines[0], workers: 2 });
  two.lines.slice(1, -1).forEach((line, i) => {
    for (const measure of ["loss", "accuracy", "validation_loss", "validation_accuracy"])
      expect(line[measure], measure).toBeCloseTo(Number(one.lines[i + 1]![measure]), 4);
  });
  expect(again.weights.equals(two.weights)).toBe(true);
});

test("workers without a core or without an example are told, and do no harm", async () => {
  const cwd = folderOf({ "spec.dnn": sound.replace("epochs: 5", "epochs: 1  batch_size: 3") });
  const { code, out, err } = await dnnc(["train", "spec.dnn", "--workers", "4"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "dnnc: batches of 3 keep 3 of 4 workers at work\n" });
  expect(out).toContain("batches of 3 by 4 workers, seed 42");
});

test("Ctrl-C ends a run of two workers cleanly too", async () => {
  const cwd = folderOf({ "spec.dnn": sound.replace("epochs: 5", "epochs: 100_000") });
  const child = spawn(process.execPath, [(await theBuild()).file, "train", "spec.dnn", "--json", "--workers", "2"], {
    cwd,
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (out.split("\n").length < 4 && (out + text).split("\n").length >= 4) child.kill("SIGINT");
    out += text;
  });
  expect(await new Promise((done) => child.on("close", done))).toBe(130);
  expect(linesOf(out).at(-1)).toMatchObject({ event: "end", reason: "interrupted" });
  const { epoch } = jsonOf(join(cwd, "runs/small/checkpoints/last/state.json"));
  expect(epoch).toBe(linesOf(out).filter(({ event }) => event === "epoch").length);
});

test("Ctrl-C in the first epoch says what is saved", async () => {
  const slow = sound.replace("examples: 1000", "examples: 400_000").replace("epochs: 5", "epochs: 5  batch_size: 2");
  const cwd = folderOf({ "spec.dnn": slow });
  const child = spawn(process.execPath, [(await theBuild()).file, "train", "spec.dnn"], { cwd });
  let err = "";
  child.stderr.on("data", (text) => (err += text));
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGINT"), 300));
  expect(await new Promise((done) => child.on("close", done))).toBe(130);
  expect(err).toMatch(
    /^dnnc: interrupted in the first epoch; the weights after step \d+ are saved in runs\/small\/checkpoints\/last\n$/,
  );
  const { epoch, best_epoch } = jsonOf(join(cwd, "runs/small/checkpoints/last/state.json"));
  expect({ epoch, best_epoch }).toEqual({ epoch: 0, best_epoch: 0 });
});

test("a run that takes the folder of another spec says so", async () => {
  const cwd = folderOf({ "one.dnn": sound, "two.dnn": sound });
  const train = async (spec: string) => (await dnnc(["train", spec, "--epochs", "1"], { cwd })).err;
  expect(await train("one.dnn")).toBe("");
  expect(await train("./one.dnn")).toBe("");
  expect(await train("two.dnn")).toBe("dnnc: runs/small held a run of ./one.dnn, which is replaced\n");
});

test("a loss that is no longer a number ends the run with exit code 4, the layer's line and a way out", async () => {
  const cwd = folderOf({
    "spec.dnn": `data d { source: linear(examples: 200, features: 3)  split: random(validation: 10%) }
network n {
  input
  dense(8, activation: relu)
  dense(1)
}
train n on d {
  optimizer: sgd
  learning_rate: 5
  epochs: 50
}`,
  });
  const { code, out, err } = await dnnc(["train", "spec.dnn", "--json"], { cwd });
  expect(code).toBe(4);
  expect(linesOf(out).at(-1)).toMatchObject({ event: "end", reason: "not_finite" });
  expect(err).toMatch(/error\[not-finite\]: the loss is no longer a number at step \d+, in epoch \d+/);
  expect(err).toMatch(/spec\.dnn:4:3/);
  expect(err).toContain("lower `learning_rate`");
});

test("a validation loss that is no longer a number ends the run likewise, and leaves no checkpoint of it", async () => {
  // The one value too large to be squared is in the validation part.
  const rows = Array.from({ length: 20 }, (_, i) => `${i === 6 ? 1e30 : i / 20},${i / 20}`);
  const cwd = folderOf({
    "table.csv": `x,y\n${rows.join("\n")}\n`,
    "spec.dnn": `data d { source: csv("table.csv")  target: regression(column: y)  split: random(validation: 50%) }
network n { input  dense(1) }
train n on d { optimizer: sgd  learning_rate: 0.001  epochs: 3 }`,
  });
  const { code, err } = await dnnc(["train", "spec.dnn"], { cwd });
  expect(code).toBe(4);
  expect(err).toContain("the validation loss is no longer a number after step 1, in epoch 1");
  expect(existsSync(join(cwd, "runs/n/checkpoints"))).toBe(false);
});

/** An IDX file of bytes. */
const idx = (sides: readonly number[], bytes: readonly number[]): Uint8Array => {
  const head = Buffer.alloc(4 + 4 * sides.length);
  head.set([0, 0, 8, sides.length]);
  sides.forEach((side, i) => head.writeUInt32BE(side, 4 + 4 * i));
  return Buffer.concat([head, Buffer.from(bytes)]);
};
const images = idx(
  [4, 2, 2],
  Array.from({ length: 16 }, (_, i) => i * 10),
);
const pictures = `data d { source: idx("images.gz", labels: "labels.gz")  features: image(2, 2, range: 0..255)  target: class(3)  split: random(validation: 50%) }
network n { input  flatten  dense(3, activation: softmax) }
train n on d`;
const table = `data d { source: csv("table.csv")  target: regression(column: y)  split: random(validation: 50%) }
network n { input  dense(1) }
train n on d`;

test.each([
  [
    "a truncated gzip",
    pictures,
    { "images.gz": gzipSync(images).subarray(0, 30), "labels.gz": idx([4], [0, 1, 2, 0]) },
    /images\.gz is a damaged gzip file/,
  ],
  [
    "a label outside its classes",
    pictures,
    { "images.gz": images, "labels.gz": idx([4], [0, 1, 7, 0]) },
    /labels\.gz, example 3: the label 7/,
  ],
  [
    "a file cut short",
    pictures,
    { "images.gz": images.subarray(0, 20), "labels.gz": idx([4], [0, 1, 2, 0]) },
    /images\.gz/,
  ],
  ["a ragged row", table, { "table.csv": "a,y\n1,2\n3\n4,5\n" }, /table\.csv, line 3: 1 field/],
  ["a missing file", table, {}, /table\.csv was not found/],
  ["a text in a column of numbers", table, { "table.csv": "a,y\n1,2\nred,3\n" }, /red/],
] as const)("%s gives one diagnostic with its place and exit code 2", async (_, spec, files, message) => {
  const cwd = folderOf({ "spec.dnn": spec, ...files });
  const { code, out, err } = await dnnc(["train", "spec.dnn"], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err.match(/^error/gm)).toHaveLength(1);
  expect(err).toMatch(message);
  expect(err).toMatch(/spec\.dnn:1:\d+/);
  expect(err).not.toMatch(/^\s+at /m);
});

test.each([
  ["an empty file", "", 1],
  ["nesting ten thousand deep", `network n { input(2)  dense(${"(".repeat(10_000)}3${")".repeat(10_000)}) }`, 1],
  ["a layer of a trillion units", sound.replace("dense(16", "dense(1e12"), 1],
  [
    "a network too large for the backend",
    sound.replace("dense(16, activation: relu)", "repeat 2 { dense(100_000, activation: relu) }"),
    1,
  ],
  ["a network of too many layers", sound.replace("dense(16, activation: relu)", "repeat 1_000_000_000 { relu }"), 1],
  ["a spec without a train block", "network n { input(2)  dense(1) }", 2],
])("%s is refused in one message, without a run", async (_, spec, expected) => {
  const cwd = folderOf({ "spec.dnn": spec });
  const { code, out, err } = await dnnc(["train", "spec.dnn"], { cwd });
  expect({ code, out }).toEqual({ code: expected, out: "" });
  expect(err.match(/^(error|dnnc:)/gm)).toHaveLength(1);
  expect(err).not.toMatch(/^\s+at /m);
  expect(readdirSync(cwd)).toEqual(["spec.dnn"]);
});

test.each([
  ["a folder that is no run", ["evaluate", "nothing"], /not the folder of a run/],
  ["a part that there is none of", ["evaluate", "runs/small", "--split", "trian"], /did you mean `train`/],
  ["made data to predict from", ["predict", "runs/small", "--input", "x.csv"], /made data/],
  ["no worker", ["train", "spec.dnn", "--workers", "0"], /`0` is no whole number from 1 to 64/],
  ["more workers than have anything to do", ["train", "spec.dnn", "--workers", "65"], /`65` is no whole number/],
  ["an option that comes later", ["train", "spec.dnn", "--resume"], /`--resume` is not supported yet/],
  ["a seed that the language has not", ["train", "spec.dnn", "--seed", "99999999999"], /from 0 to 4294967295/],
  ["a seed that is no number", ["train", "spec.dnn", "--seed", "x"], /`x` is no whole number from 0/],
  ["no epochs", ["train", "spec.dnn", "--epochs", "0"], /`0` is no whole number from 1 to 1000000/],
  ["too many epochs", ["train", "spec.dnn", "--epochs", "1000001"], /`1000001` is no whole number/],
  ["a train block that is not there", ["train", "spec.dnn", "smal"], /did you mean `small`/],
])("%s is the user's to mend: exit code 2", async (_, args, message) => {
  const cwd = folderOf({ "spec.dnn": sound });
  if (args.includes("runs/small")) await dnnc(["train", "spec.dnn", "--epochs", "1"], { cwd });
  const { code, err } = await dnnc(args, { cwd });
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
