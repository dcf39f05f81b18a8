/**
 * The program of every example and of every spec of the chapter, on a few invented examples: it trains to the interpreter's numbers,
 * bit by bit; what it leaves in memory, and what its weights' files are good for; and how near the CPU backend comes to WASM.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as absolute } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors } from "../../src/run/safetensors.ts";
import { epochs, everySpec, smallSourceOf, sourceOf, writeInventedData } from "./every-spec.ts";
import { interpreted, programsFor, type Line, type Trained, type TrainedProgram } from "./trained.ts";

const folder = mkdtempSync(join(tmpdir(), "dnnc-programs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wasm = new Map<string, TrainedProgram>();
const cpu = new Map<string, TrainedProgram>();
const own = new Map<string, Trained>();

beforeAll(async () => {
  writeInventedData(folder);
  const given = { epochs, folder };
  const train = await programsFor(everySpec.map(smallSourceOf), given);
  const programs = Promise.all([train("wasm"), train("cpu")]);
  for (const path of everySpec) own.set(path, await interpreted(smallSourceOf(path), given));
  const [onWasm, onCpu] = await programs;
  everySpec.forEach((path, i) => {
    wasm.set(path, onWasm[i]!);
    cpu.set(path, onCpu[i]!);
  });
}, 600_000);

const untimed = ({ seconds: _, ...line }: Line): Line => line;

/** Where the true gradient is 0, or a rounding grows from layer to layer: docs/emitted.md says why. */
const apart: Readonly<Record<string, { readonly losses?: number; readonly weights: RegExp }>> = {
  "examples/residual.dnn": { weights: /^dense_1\.bias$/ },
  "examples/chapter11/relu_100_layers.dnn": { losses: 0.01, weights: /\.bias$/ },
  "examples/chapter11/selu_100_layers.dnn": { losses: 0.5, weights: /./ },
};

describe.each(everySpec)("%s", (path) => {
  test("trains to the same numbers, bit by bit, interpreted and as a program", () => {
    const [program, expected] = [wasm.get(path)!, own.get(path)!];
    expect(program.error).toBeUndefined();
    expect(program.lines.map(untimed)).toEqual(expected.lines.map(untimed));
    expect(program.lines.length).toBe(epochs);
    expect({ ...program.end, test: program.test }).toEqual({ ...expected.end, test: expected.test });
    expect(program.weights === expected.weights).toBe(true);
    expect(program.predicted).toEqual(expected.predicted);
  });

  test("keeps no tensor from one epoch to the next, and none when it is done", () => {
    for (const { counts } of [wasm.get(path)!, cpu.get(path)!]) {
      // After the first epoch the best weights are kept beside the model's, where they are asked for.
      expect(counts.epochs.slice(2)).toEqual(counts.epochs.slice(1, -1));
      expect(counts.made).toBeGreaterThan(counts.before);
      expect([counts.trained, counts.evaluated]).toEqual([counts.made, counts.made]);
      expect(counts.disposed).toBe(counts.before);
    }
  });

  test("predicts the same, bit by bit, when another model has loaded its weights", () => {
    const { predicted, reloaded, first } = wasm.get(path)!;
    expect(reloaded).toEqual(predicted);
    expect(first).not.toEqual(predicted);
  });

  test("trains to nearly the same numbers on the CPU backend", () => {
    const { losses = 1e-3, weights } = apart[path] ?? {};
    const [one, other] = [wasm.get(path)!, cpu.get(path)!];
    expect(other.error).toBeUndefined();
    one.lines.forEach((line, i) => {
      for (const [name, value] of Object.entries(line))
        if (name.endsWith("loss"))
          expect(Math.abs(Number(other.lines[i]![name]) - Number(value)), name).toBeLessThan(
            losses * Number(value) + 1e-6,
          );
    });
    const far = [...differences(one.weights, other.weights)].filter(([name, by]) => by > 1e-3 && !weights?.test(name));
    expect(far).toEqual([]);
  });
});

/** How far two files' tensors are apart: the 2-norm of what is between them, over the 2-norm. */
function differences(one: string, other: string): ReadonlyMap<string, number> {
  const [a, b] = [one, other].map((file) => decodeSafetensors(Buffer.from(file, "base64")));
  return new Map(
    [...a!].map(([name, { values }]) => {
      const seen = b!.get(name)!.values;
      return [name, norm(values.map((value, i) => value - seen[i]!)) / (norm(values) || 1)];
    }),
  );
}

const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));

const shared = absolute("../shared/data");
const elsewhere = [
  { path: "examples/fashion.dnn", data: "fashion-mnist" },
  { path: "examples/housing.dnn", data: "california-housing.csv" },
].filter(({ data }) => existsSync(join(shared, data)));

test.each(elsewhere)(
  "$path trains on the data that it names as its program does",
  { timeout: 240_000 },
  async ({ path }) => {
    const given = { epochs: 1, folder: shared };
    const [program] = await (await programsFor([sourceOf(path)], given))("wasm");
    const expected = await interpreted(sourceOf(path), given);
    expect(program!.error).toBeUndefined();
    expect(program!.lines.map(untimed)).toEqual(expected.lines.map(untimed));
    expect({ ...program!.end, test: program!.test }).toEqual({ ...expected.end, test: expected.test });
    expect(program!.weights === expected.weights).toBe(true);
  },
);
