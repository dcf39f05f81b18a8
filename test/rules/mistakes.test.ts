/** The pages of `src/mistakes/`: what can be wrong with a spec before any rule is asked. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configName, noConfig, readConfig } from "../../src/lint/config.ts";
import { judge } from "../../src/lint/judge.ts";
import { isMistake, mistakes } from "../../src/mistakes/index.ts";
import { isRule } from "../../src/rules/index.ts";

const folder = new URL("../../src/mistakes/", import.meta.url);
const names = Object.keys(mistakes);

/** Found elsewhere than in a spec: in the config or the baseline, by a run, by a bundler; or where more is found than is shown. */
const elsewhere = new Set([
  ...["config", "json", "stale-baseline", "unreadable", "train-block"],
  ...["not-finite", "not-divisible", "more-findings"],
  // Layers guard against values without axes, which no spec can make today.
  "rank-mismatch",
]);

interface Example {
  readonly config: string | undefined;
  readonly spec: string;
}

function pageOf(name: string) {
  const text = readFileSync(new URL(`${name}.md`, folder), "utf8");
  const [head = "", ...sections] = text.split(/^## /m);
  const [title, description, severity] = head.trim().split("\n\n");
  const section = (title: string): string => sections.find((one) => one.startsWith(`${title}\n`)) ?? "";
  const example = (title: string): Example => {
    const [, config, spec] = /^(?:```json\n([^]*?)```\n\n)?```dnn\n([^]*?)```\n*$/m.exec(section(title)) ?? [];
    expect(spec).toBeDefined();
    return { config, spec: spec! };
  };
  return { title, description, severity, fails: example("Fails"), passes: example("Passes"), why: section("Why") };
}

function found({ config, spec }: Example): readonly string[] {
  const read = config === undefined ? { config: noConfig } : readConfig({ path: configName, text: config });
  if (!("config" in read)) throw new Error("the page's config is damaged");
  const settings = read.config.settingsFor("spec.dnn")!;
  return judge({ path: "spec.dnn", text: spec }, settings).findings.map(({ code, severity }) => `${severity} ${code}`);
}

test("every mistake has its page, and every page its mistake", () => {
  const pages = readdirSync(folder).flatMap((file) => (file.endsWith(".md") ? [file.slice(0, -3)] : []));
  expect(pages.toSorted()).toEqual(names.toSorted());
});

test("every code that a finding of a spec may have is a rule or a mistake", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const written = files.flatMap((file) =>
    [...readFileSync(`src/${file}`, "utf8").matchAll(/\bcode: "([a-z-]+)"/g)].map(([, code]) => code!),
  );
  expect(written.length).toBeGreaterThan(50);
  expect([...new Set(written)].filter((code) => !isRule(code) && !isMistake(code) && !elsewhere.has(code))).toEqual([]);
  expect(names.filter(isRule)).toEqual([]);
});

describe.each(names)("the page of %s", (name) => {
  const page = pageOf(name);

  test("says what the table says, and why it is wrong", () => {
    expect(page.title).toBe(`# ${name}`);
    expect(page.description).toBe(mistakes[name]);
    expect(page.severity).toMatch(/^Severity: (?:error|warning), always\.$/);
    expect(page.why.length).toBeGreaterThan(70);
  });

  test("has an example that fails with this finding and no other", () => {
    expect(found(page.fails)).toEqual([`${/: (\w+)/.exec(page.severity!)![1]!} ${name}`]);
  });

  test("has an example that passes", () => {
    expect(found(page.passes)).toEqual([]);
  });
});
