import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generated } from "../scripts/generated.ts";
import { parse } from "../src/syntax/parse.ts";
import { standardPresets, standardWords } from "../src/vocabulary/standard.ts";

test.each(Object.entries(generated))("%s is fresh: `npm run generate` would write the same", (path, make) => {
  expect(readFileSync(path, "utf8") === make(), `${path} is stale: run \`npm run generate\``).toBe(true);
});

test("the standard library as it is shipped equals the library as it is parsed", () => {
  const shipped = [...standardWords().map(({ declaration }) => declaration), ...standardPresets().values()];
  const sources = new Set(shipped.map(({ span }) => span.source));
  const parsed = [...sources].flatMap((source) => parse(source).file.declarations);
  expect(shipped.toSorted(byPlace)).toEqual(parsed.toSorted(byPlace));
});

const byPlace = (one: Declared, other: Declared): number =>
  one.span.source.path.localeCompare(other.span.source.path) || one.span.start - other.span.start;

type Declared = ReturnType<typeof parse>["file"]["declarations"][number];
