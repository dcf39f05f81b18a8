import { expect, test } from "vitest";
import { openBackend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { declare, trainingStep, values } from "./graph-builder.ts";

test("a training step comes out the same to the bit by plan and by plain TF.js, step after step", async () => {
  const backend = await openBackend("wasm");
  expect(backend.heap).toBeDefined();
  const runs = [false, true].map((plain) => {
    const session = createSession(backend, { plain });
    const { graph } = trainingStep([20, 33, 9, 4], 8);
    declare(session, graph);
    const program = session.compile(graph, 1);
    const losses = [];
    for (let step = 0; step < 10; step++) {
      program.feed("features", values(160, 100 + step));
      program.feed(
        "labels",
        Float32Array.from({ length: 32 }, (_, i) => (i % 4 === (i >> 2) % 4 ? 1 : 0)),
      );
      program.feed("rate", 0.1);
      program.run(step);
      losses.push(program.scalar("loss"));
    }
    const result = {
      losses,
      logits: program.output("logits"),
      kernel: session.read("kernel 0"),
      bias: session.read("bias 1"),
    };
    session.dispose();
    return result;
  });
  expect(runs[0]).toEqual(runs[1]);
  expect(runs[0]!.losses.at(-1)).toBeLessThan(runs[0]!.losses[0]!);
});
