/** No spec puts code into its program: whatever its names and texts are, the program is what a tame spec's is but for these. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { anyWords, changed, everyName, shapeOf, specOf, tableOf, tame, type Shape, type Words } from "./hostile.ts";
import { interpreted, programsOf, trainingOf, type Outcome, type Programs } from "./many.ts";

// A program's layout changes nothing of what it is.
vi.mock("prettier", () => ({ format: (text: string) => Promise.resolve(text) }));

const kinds = ["numbers", "classes"] as const;
type Kind = (typeof kinds)[number];

/** A program, or `undefined` where the spec is refused: never an exception. */
async function programOf(words: Words, kind: Kind): Promise<string | undefined> {
  const text = specOf(words, kind);
  if (check({ path: "hostile.dnn", text }).diagnostics.some(isError)) return undefined;
  const { text: program, diagnostics } = await emitProgram(trainingOf(text), { file: words.texts["file"]!, text });
  expect(diagnostics).toEqual([]);
  return program!;
}

let shapes: Record<Kind, Shape>;
beforeAll(async () => {
  // One after the other: of two imports at once only one is given what stands in for prettier.
  const numbers = shapeOf((await programOf(tame, "numbers"))!);
  const classes = shapeOf((await programOf(tame, "classes"))!);
  shapes = { numbers, classes };
});

/** What a text of the tame program is with other words. */
function replaced(text: string, words: Words): string {
  let result = text;
  for (const part of ["names", "texts"] as const)
    for (const [slot, before] of Object.entries(tame[part]))
      result = result.replaceAll(before, () => words[part][slot]!);
  return result;
}

async function holds(words: Words, kind: Kind): Promise<boolean> {
  const program = await programOf(words, kind);
  if (program === undefined) return false;
  const shape = shapeOf(program);
  const told = JSON.stringify(changed(words));
  expect(shape.kinds, told).toEqual(shapes[kind].kinds);
  expect(shape.texts, told).toEqual(shapes[kind].texts.map((text) => replaced(text, words)));
  expect(shape.prototypes, told).toBe(0);
  return true;
}

describe.each(kinds)("a program that predicts %s", (kind) => {
  test("has a shape that tells its parts", () => {
    expect(shapes[kind].kinds.length).toBeGreaterThan(3000);
    expect(shapes[kind].texts.join()).toContain("tpatht");
    expect(shapeOf("const a = { __proto__: 1 }").prototypes).toBe(1);
  });

  test(
    "keeps its shape under any names and texts, and every text is the spec's own",
    { timeout: 240_000 },
    async () => {
      let compiled = 0;
      await fc.assert(
        fc.asyncProperty(anyWords, async (words) => {
          compiled += Number(await holds(words, kind));
        }),
        { numRuns: 150, seed: Number(process.env["ANY_SPECS_SEED"] ?? 1) },
      );
      expect(compiled).toBeGreaterThan(60);
    },
  );
});

test("every name that means something is tried in many places", { timeout: 240_000 }, async () => {
  const failed: string[] = [];
  let compiled = 0;
  for (const [i, words] of everyName.entries())
    if (i % 5 === 0)
      try {
        compiled += Number(await holds(words, "numbers"));
      } catch (error) {
        failed.push((error as Error).message.slice(0, 300));
      }
  expect(failed).toEqual([]);
  expect(compiled).toBeGreaterThan(100);
});

describe("some of them", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dnnc-hostile-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const cases: { words: Words; kind: Kind; spec: string }[] = [];
  const told: Outcome[] = [];
  let programs: Programs;

  beforeAll(async () => {
    const few = Number(process.env["ANY_HOSTILE"] ?? 60);
    const drawn = fc.sample(anyWords, { numRuns: 4 * few, seed: 7 });
    for (const [i, words] of drawn.entries()) {
      if (cases.length === few) break;
      // What a file's name and a cell of a table may be.
      const path = `${i} ${words.texts["path"]!.replace(/[/\0]|[\ud800-\udfff]/gu, "")}`;
      const plain = Object.fromEntries(
        Object.entries(words.texts).map(([slot, text]) => [
          slot,
          slot === "file" ? text : `${slot}${text.replace(/[\ud800-\udfff]/gu, "")}.`,
        ]),
      );
      const one = { names: words.names, texts: { ...plain, path } };
      const kind = kinds[i % 2]!;
      if ((await programOf(one, kind)) === undefined) continue;
      writeFileSync(join(folder, path), tableOf(one, kind));
      cases.push({ words: one, kind, spec: specOf(one, kind) });
    }
    programs = await programsOf(
      cases.map(({ spec }) => spec),
      folder,
      async () => {
        for (const { spec } of cases) told.push(await interpreted(spec, folder));
      },
    );
  }, 600_000);

  test("are found sound by TypeScript", () => {
    const found = cases.flatMap(({ spec }, i) => programs.complaints[i]!.slice(0, 1).map((one) => `${one}\n${spec}`));
    expect(found.slice(0, 3)).toEqual([]);
  });

  test("train to the interpreter's numbers, under the names that the spec gives", () => {
    const run = ({ lines, end, error, weights, again, predictions }: Outcome): unknown => ({
      ...{ end, error, weights, again, predictions },
      lines: lines.map((line) => Object.entries(line).filter(([name]) => name !== "seconds")),
    });
    for (const [i, { spec }] of cases.entries()) expect(run(programs.outcomes[i]!), spec).toEqual(run(told[i]!));
    expect(told.filter(({ end }) => end !== undefined).length).toBeGreaterThan(0.8 * cases.length);
  });
});
