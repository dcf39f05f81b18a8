import { expect, test } from "vitest";
import { portableCode } from "../../src/emit/tfjs/portable.ts";
import { portableTexts } from "../../src/emit/tfjs/portable-text.ts";
import type * as random from "../../src/portable/random.ts";
import { moduleOf, run, typeErrors } from "./programs.ts";

const isType = (name: string): boolean => /^(interface|type) /m.test(portableTexts[name]!.text);
const alone = (name: string): string =>
  moduleOf([{ code: `export ${isType(name) ? "type " : ""}{ ${name} };`, portable: [name], imports: {} }]);

test("each declaration comes with all that it uses and nothing else", () => {
  const modules = Object.fromEntries(Object.keys(portableTexts).map((name) => [name, alone(name)]));
  expect(typeErrors(modules)).toEqual([]);
});

test("what several names share stands once, before or beside what uses it, without `export`", () => {
  const { code, imports } = portableCode(["shuffled", "uniform", "normal"]);
  const declared = [...code.matchAll(/^(?:export )?(?:function|const) \w+/gm)].map(([start]) => start);
  expect(declared).toEqual([
    "function random",
    "function rotated",
    "function normal",
    "function shuffled",
    "function uniform",
  ]);
  expect(imports).toEqual({});
});

test("a printed function keeps its doc comment and its numbers", async () => {
  const { code } = portableCode(["shuffled"]);
  expect(code).toContain("/** The numbers 0 to `count - 1` in random order (Fisher and Yates)");
  const { shuffled } = await run<typeof random>(alone("shuffled"));
  expect([...shuffled(10, 42, 1)]).toEqual([4, 5, 8, 7, 3, 1, 0, 9, 2, 6]);
});

test("a name that the folder does not declare is a bug of the emitter", () => {
  expect(() => portableCode(["toString"])).toThrow("src/portable declares no toString");
});
