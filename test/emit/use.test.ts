/** What the user of a program does with it: its command line, its functions, and weights that come from `dnnc train`. */
import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors } from "../../src/run/safetensors.ts";
import { dnnc } from "../cli/command.ts";
import { sourceOf } from "./every-spec.ts";
import { writePrograms } from "./trained.ts";

const table = `data pets {
  source: csv("pets.csv")
  target: class(["cat", "dog"], column: kind)
  normalize: standardize
  split: ordered(train: 40, validation: 20)
}
network which {
  input(2)
  dense(8, activation: elu)
  batch_norm
  dense(2, activation: softmax)
}
train which on pets { epochs: 3 }
`;
const wild = table.replace(
  "train which on pets { epochs: 3 }",
  "train which on pets { optimizer: sgd  learning_rate: 1e30 }",
);
const rows = Array.from({ length: 60 }, (_, i) =>
  [Math.sin(3 * i), Math.cos(5 * i), i % 3 === 0 ? "cat" : "dog"].join(","),
);

const folder = realpathSync(mkdtempSync(join(tmpdir(), "dnnc-use-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Programs by the names of their specs. */
const files: Record<string, string> = {};
let place: string;

beforeAll(async () => {
  writeFileSync(join(folder, "pets.csv"), ["height,weight,kind", ...rows, ""].join("\n"));
  writeFileSync(join(folder, "pets.dnn"), table);
  const moons = sourceOf("examples/moons.dnn");
  const written = await writePrograms([moons, { path: "pets.dnn", text: table }, { path: "wild.dnn", text: wild }]);
  place = written.place;
  for (const [i, name] of ["moons", "pets", "wild"].entries()) files[name] = written.programs[i]!.file;
}, 120_000);

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts a program by itself. */
const start = (name: string, ...args: readonly string[]): Promise<Outcome> =>
  new Promise((done) =>
    execFile(process.execPath, [files[name]!, ...args], (error, out, err) =>
      done({ code: error === null ? 0 : (error.code as unknown as number), out, err }),
    ),
  );
const linesOf = ({ out }: Outcome): readonly Record<string, unknown>[] =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("by its command line", { timeout: 120_000 }, () => {
  test("a program trains on the backend and for the epochs that are asked for, and saves its weights", async () => {
    const saved = join(folder, "moons.safetensors");
    const outcome = await start("moons", "--backend", "cpu", "--epochs", "2", "--json", "--save", saved);
    expect(outcome.code, outcome.err).toBe(0);
    const [first, one, two, end] = linesOf(outcome);
    expect(first).toMatchObject({ event: "start", backend: "cpu", epochs: 2, examples: 700, batch_size: 32, seed: 7 });
    expect([one, two].map((line) => line!["epoch"])).toEqual([1, 2]);
    expect(end).toMatchObject({ event: "end", reason: "epochs", test: { loss: expect.any(Number) } });
    expect([...decodeSafetensors(readFileSync(saved)).keys()]).toContain("dense_3.kernel");
  });

  test("it tells what people read where JSON is not asked for", async () => {
    const { out } = await start("pets", "--epochs", "1", "--data-dir", folder);
    expect(out).toMatch(/^\{ event: 'start'|event/);
    expect(out.split("\n").filter((line) => line.includes("epoch")).length).toBeGreaterThan(1);
    expect(() => JSON.parse(out.split("\n")[0]!) as unknown).toThrow();
  });

  test.each([
    [["--epochs", "0"], "--epochs takes a whole number from 1, not 0"],
    [["--epochs", "many"], "--epochs takes a whole number from 1, not many"],
    [["--backend", "webgpu"], "there is no backend webgpu: it is wasm or cpu"],
    [["--bakend", "cpu"], "Unknown option '--bakend'"],
    [["--save"], "Option '--save <value>' argument missing"],
    [["spirals"], "Unexpected argument 'spirals'"],
  ])("%j ends it with code 2 and a message", async (args, message) => {
    const { code, out, err } = await start("moons", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).not.toMatch(/^ +at /m);
  });

  test("a data file that is nowhere is named, with the places where it was looked for", async () => {
    const { code, err } = await start("pets", "--data-dir", "/nowhere");
    expect(code).toBe(2);
    expect(err).toBe(`pets.csv was not found: there is no ${place}/pets.csv, no /nowhere/pets.csv\n`);
  });

  test("numbers that are no longer finite end it, and say what may help", async () => {
    const { code, err } = await start("wild", "--data-dir", folder);
    expect(code).toBe(2);
    expect(err).toMatch(/^(the loss|a weight|the validation loss) is -?(NaN|Infinity) in epoch 1: try a lower rate\n$/);
  });

  test("Ctrl-C ends it with code 130, after a last line", async () => {
    const child = spawn(process.execPath, [files["moons"]!, "--backend", "cpu", "--epochs", "1000000", "--json"]);
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (out === "") child.kill("SIGINT");
      out += text;
    });
    const code = await new Promise((done) => child.on("close", done));
    expect(code).toBe(130);
    expect(linesOf({ out, err: "", code: 130 }).at(-1)).toMatchObject({ event: "end", reason: "interrupted" });
  });

  test("a program that is imported does nothing, whatever arguments the other one has", async () => {
    const code = `await import(${JSON.stringify(files["moons"])}); console.log("imported");`;
    const outcome = await new Promise((done) =>
      execFile(process.execPath, ["--input-type=module", "-e", code, "no-such-file"], (error, out, err) =>
        done({ code: error?.code ?? 0, out, err }),
      ),
    );
    expect(outcome).toEqual({ code: 0, out: "imported\n", err: "" });
  });
});

describe("by its functions", { timeout: 120_000 }, () => {
  interface Ending {
    readonly reason: string;
    readonly kept: number;
  }
  let told: {
    readonly stoppedBetween: Ending & { readonly lines: readonly number[] };
    readonly stoppedWithin: Ending & { readonly lines: number; readonly seconds: number };
    readonly notFinite: { readonly message: string; readonly kept: number };
    readonly files: Readonly<
      Record<string, { readonly message: string; readonly isSame: boolean; readonly kept: number }>
    >;
    readonly predicted: readonly number[];
  };
  let predictions: string;

  beforeAll(async () => {
    const trained = await dnnc(["train", "pets.dnn", "--reproducible"], { cwd: folder });
    expect(trained.code, trained.err).toBe(0);
    predictions = (await dnnc(["predict", "runs/which", "--input", "pets.csv"], { cwd: folder })).out;
    writeFileSync(join(place, "use.js"), readFileSync(join(import.meta.dirname, "use-program.mjs")));
    const checkpoint = join(folder, "runs/which/checkpoints/last/weights.safetensors");
    const args = [join(place, "use.js"), files["moons"]!, files["pets"]!, folder, checkpoint];
    told = await new Promise((done, fail) =>
      execFile(process.execPath, args, { maxBuffer: 2 ** 24 }, (error, out) =>
        error === null ? done(JSON.parse(out) as typeof told) : fail(error),
      ),
    );
  }, 240_000);

  test("a signal between two epochs ends the training; each epoch was told", () => {
    expect(told.stoppedBetween).toEqual({
      reason: "interrupted",
      best_epoch: expect.any(Number) as number,
      lines: [1, 2],
      kept: 0,
    });
  });

  test("a signal within an epoch ends it at once", () => {
    expect(told.stoppedWithin).toMatchObject({ reason: "interrupted", lines: 0, kept: 0 });
    expect(told.stoppedWithin.seconds).toBeLessThan(30);
  });

  test("a training that is no longer finite throws, and leaves no tensors", () => {
    expect(told.notFinite.message).toMatch(/^(the loss|a weight) is NaN in epoch 1: try a lower rate$/);
    expect(told.notFinite.kept).toBe(0);
  });

  test.each([
    ["empty", "this is no safetensors file, or only the beginning of one"],
    ["text", "this is no safetensors file, or only the beginning of one"],
    ["beginning", "this is no safetensors file, or only the beginning of one"],
    ["end", "the file was cut short: it ends before dense_3.bias does"],
    ["another network's", "the file has no dense_1.kernel of shape [2, 32]"],
    ["in the middle of a buffer", "loaded"],
  ])("a file of weights: %s", (name, message) => {
    expect(told.files[name]).toEqual({ message, isSame: true, kept: 0 });
  });

  test("with the weights of `dnnc train` it predicts what `dnnc predict` does, to the bit", () => {
    const [names, ...lines] = predictions
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    expect(names).toEqual(["class", "probability cat", "probability dog"]);
    expect(lines.slice(40).flatMap((cells) => cells.slice(1).map(Number))).toEqual(told.predicted);
    expect(told.predicted.length).toBe(40);
  });
});

test("a spec compiles to the same bytes from any folder, and with any line endings", { timeout: 120_000 }, async () => {
  const other = join(folder, "elsewhere");
  mkdirSync(other);
  writeFileSync(join(other, "pets.dnn"), table.replaceAll("\n", "\r\n"));
  const here = await dnnc(["compile", "pets.dnn"], { cwd: folder });
  const above = await dnnc(["compile", "elsewhere/pets.dnn"], { cwd: folder });
  const there = await dnnc(["compile", join(folder, "pets.dnn")], { cwd: other });
  expect(here.out).toContain("export function createModel");
  expect([above.out === here.out, there.out === here.out]).toEqual([true, true]);
});
