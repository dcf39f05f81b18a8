/** Memory beyond 2 GiB, where addresses are negative as signed numbers of 32 bits. */
import { expect, test } from "vitest";
import { sizeOf } from "../../src/graph/ir.ts";
import { openBackend, type Backend } from "../../src/run/backend.ts";
import { hasRelaxedSimd, type KernelMode } from "../../src/run/kernels/assembled.ts";
import type { Heap, Region } from "../../src/run/heap.ts";
import { createSession } from "../../src/run/session.ts";
import { declare, GraphBuilder, trainingStep, values } from "./graph-builder.ts";

/** A step, draws, tables of exact functions, and operations that TF.js's own kernels compute. */
function numbersOf(wasm: Backend, mode: KernelMode): number[] {
  const session = createSession(wasm, { mode });
  const { graph } = trainingStep([70, 30, 10], 16);
  declare(session, graph);
  const step = session.compile(graph, 1);
  step.feed("features", values(16 * 70, 7));
  step.feed("labels", values(160, 8));
  step.feed("rate", 0.01);
  for (let i = 0; i < 3; i++) step.run(i);
  const g = new GraphBuilder();
  const x = g.feed("x", [7, 5]);
  g.output("power", g.apply("pow", g.apply("abs", x), g.constant(1.5)));
  g.output("waves", g.apply("log", g.apply("exp", g.apply("sin", x))));
  g.output("drawn", g.draw({ kind: "normal", stream: 3 }, [7, 5]));
  const others = session.compile(g.graph, 5);
  others.feed("x", values(35, 3));
  others.run(2);
  const found = graph.nodes.flatMap((node) => (node.op === "variable" ? [...session.read(node.name)] : []));
  expect(found.length).toBe(
    graph.nodes.reduce((sum, { op, shape }) => sum + (op === "variable" ? sizeOf(shape) : 0), 0),
  );
  for (const name of Object.keys(g.outputs)) found.push(...others.output(name));
  session.dispose();
  return found;
}

const modes: readonly KernelMode[] = hasRelaxedSimd() ? ["exact", "fast"] : ["exact"];

test("sessions beyond 2 GiB compute what others do, to the bit", async () => {
  const wasm = await openBackend("wasm");
  const { wasm: module } = wasm.tf.backend() as unknown as {
    readonly wasm: { _malloc(bytes: number): number; _free(address: number): void };
  };
  const addresses: number[] = [];
  const watched: Heap = Object.create(wasm.heap!, {
    region: {
      value(): Region {
        const region = wasm.heap!.region();
        const bytes = (count: number): number => {
          addresses.push(region.bytes(count));
          return addresses.at(-1)!;
        };
        return { ...region, bytes };
      },
    },
  });
  // Nothing is written there, so that the machine gives no memory for it.
  const gap = module._malloc(2 ** 31);
  const far = modes.map((mode) => numbersOf({ ...wasm, heap: watched }, mode));
  expect(addresses.filter((address) => address > 2 ** 31).length).toBeGreaterThan(0.8 * addresses.length);
  module._free(gap);
  expect(modes.map((mode) => numbersOf(wasm, mode))).toEqual(far);
});
