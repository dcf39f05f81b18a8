import { expect, test } from "vitest";
import { programsOf } from "./running.ts";

test("words without a doc are printed without a comment, not with an empty one", async () => {
  const text = `data d { source: moons  split: random(validation: 20%) }
activation bend(x) = x / (1 + abs(x))
loss own(target, output) = (target - output) ^ 2
metric worse(target, output) = abs(target - output)
network q { input  dense(3, activation: bend)  dense(1, activation: sigmoid) }
train q on d { loss: own  metrics: [worse] }`;
  const program = (await programsOf([{ path: "plain.dnn", text }])).text("plain.dnn");
  expect(program).toContain("\nconst bend = ");
  expect(program).not.toMatch(/\/\*\*\s*\*\//);
});
