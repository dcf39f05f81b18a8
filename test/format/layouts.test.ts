/** The layout by examples: each file of `layouts/` has a title, a spec, and behind `==>` the spec as it is laid out in 80 columns. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatted, readSound, violation } from "./laws.ts";

const folder = "test/format/layouts";

for (const name of readdirSync(folder)) {
  const parts = readFileSync(join(folder, name), "utf8")
    .split(/^# (.*)\n/m)
    .slice(1);
  const cases = parts.flatMap((title, index) =>
    index % 2 === 0 ? [{ title, input: parts[index + 1]!.split("\n==>\n")[0]!.slice(1) }] : [],
  );

  test(`layouts/${name} is what is laid out`, async () => {
    const texts = cases.map(async ({ title, input }) => `# ${title}\n\n${input}\n==>\n\n${await formatted(input)}`);
    await expect((await Promise.all(texts)).join("\n")).toMatchFileSnapshot(`layouts/${name}`);
  });

  test.each(cases)(`the laws hold where: $title (${name})`, async ({ input }) => {
    expect(await violation(readSound(input)!)).toBeUndefined();
  });
}
