/** What the tests of the rules are built with: specs as text, the places of findings, fixes applied, pages taken apart. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { check } from "../../src/check.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { CheckOptions } from "../../src/rules/check.ts";
import { isMistake } from "../../src/mistakes/index.ts";
import { textOf } from "../../src/text/source.ts";

export const judge = (text: string, options: CheckOptions = {}): Diagnostic[] =>
  check({ path: "spec.dnn", text }, options).diagnostics;

/** Each finding as `rule: the text it points at`. */
export const places = (text: string, options: CheckOptions = {}): string[] =>
  judge(text, options).map(({ code, at }) => `${code}: ${textOf(at)}`);

export const codes = (text: string, options: CheckOptions = {}): string[] =>
  judge(text, options).map(({ code }) => code);

/** The findings of a spec that is read without a mistake: one that is not is judged by no rule, and silence would say nothing. */
export function judgeSound(text: string, options: CheckOptions = {}): Diagnostic[] {
  const found = judge(text, options);
  expect(found.filter(({ code, severity }) => severity === "error" && isMistake(code))).toEqual([]);
  return found;
}

/** The same, each as `rule: the text it points at`. */
export const placesSound = (text: string, options: CheckOptions = {}): string[] =>
  judgeSound(text, options).map(({ code, at }) => `${code}: ${textOf(at)}`);

/** Holds the findings against these, and each safe fix against its promise: applied alone it ends its finding and begins none. */
export function expectPlaces(text: string, expected: readonly string[]): void {
  const found = judge(text);
  expect(found.map(({ code, at }) => `${code}: ${textOf(at)}`)).toEqual(expected);
  for (const one of found) {
    if (!one.fix?.safe) continue;
    const left = found.filter((other) => other !== one).map(({ code }) => code);
    // A word that the library's takes the place of is used no more.
    const after = codes(mended(text, [one])).filter((code) => code !== "unused-definition");
    expect(left, mended(text, [one])).toEqual(expect.arrayContaining(after));
  }
}

/** The text with the safe fixes of these findings, later places first. */
export function mended(text: string, diagnostics: readonly Diagnostic[]): string {
  const edits = diagnostics.flatMap(({ fix }) => (fix?.safe ? fix.edits : []));
  return edits
    .toSorted((one, other) => other.start - one.start || other.end - one.end)
    .reduce((so, { start, end, text: put }) => so.slice(0, start) + put + so.slice(end), text);
}

export interface Page {
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly why: string;
  readonly fails: string;
  readonly passes: string;
}

/** A rule's page: its title, first sentence, severity and sections. */
export function pageOf(rule: string): Page {
  const text = readFileSync(new URL(`../../src/rules/${rule}.md`, import.meta.url), "utf8");
  const [head, ...sections] = text.split(/^## /m);
  const [title, description, severity] = head!.split("\n\n");
  const section = (name: string): string =>
    sections
      .find((one) => one.startsWith(`${name}\n`))
      ?.slice(name.length)
      .trim() ?? "";
  const example = (name: string): string => /^```dnn\n([^]*?)```$/.exec(section(name))?.[1] ?? "";
  return {
    title: title!.replace(/^# /, ""),
    description: description ?? "",
    severity: severity?.trim() ?? "",
    why: section("Why"),
    fails: example("Fails"),
    passes: example("Passes"),
  };
}

/** A table of eight columns with a target, a network over it and a run: what most cases need. */
export interface Parts {
  readonly target?: string;
  readonly data?: string;
  readonly network: string;
  readonly train?: string;
  readonly words?: string;
}

export const spec = ({ target = "class(3)", data = "", network, train = "", words = "" }: Parts): string => `
${words}
data table {
  source: csv("table.csv")
  features: columns(8)
  target: ${target}
  split: random(validation: 10%)
  ${data}
}
network net {
  ${network}
}
train net on table { ${train} }
`;
