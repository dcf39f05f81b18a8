/**
 * How well the rules find what is wrong, on specs that were kept aside while they were written: at least 85% of known faults by the
 * right rule, at most 3% of sound specs with any warning.
 */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { rules } from "../../src/rules/index.ts";
import { faults, sound, type Fault } from "./corpus.ts";

const leastRecall = 0.85;
const mostAlarms = 0.03;

/** A fault that only a strict rule looks for is judged strictly. */
function isFound({ text, rule }: Fault): boolean {
  const strict = rules.some(({ name, default: standing }) => name === rule && standing === "strict");
  return check({ path: "spec.dnn", text }, { strict }).diagnostics.some(({ code }) => code === rule);
}

const isAlarmed = ({ text }: { readonly text: string }): boolean =>
  check({ path: "spec.dnn", text }).diagnostics.some(({ severity }) => severity !== "info");

const aside = <T extends { readonly aside: boolean }>(all: readonly T[]): readonly T[] =>
  all.filter((one) => one.aside);

test("the specs are many, and about half of each kind were kept aside", () => {
  expect(sound.length).toBeGreaterThanOrEqual(120);
  expect(faults.length).toBeGreaterThanOrEqual(150);
  expect(new Set([...sound, ...faults].map(({ name }) => name)).size).toBe(sound.length + faults.length);
  for (const kind of [sound, faults]) expect(aside(kind).length / kind.length).toBeCloseTo(0.5, 0.5);
});

test(`of the faults kept aside at least ${leastRecall * 100}% are found by the right rule`, () => {
  const missed = aside(faults).filter((one) => !isFound(one));
  const said = missed.map(({ name, rule }) => `${rule}: ${name}`);
  expect(1 - missed.length / aside(faults).length, said.join("\n")).toBeGreaterThanOrEqual(leastRecall);
});

test(`of the sound specs kept aside at most ${mostAlarms * 100}% get a warning`, () => {
  const alarmed = aside(sound).filter(isAlarmed);
  expect(alarmed.length / aside(sound).length, alarmed.map(({ name }) => name).join("\n")).toBeLessThanOrEqual(
    mostAlarms,
  );
});
