/** The types of number in IDX files, as a spec declares them. */
import { expect, test } from "vitest";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";

const read = (source: string) => {
  const { model, diagnostics } = resolve(parse({ path: "d.dnn", text: `data d { ${source}  target: class(3) }` }).file);
  const said = diagnostics.map(({ message, help }) => `${message} → ${help ?? ""}`);
  const train = model.data.get("d")?.spec.sources.train;
  return { said, types: train?.kind === "idx" ? [train.dtype, train.labelDtype] : undefined };
};

test("both files hold bytes where nothing is written", () => {
  expect(read('source: idx("a.idx", labels: "b.idx")')).toEqual({ said: [], types: ["uint8", "uint8"] });
});

test.each(["uint8", "int8", "int16", "int32", "float32", "float64"])("%s may be written for either", (type) => {
  const source = `source: idx("a.idx", labels: "b.idx", dtype: ${type}, label_dtype: ${type})`;
  expect(read(source)).toEqual({ said: [], types: [type, type] });
});

test("another type is refused with those that there are", () => {
  expect(read('source: idx("a.idx", labels: "b.idx", dtype: float16)').said.join()).toMatch(/float16.*float32/);
});

test("the sources of a data set hold numbers of the same types", () => {
  const { said } = read(
    'train: idx("a.idx", labels: "b.idx", dtype: float32)  test: idx("c.idx", labels: "d.idx", dtype: float64)',
  );
  expect(said).toEqual([
    "the sources differ in the types of their numbers → write the same `dtype` and `label_dtype` for all",
  ]);
});
