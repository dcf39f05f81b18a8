import { expect, test } from "vitest";
import { dnnc, folderOf, misspelt, sound } from "./command.ts";

test("summary prints layers, shapes, parameters, arithmetic and memory in at most 100 columns", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const { code, out, err } = await dnnc(["summary", "spec.dnn"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
  expect(out).toMatchInlineSnapshot(`
    "network small on arms, run small

    layer      shape  parameters  multiply-adds
    input_1    [2]
    dense_1    [16]           48             32
    relu_1     [16]
    dense_2    [2]            34             32
    softmax_1  [2]

    parameters     82, all trained
    multiply-adds  64 for one example, forward
    memory         at most 11.0 kB a step of 32 examples: weights 328 bytes, gradients 328 bytes,
                   optimizer 656 bytes, values and their gradients 9.7 kB
    "
  `);
});

const two = `${sound}
train small on arms as longer {
  epochs: 50
}
network other { input(3)  hidden = dense(4, activation: relu)  dense(4)  add(hidden)  batch_norm  dense(1) }
`;

test("a name chooses a run or a network", async () => {
  const titles = async (...name: string[]) =>
    [...(await dnnc(["summary", "-", ...name], { input: two })).out.matchAll(/^network .*/gm)].map(String);
  expect(await titles()).toEqual([
    "network small on arms, run small",
    "network small on arms, run longer",
    "network other",
  ]);
  expect(await titles("longer")).toEqual(["network small on arms, run longer"]);
  expect(await titles("other")).toEqual(["network other"]);
});

test("branches name what they read, and moving averages are counted apart", async () => {
  const { out } = await dnnc(["summary", "-", "other"], { input: two });
  expect(out).toMatchInlineSnapshot(`
    "network other

    layer            from             shape  parameters  multiply-adds
    input_1                           [3]
    dense_1                           [4]            16             12
    relu_1 = hidden                   [4]
    dense_2                           [4]            20             16
    add_1            dense_2, relu_1  [4]
    batch_norm_1                      [4]            16              4
    dense_3                           [1]             5              4

    parameters     57: 49 trained, 8 moving averages
    multiply-adds  36 for one example, forward
    memory         weights 196 bytes
    "
  `);
});

test("an unknown name is wrong usage", async () => {
  expect(await dnnc(["summary", "-", "longr"], { input: two })).toEqual({
    code: 2,
    out: "",
    err: "dnnc: the file has no run and no network `longr`\n      did you mean `longer`?\n",
  });
});

test("a missing file is wrong usage, and an error in the spec is told with exit code 1", async () => {
  expect(await dnnc(["summary", "missing.dnn"])).toMatchObject({ code: 2, out: "" });
  const { code, out, err } = await dnnc(["summary", "-"], { input: misspelt });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("did you mean `relu`?");
});

test("what only the data tells is a question mark", async () => {
  const open = sound.replace("spirals(examples: 1000)", 'csv("table.csv")');
  const { out } = await dnnc(["summary", "-"], { input: open });
  expect(out).toContain("known when the data is read");
});
