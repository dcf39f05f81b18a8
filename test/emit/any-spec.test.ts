import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { anySpec } from "./any-spec.ts";
import { interpret, linesOf, programsOf, type Programs } from "./running.ts";

/** As many as are sound of those drawn; more by `ANY_SPECS=500`, others by `ANY_SPECS_SEED=2`. */
const count = Number(process.env["ANY_SPECS"] ?? 24);
const drawn = fc.sample(anySpec, { numRuns: count * 3, seed: Number(process.env["ANY_SPECS_SEED"] ?? 1) });

/** What a user would be told to mend is not compiled. */
const isSound = (text: string): boolean => !check({ path: "any.dnn", text }).diagnostics.some(isError);

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
  "spec $i gives a strictly typed program that trains to the interpreter's numbers, bit by bit",
  { timeout: 120_000 },
  async ({ i, text }) => {
    expect(programs.complaints(`any${i}.dnn`), text).toEqual([]);
    const { history, bestEpoch, test: measures, reason } = await interpret(sourceOf(i), { folders: [] });
    const run = programs.run(`any${i}.dnn`, []);
    if (reason === "not_finite") return expect(run, text).rejects.toThrow(/is (Infinity|NaN)|no longer finite/);
    const printed = linesOf(await run);
    const epochs = printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line);
    expect(epochs, text).toEqual(history.map(({ seconds: _, ...line }) => line));
    expect(printed.at(-1), text).toMatchObject({ event: "end", best_epoch: bestEpoch, test: measures });
  },
);
