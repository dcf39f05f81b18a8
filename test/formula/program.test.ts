/** Bodies of words: states, lines in order, names assigned anew, and what is refused. */
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { printFormula } from "../../src/formula/print-formula.ts";
import { buildProgram, neededProgram } from "../../src/formula/program.ts";
import type { WordBody, Word } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";
import { textOf } from "../../src/text/source.ts";
import { programRanks } from "../../src/vocabulary/instantiate.ts";
import { names } from "../support/formulas.ts";

function program(text: string) {
  const { file, diagnostics: syntax } = parse({ path: "program.dnn", text: `optimizer o(w, g) { ${text} }` });
  expect(syntax.map(({ message }) => message)).toEqual([]);
  const diagnostics: Diagnostic[] = [];
  const body = (file.declarations[0] as Word).body as WordBody;
  const scope = names("w", "g", "rate", "t", "beta", "decayed");
  const built = buildProgram(body, scope, programRanks, ["w"], (diagnostic) => diagnostics.push(diagnostic));
  return { program: built, diagnostics };
}

const shown = (text: string) => {
  const { program: built, diagnostics } = program(text);
  expect(diagnostics).toEqual([]);
  const { states, lines, results } = built!;
  return {
    states: states.map(({ name, initial, rank }) => `${rank} ${name}: ${printFormula(initial)}`),
    lines: lines.map(({ name, value, rank }) => `${rank} ${name} = ${printFormula(value)}`),
    results: Object.fromEntries(results),
  };
};

test("a name stands for what was last assigned to it, a state before that for what it was", () => {
  expect(shown("state { m: 0 } m = beta * m + g  m = m / 2  w = w - rate * m")).toEqual({
    states: ["tensor m: 0"],
    lines: ["tensor m'1 = beta * m + g", "tensor m'2 = m'1 / 2", "tensor w'1 = w - rate * m'2"],
    results: { m: "m'2", w: "w'1" },
  });
});

test("a product of numbers stays a number, as in nadam, and its state is kept once", () => {
  const { states, lines } = shown(
    "state { m: 0  product: 1 } now = beta * (1 - 0.96 ^ t / 2) product = product * now  m = now * m + g  w = w - rate * m / (1 - product)",
  );
  expect(states).toEqual(["tensor m: 0", "number product: 1"]);
  expect(lines.map((line) => line.split(" = ")[0])).toEqual([
    "number now",
    "number product'1",
    "tensor m'1",
    "tensor w'1",
  ]);
});

test("a state is a tensor as soon as a tensor reaches it, by whatever way", () => {
  const { states } = shown("state { a: 0  b: 0  c: 0 } c = c + 1  b = a * c  a = g  w = w - b");
  expect(states).toEqual(["tensor a: 0", "tensor b: 0", "number c: 0"]);
});

test.each<[what: string, text: string, states: readonly string[], lines: readonly string[]]>([
  ["a velocity under no momentum", "state { v: 0 } v = 0 * v + g  w = w - rate * v", [], ["v'1", "w'1"]],
  ["a velocity that counts", "state { v: 0 } v = beta * v + g  w = w - rate * v", ["v"], ["v'1", "w'1"]],
  ["a state that is only kept", "state { m: 0 n: 1 } m = g  n = n + m  w = w - g", [], ["w'1"]],
  [
    "states that need one another, and nothing them",
    "state { a: 0 b: 0 } a = b + g  b = a * 2  w = w - 0 * a",
    [],
    ["w'1"],
  ],
  [
    "a state that another needs",
    "state { old: 0 now: 0 } old = now  now = g  w = w - old",
    ["now"],
    ["old'1", "now'1", "w'1"],
  ],
  ["a state read as it was", "state { old: 0 } w = w - old  old = g + t", ["old"], ["w'1", "old'1"]],
  ["a state that stays", "state { k: 3 } w = w / k", ["k"], ["w'1"]],
  ["a name that is set again", "m = g  m = t  w = w - m", [], ["m'2", "w'1"]],
])("%s: what the weight does not need is not there", (_, text, states, lines) => {
  const { program: built } = program(text);
  const needed = neededProgram(built!, ["w"]);
  expect(needed.states.map(({ name }) => name)).toEqual(states);
  expect(needed.lines.map(({ name }) => name)).toEqual(lines);
  expect([...needed.results.keys()].sort()).toEqual([...states.filter((name) => built!.results.has(name)), "w"]);
});

test("what is made of `decayed` differs from weight to weight", () => {
  const { lines } = shown("shrink = rate * decayed  w = w - shrink * w");
  expect(lines[0]).toBe("tensor shrink = rate * decayed");
});

test.each<[text: string, message: string, place: string]>([
  ["state { m: 0  m: 1 } w = w - m", "the state `m` is declared twice", "m"],
  ["state { m { a: 1 } } w = w", "a state has a first value", "m { a: 1 }"],
  ["state { m: unheard_of } w = w", "there is no `unheard_of` in this formula", "unheard_of"],
  ["w = w - velocity", "there is no `velocity` in this formula", "velocity"],
  ["later = w  w = earlier  earlier = 1", "there is no `earlier` in this formula", "earlier"],
  ["rate = 0.1  w = w - rate * g", "`rate` is given and cannot be set", "rate"],
  ["g = g * 2  w = w - g", "`g` is given and cannot be set", "g"],
])("%s is refused at its place", (text, message, place) => {
  const { program: built, diagnostics } = program(text);
  expect(built).toBeUndefined();
  expect(diagnostics.map(({ message: said, at }) => [said, textOf(at)])).toEqual([[message, place]]);
});
