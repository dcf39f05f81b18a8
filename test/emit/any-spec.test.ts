/** Specs put together at random: as a program, and as `dnnc explain` fills them in, they train to the same numbers. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { explainFile } from "../../src/explain/explain-file.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { anyRun } from "./any-run.ts";
import { anySpec } from "./any-spec.ts";
import { interpret, linesOf, programsOf, type Programs } from "./running.ts";

const modelOf = (text: string) => resolve(parse({ path: "any.dnn", text }).file).model;

/** What a user would be told to mend is not compiled. */
const isSound = (text: string): boolean => !check({ path: "any.dnn", text }).diagnostics.some(isError);

const timeless = (lines: readonly object[]): readonly object[] =>
  lines.map((line) => Object.fromEntries(Object.entries(line).filter(([name]) => name !== "seconds")));

describe.each([
  { of: "networks of layers in any order", any: anySpec, few: 24 },
  { of: "trainings that ask for everything at once", any: anyRun, few: 10 },
])("$of", ({ any, few }) => {
  // As many as are sound of those drawn; more by `ANY_SPECS=500`, others by `ANY_SPECS_SEED=2`.
  const count = Number(process.env["ANY_SPECS"] ?? few);
  const drawn = fc.sample(any, { numRuns: count * 3, seed: Number(process.env["ANY_SPECS_SEED"] ?? 1) });
  const specs = drawn.filter(isSound).slice(0, count);
  const sourceOf = (i: number) => ({ path: `any${i}.dnn`, text: specs[i]! });
  let programs: Programs;

  beforeAll(async () => {
    programs = await programsOf(specs.map((_, i) => sourceOf(i)));
  }, 240_000);

  test("enough of the specs that are drawn are sound", () => {
    expect(specs.length).toBe(count);
  });

  test.each(specs.map((text, i) => ({ i, text })))(
    "spec $i trains to the same numbers as a strictly typed program and as it is explained, bit by bit",
    { timeout: 120_000 },
    async ({ i, text }) => {
      expect(programs.complaints(`any${i}.dnn`), text).toEqual([]);
      const { history, bestEpoch, test: measures, reason } = await interpret(sourceOf(i), { folders: [] });
      const filled = await interpret({ path: "filled.dnn", text: explainFile(modelOf(text)) }, { folders: [] });
      expect(timeless(filled.history), text).toEqual(timeless(history));
      const run = programs.run(`any${i}.dnn`, []);
      if (reason === "not_finite") return expect(run, text).rejects.toThrow(/is (Infinity|NaN)|no longer finite/);
      const printed = linesOf(await run);
      expect(timeless(printed.filter(({ event }) => event === "epoch")), text).toEqual(timeless(history));
      expect(printed.at(-1), text).toMatchObject({ event: "end", best_epoch: bestEpoch, test: measures });
    },
  );
});
