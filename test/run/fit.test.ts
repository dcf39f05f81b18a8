/** What is found when the data has been read and before anything runs. */
import { expect, test } from "vitest";
import { checkFit } from "../../src/run/fit.ts";
import { textOf } from "../../src/text/source.ts";
import { dataSet, trainingOf, type Spec } from "../support/training.ts";

const softmax = "input(4) dense(3, activation: softmax)";

test.each<[what: string, spec: Spec, finding: string | undefined]>([
  ["a loss that fits its output", { network: softmax }, undefined],
  ["a loss of any output", { network: "input(4) dense(3)", train: "loss: mse" }, undefined],
  [
    "a loss told from the logits of another activation",
    { network: softmax, train: "loss: binary_cross_entropy" },
    "sigmoid",
  ],
  ["a loss told from logits that are not there", { network: "input(4) dense(3)" }, "softmax"],
  [
    "a loss of one's own, told from tanh",
    { words: "loss own(target, output = tanh(z)) = (z - target) ^ 2", network: softmax, train: "loss: own" },
    "tanh",
  ],
  ["an activation that hides the library's", { words: "activation softmax(x) = x", network: softmax }, "softmax"],
])("%s", (_, spec, activation) => {
  const found = checkFit(trainingOf(spec), dataSet("class"));
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
    activation === undefined ? [] : ["error wrong-output-activation"],
  );
  if (activation === undefined) return;
  expect(found[0]!.message).toContain(`what goes into \`${activation}\``);
  expect(textOf(found[0]!.at)).toMatch(/^dense\(3/);
});

test("what is evaluated at once must fit into memory as a step must", () => {
  const wide = { network: "input(4) dense(1_000_000, activation: relu) dense(3, activation: softmax)" };
  const spec = { ...wide, train: "batch_size: 8" };
  expect(checkFit(trainingOf(spec), dataSet("class"))).toEqual([]);
  const [found, ...more] = checkFit(trainingOf(spec), dataSet("class", { validation: 1500 }));
  expect(more).toEqual([]);
  expect(found).toMatchObject({ code: "too-large", severity: "error" });
  expect(found!.message).toMatch(
    /^an evaluation of 1000 examples of this network takes about 4\.\d GiB, and 3\.5 GiB is/,
  );
  // A batch is never larger than the data.
  expect(checkFit(trainingOf({ ...wide, train: "batch_size: 1_000_000" }), dataSet("class"))).toEqual([]);
});
