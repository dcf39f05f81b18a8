/** Graphs made at random: whatever a plan does about memory, order and transposes, its bits are those of plain TF.js. */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { sizeOf, type Graph, type NodeId, type Shape } from "../../src/graph/ir.ts";
import { openBackend, type Backend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { GraphBuilder, values } from "./graph-builder.ts";

let wasm: Backend;
beforeAll(async () => {
  wasm = await openBackend("wasm");
});

/** A value of shape [rows, columns] made of earlier ones; `pick` chooses one of a shape. */
type Make = (g: GraphBuilder, pick: (shape: Shape) => NodeId, shape: [number, number]) => NodeId;

const makers: Make[] = [
  (g, pick, shape) => g.apply("add", pick(shape), pick(shape)),
  (g, pick, shape) => g.apply("sub", pick(shape), g.apply("sin", pick(shape))),
  (g, pick, shape) => g.apply("maximum", pick(shape), g.constant(0.1)),
  (g, pick, shape) => g.apply("sin", pick(shape)),
  (g, pick, [m, n]) => g.apply("sin", g.matMul(pick([m, n]), pick([n, n]))),
  (g, pick, [m, n]) => g.apply("sin", g.matMul(g.transpose(pick([n, m])), pick([n, n]))),
  (g, pick, [m, n]) => g.apply("sin", g.matMul(pick([m, n]), g.transpose(pick([n, n])))),
  (g, pick, [m, n]) => g.transpose(pick([n, m])),
  (g, pick, [m, n]) => g.reshape(pick([n, m]), [m, n]),
  (g, pick, [m, n]) => g.transpose(g.reshape(pick([m, n]), [n, m])),
  (g, pick, shape) => g.apply("sub", pick(shape), g.reduce("mean", pick(shape), [0], true)),
  (g, pick, shape) => g.apply("add", pick(shape), g.reduce("sum", pick(shape), [1], true)),
  (g, pick, shape) => g.where(g.apply("greater", pick(shape), g.constant(0)), pick(shape), g.constant(0.5)),
  (g, pick, shape) => g.where(g.apply("less", pick(shape), pick(shape)), pick(shape), pick(shape)),
  (g, pick, [m, n]) => g.slice(g.concat([pick([m, n]), pick([m, n])], 0), [1, 0], [m, n]),
  (g, _pick, shape) => g.draw({ kind: "uniform", stream: 7 }, shape),
];

const side = fc.constantFrom(1, 3, 9);
const anyGraph = fc
  .record({
    makes: fc.array(fc.tuple(fc.nat(makers.length - 1), side, side, fc.nat(1e6)), { minLength: 5, maxLength: 30 }),
    updates: fc.array(fc.nat(1e6), { minLength: 3, maxLength: 3 }),
    outputs: fc.array(fc.nat(1e6), { minLength: 1, maxLength: 3 }),
  })
  .map(({ makes, updates, outputs }): Graph => {
    const g = new GraphBuilder();
    const all = new Map<string, NodeId[]>();
    const among = (shape: Shape) => all.get(String(shape))!;
    const add = (shape: Shape, id: NodeId) => all.set(String(shape), [...(all.get(String(shape)) ?? []), id]);
    const sides = [1, 3, 9];
    for (const m of sides) {
      for (const n of sides) {
        add([m, n], g.variable(`v${m}${n}`, [m, n]));
        add([m, n], g.feed(`x${m}${n}`, [m, n]));
      }
    }
    for (const [kind, m, n, seed] of makes) {
      let choice = seed;
      const pick = (shape: Shape) => {
        choice = (Math.imul(choice, 1664525) + 1013904223) >>> 0;
        const some = among(shape);
        return some[some.length - 1 - Math.floor((choice / 2 ** 32) ** 2 * some.length)]!;
      };
      add([m, n], makers[kind]!(g, pick, [m, n]));
    }
    const anyOf = (place: number, count: number) => count - 1 - (place % count);
    updates.forEach((place, i) => {
      const shape = [sides[i]!, sides[(place >> 4) % 3]!];
      g.update(`v${shape.join("")}`, among(shape)[anyOf(place, among(shape).length)]!);
    });
    outputs.forEach((place, i) => g.output(`y${i}`, anyOf(place, g.nodes.length)));
    return g.graph;
  });

function results(graph: Graph, plain: boolean): number[][] {
  const session = createSession(wasm, { plain });
  for (const node of graph.nodes) {
    if (node.op === "variable") session.variable(node.name, node.shape, values(sizeOf(node.shape), node.id));
  }
  const program = session.compile(graph, 5);
  const seen: number[][] = [];
  for (let step = 0; step < 3; step++) {
    for (const node of graph.nodes) {
      if (node.op === "feed") program.feed(node.name, values(sizeOf(node.shape), node.id + 100 * step));
    }
    program.run(step);
    for (const name of Object.keys(graph.outputs)) seen.push([...program.output(name)]);
    for (const { variable } of graph.updates) seen.push([...session.read(variable)]);
  }
  session.dispose();
  return seen;
}

test("any graph gives the same bits by plan and by plain TF.js, run after run", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      expect(results(graph, false)).toEqual(results(graph, true));
    }),
    { numRuns: 300, seed: 1 },
  );
});
