import { expect, test } from "vitest";
import { makeGraphBuilder } from "../../src/graph/builder.ts";
import { openBackend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";

test("a column that is also read as a row is packed anew each time: the kernel of a single output unit", async () => {
  const build = makeGraphBuilder();
  const kernel = build.variable("kernel", [4, 1]);
  const sums = build.matMul(build.feed("x", [3, 4]), kernel);
  build.output("sums", sums);
  build.output("back", build.matMul(sums, build.transpose(kernel)));
  const { graph } = build.finish();
  const backend = await openBackend("wasm");
  const results = [false, true].map((plain) => {
    const session = createSession(backend, { plain });
    session.variable("kernel", [4, 1], Float32Array.of(1, 2, 3, 4));
    const program = session.compile(graph, 1);
    program.feed(
      "x",
      Float32Array.from({ length: 12 }, (_, i) => i),
    );
    program.run(0);
    program.run(1);
    const found = [program.output("sums"), program.output("back")];
    session.dispose();
    return found;
  });
  expect(results[0]).toEqual([
    Float32Array.of(20, 60, 100),
    Float32Array.of(20, 40, 60, 80, 60, 120, 180, 240, 100, 200, 300, 400),
  ]);
  expect(results[0]).toEqual(results[1]);
});
