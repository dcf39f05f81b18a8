/** Outputs that divide the columns of a target: interpreted, as a program, and as predictions. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { normal } from "../../src/portable/random.ts";
import { interpret, linesOf, programsOf } from "./running.ts";

const text = `data d {
  source: csv("pairs.csv")
  features: [a, b]
  target: regression([c, d, e], normalize: standardize)
  split: ordered(train: 60, validation: 20)
}
network q {
  input
  hidden = dense(6, activation: tanh)
  one = dense(1)
  two = hidden -> dense(2)
  outputs: [one, two]
}
train q on d {
  epochs: 3
  metrics: [rmse, r2]
  loss_weights { two: 2 }
}`;

const source = { path: "several.dnn", text };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "several-"));
  const rows = Array.from({ length: 80 }, (_, i) => {
    const [a, b] = [normal(1, 2, 2 * i), normal(1, 2, 2 * i + 1)];
    return [a, b, a + b, 100 * a - b, a * b].join(",");
  });
  writeFileSync(join(made, "pairs.csv"), `a,b,c,d,e\n${rows.join("\n")}\n`);
  return made;
}

test("outputs that divide the target train to the same numbers, interpreted and as a program", async () => {
  const made = folder();
  const { history } = await interpret(source, { folders: [made] });
  const printed = linesOf(await (await programsOf([source])).run(source.path, ["--data-dir", made]));
  expect(printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line)).toEqual(
    history.map(({ seconds: _, ...line }) => line),
  );
  const [line] = history;
  expect(Object.keys(line!).filter((name) => !name.startsWith("validation"))).toEqual([
    "event",
    "epoch",
    "step",
    "learning_rate",
    "loss",
    "one_loss",
    "one_rmse",
    "one_r2",
    "two_loss",
    "two_rmse",
    "two_r2",
    "seconds",
  ]);
  // The mean over two columns, of which one is a hundred times as wide, in their own units.
  expect(line!["two_rmse"] as number).toBeGreaterThan(10 * (line!["one_rmse"] as number));
  expect(line!.loss).toBeCloseTo((line!["one_loss"] as number) + 2 * (line!["two_loss"] as number), 5);
});

test.each(["metrics { one: []  two: [rmse] }", "metrics: []", "metrics { one: [rmse]  two: [] }"])(
  "%s: the program has what it needs and no more, and tests as the interpreter does",
  async (metrics) => {
    const made = folder();
    const one = {
      path: "some.dnn",
      text: text.replace("metrics: [rmse, r2]", metrics).replace("validation: 20", "validation: 10, test: 10"),
    };
    const programs = await programsOf([one]);
    expect(programs.complaints(one.path)).toEqual([]);
    const { test: measures } = await interpret(one, { folders: [made] });
    expect(linesOf(await programs.run(one.path, ["--data-dir", made])).at(-1)).toMatchObject({ test: measures });
  },
);
