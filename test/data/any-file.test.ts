/** Numbers that stay what they are, and files of any bytes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { moons } from "../../src/portable/generators.ts";
import { shuffled } from "../../src/portable/random.ts";
import { splitStream } from "../../src/portable/split.ts";
import { at, categorical, classes, csv, findings, idx, regression, spec } from "./workshop.ts";

test("random orders and made points stay the numbers that they are, so that old runs can be repeated", () => {
  expect([...shuffled(10, 42, splitStream)]).toEqual([4, 5, 8, 7, 3, 1, 0, 9, 2, 6]);
  const points = [0.9582924752046782, 0.2794440820645976, 1.4308126035358322, -0.2125617412253698];
  expect([...moons(2, 0.1, 1)]).toEqual(points);
});

test("whatever the bytes of a file, something is read or a finding is made; nothing is thrown", async () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  const start = fc.constantFrom<number[]>(
    [],
    [0x1f, 0x8b, 8, 0],
    [0, 0, 8, 1],
    [0, 0, 8, 3],
    [0, 0, 0x0d, 2, 0, 0, 0, 1],
    [0xef, 0xbb, 0xbf],
  );
  const content = fc.tuple(start, bytes).map(([first, rest]) => Uint8Array.of(...first, ...rest));
  await fc.assert(
    fc.asyncProperty(content, content, async (table, labels) => {
      const files = { "table.csv": table, labels };
      for (const sources of [{ train: csv("table.csv") }, { train: idx("table.csv", "labels") }])
        for (const target of [classes(2), regression()])
          for (const line of await findings(spec({ sources, target, normalize: "standardize" }), files))
            expect(line).toMatch(/^(source|features|target): /);
    }),
    { numRuns: 60 },
  );
});

test("whatever the cells of a table, something is read or a finding is made; nothing is thrown", async () => {
  const cell = fc.constantFrom("", "1", "2.5", "NA", "x", "yes", "no", '"', ",", "\n", "1e400", "-0", "é");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }), async (rows) => {
      const text = "a,b,y\n" + rows.map((row) => row.join(",")).join("\n");
      const target = { kind: "binary", column: "y", at: at("target") } as const;
      await findings(spec({ target, categorical: [categorical("a")], normalize: "min_max" }), { "table.csv": text });
    }),
    { numRuns: 150 },
  );
});
