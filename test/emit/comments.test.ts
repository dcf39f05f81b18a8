/** What a spec says in comments, and where it says something, stands in its program. */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";

const text = `
/// Two moons, a little noisy.
data halves { source: moons(examples: 200, noise: 0.1) }

/// Squeezes hard.
activation squeeze(x) = x / (1 + abs(x))

/// A layer and what follows.
block unit(units) { dense(units, activation: squeeze) }

/// Six layers in all.
network arms {
  input
  /// The first sees the plane.
  dense(16)
  /// Four more.
  repeat 4 {
    /// One of them.
    unit(16)
  }
  dense(1, activation: sigmoid)
}

/// A short run.
train arms on halves {
  optimizer: sgd
  /// Found by hand.
  learning_rate: 0.1
  batch_size: 50
  epochs: 2
  seed: 7
}
`;

const emit = async (source: string): Promise<string> => {
  const file = { path: "arms.dnn", text: source };
  expect(check(file).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const { text: program } = await emitProgram(resolve(parse(file).file).model.trainings[0]!, {
    file: "arms.dnn",
    text: source,
  });
  return program!;
};

test("every doc comment of a spec stands in its program, once for each place", async () => {
  const program = await emit(text);
  const times = (said: string): number => program.split(said).length - 1;
  expect(times("A short run.")).toBe(1);
  expect(times("Two moons, a little noisy.")).toBe(1);
  expect(times("Six layers in all.")).toBe(1);
  expect(times("Squeezes hard.")).toBe(1);
  expect(times("The first sees the plane.")).toBe(1);
  expect(times("Four more.")).toBe(1);
  expect(times("One of them.")).toBeGreaterThanOrEqual(1);
  expect(times("A layer and what follows.")).toBeGreaterThanOrEqual(1);
  expect(times("Found by hand.")).toBe(1);
});

test("the doc comment of a repeated stretch stands before its loop, that of what is repeated within", async () => {
  const program = await emit(
    text.replaceAll("dense(1, activation: sigmoid)", "dense(16)\n  dense(1, activation: sigmoid)"),
  );
  expect(program).toMatch(
    /\/\/ Four more\.\n +for \(const layer of hidden\) \{?\n +\/\/ One of them\.\n +\/\/ A layer and what follows\.\n/,
  );
});

test("lines say where in the spec they stand", async () => {
  const program = await emit(text);
  const lineOf = (said: string): number => text.slice(0, text.indexOf(said)).split("\n").length;
  expect(program).toContain(`const seed = 7; // arms.dnn:${lineOf("seed: 7")}\n`);
  expect(program).toContain(`const batchSize = 50; // arms.dnn:${lineOf("batch_size")}\n`);
  expect(program).toMatch(new RegExp(`return dense\\(.* // arms\\.dnn:${lineOf("dense(1,")}\n`));
});
