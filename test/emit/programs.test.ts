import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, resolve as absolute } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { format } from "prettier";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { interpret, linesOf, programsOf, type Programs } from "./running.ts";

const folder = "examples";
const shared = absolute("../shared/data");
const specs = readdirSync(folder).filter((name) => name.endsWith(".dnn"));

/** Examples whose data lies elsewhere are trained where it is there, and for one epoch alone. */
const elsewhere: Readonly<Record<string, string>> = {
  "fashion.dnn": "fashion-mnist",
  "housing.dnn": "california-housing.csv",
};
const isHere = (name: string): boolean => elsewhere[name] === undefined || existsSync(`${shared}/${elsewhere[name]}`);
const epochsOf = (name: string): number | undefined => (elsewhere[name] === undefined ? undefined : 1);

let programs: Programs;

beforeAll(async () => {
  programs = await programsOf(
    specs.map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, "utf8") })),
  );
});

describe.each(specs)("the example %s", (name) => {
  const source = { path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, "utf8") };

  test("has no error and no warning", () => {
    expect(check(source).diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  test("compiles to a program that tsc finds nothing wrong with, strictly", () => {
    expect(programs.complaints(name)).toEqual([]);
  });

  test("compiles to a program that prettier leaves as it is", async () => {
    const text = programs.text(name);
    expect(await format(text, { parser: "typescript", printWidth: 120 })).toBe(text);
  });

  test.skipIf(!isHere(name))(
    "trains to the same numbers, bit by bit, interpreted and as a program",
    { timeout: 240_000 },
    async () => {
      const epochs = epochsOf(name);
      const options = [
        ...(epochs === undefined ? [] : ["--epochs", String(epochs)]),
        ...(elsewhere[name] === undefined ? [] : ["--data-dir", shared]),
      ];
      const printed = linesOf(await programs.run(name, options));
      const interpreted = await interpret(source, { epochs, folders: [folder, shared] });
      const epochLines = printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line);
      expect(epochLines).toEqual(interpreted.history.map(({ seconds: _, ...line }) => line));
      expect(epochLines.length).toBeGreaterThan(0);
      expect(printed.at(-1)).toMatchObject({
        event: "end",
        reason: interpreted.reason,
        best_epoch: interpreted.bestEpoch,
      });
      expect(printed.at(-1)!["test"]).toEqual(interpreted.test);
    },
  );
});

test("a data file that is nowhere is named, with the folders where it was looked for", async () => {
  const message = /fashion-mnist\/train-images-idx3-ubyte\.gz was not found in \/.*, \/nowhere/;
  await expect(programs.run("fashion.dnn", ["--data-dir", "/nowhere"])).rejects.toThrow(message);
});

test("names and texts of a spec stay data in its program, however hostile", async () => {
  const hostile = `data d { source: csv("a\\"; process.exit(7); //\\u{2028}*/.csv")  features: ["x\`\${process.exit(7)}", "__proto__", constructor]
    target: regression(column: "*/ process.exit(7) /*")  split: random(validation: 50%) }
    /// */ process.exit(7); /*
    activation process(x) = x ^ 2
    network delete { input  constructor = dense(3, activation: process)  __proto__ = dense(2)  concat(constructor)  dense(1) }
    train delete on d as await { optimizer: sgd }`;
  const source = { path: `hostile */ process.exit(7) /*.dnn`, text: hostile };
  expect(check(source).diagnostics.filter(isError)).toEqual([]);
  const made = await programsOf([source]);
  expect(made.complaints(basename(source.path))).toEqual([]);
  expect(made.accesses(basename(source.path))).not.toContain("process.exit");
  expect(made.accesses(basename(source.path))).toContain("tf.matMul");
});
