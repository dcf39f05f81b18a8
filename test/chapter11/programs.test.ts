/** The chapter's specs interpreted and as programs, on a few invented images in place of Fashion-MNIST. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { book } from "../../scripts/chapter11/book.ts";
import { idxBytes } from "../data/workshop.ts";
import { interpret, linesOf, programsOf, type Programs } from "../emit/running.ts";

const names = Object.keys(book);
const counts = { train: 120, validation: 40, test: 40 };
const epochs = 6;

/** A chapter's spec for so few images; moments in epochs come to pass within six. */
const sourceOf = (name: string) => ({
  path: `examples/chapter11/${name}.dnn`,
  text: readFileSync(`examples/chapter11/${name}.dnn`, "utf8")
    .replace("train: 55_000, validation: 5_000", `train: ${counts.train}, validation: ${counts.validation}`)
    .replace("at: [5 epochs, 15 epochs]", "at: [2 epochs, 4 epochs]")
    .replace("patience: 5", "patience: 1"),
});

const folder = mkdtempSync(join(tmpdir(), "dnnc-chapter11-"));
let programs: Programs;

/** Images of noise, brighter in one row of pixels the higher the class is. */
function writeImages(name: string, count: number, seed: number): void {
  let state = seed;
  const drawn = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16;
  const labels = Array.from({ length: count }, (_, i) => i % 10);
  const pixels = labels.flatMap((label) =>
    Array.from({ length: 784 }, (_, at) => (Math.floor(at / 56) === label ? 200 : 0) + (drawn() % 56)),
  );
  const place = join(folder, "fashion-mnist", name);
  writeFileSync(`${place}-images-idx3-ubyte.gz`, gzipSync(idxBytes(8, [count, 28, 28], pixels)));
  writeFileSync(`${place}-labels-idx1-ubyte.gz`, gzipSync(idxBytes(8, [count], labels)));
}

beforeAll(async () => {
  mkdirSync(join(folder, "fashion-mnist"));
  writeImages("train", counts.train + counts.validation, 1);
  writeImages("t10k", counts.test, 2);
  programs = await programsOf(names.map(sourceOf));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(names)("%s trains to the same numbers, bit by bit, interpreted and as a program", async (name) => {
  const printed = linesOf(await programs.run(`${name}.dnn`, ["--epochs", String(epochs), "--data-dir", folder]));
  const { history, test: measured } = await interpret(sourceOf(name), { epochs, folders: [folder] });
  const told = printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line);
  expect(told).toEqual(history.map(({ seconds: _, ...line }) => line));
  expect(told).toHaveLength(epochs);
  expect(printed.at(-1)).toMatchObject({ event: "end", test: measured });
});
