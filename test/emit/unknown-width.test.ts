/** Networks on a table whose categories, and so its width, are known only when it is read. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { normal } from "../../src/portable/random.ts";
import { parse } from "../../src/syntax/parse.ts";
import { interpret, linesOf, programsOf } from "./running.ts";

const spec = (layers: string) => ({
  path: "table.dnn",
  text: `data d {
  source: csv("table.csv")
  features: [a, kind]
  categorical: [kind]
  target: regression(column: y, normalize: standardize)
  split: ordered(train: 45, validation: 15)
}
network q { ${layers} }
train q on d { epochs: 2 }`,
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "width-"));
  const rows = Array.from({ length: 60 }, (_, i) => {
    const a = normal(1, 2, i);
    return [a, ["red", "green", "blue"][i % 3], 2 * a + (i % 3)].join(",");
  });
  writeFileSync(join(made, "table.csv"), `a,kind,y\n${rows.join("\n")}\n`);
  return made;
}

test("a slice of features trains to the same numbers, interpreted and as a program", async () => {
  const source = spec(
    "f = input  wide = f -> slice(0..1)  f -> dense(4, activation: tanh)  deep = dense(3, activation: elu)  concat(wide, deep)  dense(1)",
  );
  const made = folder();
  const programs = await programsOf([source]);
  expect(programs.complaints(source.path)).toEqual([]);
  const printed = linesOf(await programs.run(source.path, ["--data-dir", made]));
  const { history } = await interpret(source, { folders: [made] });
  expect(printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line)).toEqual(
    history.map(({ seconds: _, ...line }) => line),
  );
  expect(history).toHaveLength(2);
});

test("a slice behind weights is refused: its derivative would need the width", async () => {
  const source = spec("input  batch_norm  slice(0..1)  dense(1)");
  const training = resolve(parse(source).file).model.trainings[0]!;
  const { text, diagnostics } = await emitProgram(training, { file: source.path, text: source.text });
  expect(text).toBeUndefined();
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "`slice` behind weights, of a width that only the data tells, is not supported yet",
  ]);
});
