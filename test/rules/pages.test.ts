import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CheckOptions } from "../../src/rules/check.ts";
import { rules } from "../../src/rules/index.ts";
import { speaks } from "../../src/rules/rule.ts";
import { codes, judge, pageOf } from "./workshop.ts";

const folder = new URL("../../src/rules/", import.meta.url);

test("no two rules have one name", () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

test("every page belongs to a rule, and every rule to a file of its name", () => {
  const named = (ending: string): string[] =>
    readdirSync(folder).flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));
  expect(named(".md")).toEqual(rules.map(({ name }) => name).toSorted());
  expect(named(".ts")).toEqual(expect.arrayContaining(rules.map(({ name }) => name)));
});

describe.each(rules.map((rule) => [rule.name, rule] as const))("the page of %s", (name, rule) => {
  const page = pageOf(name);
  /** A rule that is silent by default is asked for by its name, so that its examples are judged by it and by what always speaks. */
  const asked: CheckOptions = rule.default === "on" ? {} : { states: new Map([[name, rule.severity]]) };

  test("says what the rule says", () => {
    expect(page.title).toBe(name);
    expect(page.description).toBe(rule.description);
    expect(page.severity).toBe(`Severity: ${rule.severity}, ${speaks(rule)}.`);
    expect(page.why).toMatch(/\nSource: .+\.?$/);
  });

  test("has an example that fails with this finding and no other", () => {
    expect(codes(page.fails, asked)).toEqual([name]);
    expect(judge(page.fails, asked).find(({ code }) => code === name)?.severity).toBe(rule.severity);
  });

  test("has an example that passes", () => {
    expect(codes(page.passes, asked)).toEqual([]);
  });

  test("has a message, a reason and a help without a full stop", () => {
    for (const text of [...Object.values(rule.messages), rule.why, rule.help]) expect(text).not.toMatch(/\.$/);
  });
});
