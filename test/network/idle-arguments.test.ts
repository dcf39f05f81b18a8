/** Arguments of layers that this run does nothing with: each a warning at its «argument». */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { marked } from "../syntax/support.ts";

const spec = (layer: string, train: string, words = ""): string => `${words}
data m { source: moons  normalize: standardize  split: random(validation: 20%) }
network q { input  ${layer}  dense(2, activation: softmax) }
train q on m { ${train} }`;

const fixed = "optimizer fixed(w, g) { w = w - 0.01 * g }";

test.each([
  [
    "a constraint of a layer that is frozen",
    spec("a = dense(8, activation: relu, constraint: «max_norm»)", "freeze: [a]"),
    "the layer is frozen, and its `constraint` acts on updates alone",
  ],
  [
    "a multiplier of a layer that is frozen",
    spec("a = dense(8, activation: relu, learning_rate_multiplier: «0.1»)", "freeze: [a]"),
    "the layer is frozen, and its `learning_rate_multiplier` acts on updates alone",
  ],
  [
    "a multiplier of a rate that is not read",
    spec("dense(8, activation: relu, learning_rate_multiplier: «0.1»)", "optimizer: fixed", fixed),
    "`fixed` reads no rate, and `learning_rate_multiplier` multiplies it",
  ],
])("%s", (_, source, message) => {
  const { text, places } = marked(source);
  const found = check({ path: "idle.dnn", text }).diagnostics.filter(({ code }) => code === "entry-without-effect");
  expect(found.map((one) => [one.message, one.at.start, one.at.end])).toEqual([
    [message, places[0]!.start, places[0]!.end],
  ]);
});

test("what asks for nothing is no finding", () => {
  const text = spec("a = dense(8, activation: relu, constraint: none, learning_rate_multiplier: 1)", "freeze: [a]");
  const { diagnostics } = check({ path: "idle.dnn", text });
  expect(diagnostics.filter(({ code }) => code === "entry-without-effect")).toEqual([]);
});
