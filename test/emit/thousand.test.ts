/** A thousand specs drawn at random: each compiles to a strictly typed program, which does for five steps what the interpreter does. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { refusals } from "../../src/emit/tfjs/index.ts";
import { decodeSafetensors } from "../../src/run/safetensors.ts";
import { anyProgram } from "./any-program.ts";
import { files } from "./data-cases.ts";
import { everything, usedBy } from "./vocabulary-used.ts";
import { interpreted, programsOf, trainingOf, type Outcome, type Programs } from "./many.ts";

// A program's layout changes nothing of what it does, and takes longer than all the rest.
vi.mock("prettier", () => ({ format: (text: string) => Promise.resolve(text) }));

// Others by `ANY_SPECS_SEED=2`, more or fewer by `ANY_SPECS=5000`.
const count = Number(process.env["ANY_SPECS"] ?? 1000);
const seed = Number(process.env["ANY_SPECS_SEED"] ?? 1);

/** What a user would be told to mend, or is told that there is no program of, is not compiled. */
const isSound = (text: string): boolean =>
  !check({ path: "any.dnn", text }).diagnostics.some(isError) && refusals(trainingOf(text)).length === 0;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "dnnc-thousand-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let specs: readonly string[];
let programs: Programs;
const told: Outcome[] = [];

beforeAll(async () => {
  for (const [name, content] of Object.entries(files)) if (name.length < 20) writeFileSync(join(folder, name), content);
  const sound: string[] = [];
  for (const spec of fc.sample(anyProgram, { numRuns: Math.ceil(count * 1.5), seed }))
    if (sound.length < count && isSound(spec)) sound.push(spec);
  specs = sound;
  programs = await programsOf(specs, folder, async () => {
    for (const spec of specs) told.push(await interpreted(spec, folder));
  });
}, 1_200_000);

/** What is wrong, each finding once, with the shortest spec that it is found in. */
function failures(find: (i: number) => string | undefined): string {
  const found = new Map<string, string[]>();
  for (const [i, spec] of specs.entries()) {
    const wrong = find(i);
    if (wrong !== undefined) found.set(wrong, [...(found.get(wrong) ?? []), spec]);
  }
  return [...found]
    .slice(0, 8)
    .map(([wrong, of]) => {
      const shortest = of.reduce((best, one) => (one.length < best.length ? one : best));
      return `${of.length} of ${count}: ${wrong}\n\n${shortest.replaceAll(/^\/\/ dnnc-ignore.*\n/gm, "")}`;
    })
    .join("\n\n");
}

test("enough of the specs that are drawn are sound", () => {
  expect(specs.length).toBe(count);
});

test("TypeScript finds nothing wrong with any of the programs, strictly", () => {
  expect(failures((i) => programs.complaints[i]!.slice(0, 1).join("\n") || undefined)).toBe("");
});

/** A number that is not finite is the end of a run, which both tell of in their own words; data that is refused is refused in one. */
const ending = ({ error, end }: Outcome): unknown =>
  error === undefined
    ? end
    : / is (-?Infinity|NaN) /.test(error)
      ? "not finite"
      : error.replace(/^Error: (.*)\n[^]*/, "$1");

const timeless = ({ lines }: Outcome): unknown => lines.map(({ seconds: _, ...line }) => line);

/** The numbers of a weights file under their names. */
const saved = ({ weights, again }: Outcome): unknown =>
  [weights, again].map(
    (file) =>
      file !== undefined &&
      [...decodeSafetensors(Buffer.from(file, "base64"))].map(([name, { shape, values }]) => [
        name,
        shape,
        [...values],
      ]),
  );

/** The first thing that two trainings do not agree about. */
function difference(a: Outcome, b: Outcome): string | undefined {
  for (const what of [timeless, ending, saved, ({ predictions }: Outcome) => predictions])
    try {
      expect(what(a)).toEqual(what(b));
    } catch (error) {
      return (error as Error).message.slice(0, 2000);
    }
  return undefined;
}

test("every program trains, ends, weighs and predicts as the interpreter does, bit by bit", () => {
  expect(failures((i) => difference(programs.outcomes[i]!, told[i]!))).toBe("");
});

test("nearly all of them train to the end, for five steps and more", () => {
  const ended = told.filter(({ end }) => end !== undefined);
  expect(ended.length).toBeGreaterThan(0.9 * count);
  const whole = ended.filter(({ end }) => end!["reason"] === "epochs");
  const steps = whole.map(({ lines }) => Number(lines.at(-1)!["step"]));
  expect(steps.filter((each) => each < 5)).toEqual([]);
});

test("no program leaves a tensor behind", () => {
  const leaks = failures((i) => {
    const { counts, error } = programs.outcomes[i]!;
    if (counts === undefined || error !== undefined) return undefined;
    const { before, made, epochs, trained, evaluated, predicted, disposed } = counts;
    const grows = epochs.slice(1).some((each) => each !== epochs[1]);
    const sound = !grows && made === trained && trained === evaluated && evaluated === predicted && before === disposed;
    return sound ? undefined : `tensors: ${JSON.stringify(counts)}`;
  });
  expect(leaks).toBe("");
});

test.skipIf(count < 1000)("every word of the library comes up, and every argument that may be written", () => {
  const used = new Set(specs.flatMap((spec) => [...usedBy(trainingOf(spec))]));
  expect(everything.filter((one) => !used.has(one))).toEqual([]);
});
