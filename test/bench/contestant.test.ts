import { expect, test } from "vitest";
import { startContestant } from "../../scripts/bench/contestant.ts";

/** A contender that tells of its first step, and then does `afterwards`. */
const contestant = (afterwards: string) =>
  startContestant(process.execPath, [
    "--eval",
    `const tell = (value) => console.log(JSON.stringify(value));
    tell({ notes: [] });
    process.stdin.once("data", () => { tell({ used: 1 }); process.stdin.once("data", () => { ${afterwards} }); });`,
  ]);

test("a contender that ends in a round is told with its error, and nobody waits for its end", async () => {
  const { ask, end } = await contestant('console.error("RangeError: no room"); process.exit(3)');
  await expect(ask(1)).rejects.toThrow("it ended with exit code 3: RangeError: no room");
  await end();
});

test("a contender that does not answer any more is ended all the same", { timeout: 20_000 }, async () => {
  const { end } = await contestant("for (;;);");
  await end();
});
