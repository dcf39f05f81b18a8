/** What is told of a spec depends on the spec and the options alone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formNames } from "../../src/cli/lint-report.ts";
import { dnnc, folderOf, misspelt, sound } from "./command.ts";

const unwise = sound.replace("activation: relu", "activation: selu, init: he_normal");
const files = {
  "Z.dnn": misspelt,
  "a.dnn": unwise,
  "ä/İ ı.dnn": misspelt,
  "b/a.dnn": unwise.replace("small", "größe"),
};
const paths = ["Z.dnn", "a.dnn", "b/a.dnn", "ä/İ ı.dnn"];

/** Every form of a run, by its name. */
async function told(
  cwd: string,
  from: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const outputs = formNames.map((form) => `--output=${form}=${join(cwd, `out.${form}`)}`);
  const { code, err, out } = await dnnc(["lint", "--strict", "--root", cwd, ...outputs, ...args], {
    cwd: join(cwd, from),
    env: { ...env, NO_COLOR: "1" },
  });
  expect({ code, err }).toEqual({ code: 1, err: "" });
  return {
    out,
    ...Object.fromEntries(formNames.map((form) => [form, readFileSync(join(cwd, `out.${form}`), "utf8")])),
  };
}

test("the order of the paths, the locale and the time zone change no byte of any form", async () => {
  const cwd = folderOf(files);
  const first = await told(cwd, ".", paths);
  expect(Object.values(first).every((text) => text.includes("a.dnn"))).toBe(true);
  expect(await told(cwd, ".", paths.toReversed())).toEqual(first);
  expect(await told(cwd, ".", ["."])).toEqual(first);
  for (const locale of ["C", "tr_TR.UTF-8", "de_DE.ISO-8859-1", "ar_EG.UTF-8"])
    expect(await told(cwd, ".", paths, { LANG: locale, LC_ALL: locale, TZ: "Pacific/Chatham" })).toEqual(first);
});

test("the folder that it runs in changes no byte of the forms for CI", async () => {
  const cwd = folderOf(files);
  const { out: _, json, ...first } = await told(cwd, ".", paths);
  const {
    out: __,
    json: other,
    ...second
  } = await told(
    cwd,
    "b",
    paths.map((path) => join("..", path)),
  );
  expect(second).toEqual(first);
  // JSON names files as they were named.
  expect(other!.replaceAll('"../', '"')).toBe(json);
});

test("line ends change offsets alone", async () => {
  const lines = (text: string) => JSON.parse(text.replaceAll(/"offset":\d+|"(start|end)":\d+/g, '"at":0')) as unknown;
  const [plain, windows] = ["\n", "\r\n"].map((end) =>
    folderOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll("\n", end)]))),
  );
  const [one, other] = [await told(plain!, ".", paths), await told(windows!, ".", paths)];
  for (const form of ["out", "sarif", "github", "gitlab", "junit", "checkstyle"]) expect(other![form]).toBe(one![form]);
  expect(lines(other!["json"]!)).toEqual(lines(one!["json"]!));
});
