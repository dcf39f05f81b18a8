/** Graphs made at random, of every operation and of shapes that broadcast. */
import fc from "fast-check";
import type { Graph, NodeId, Shape } from "../../src/graph/ir.ts";
import { GraphBuilder } from "../run/graph-builder.ts";

/** A value of shape [rows, columns] made of earlier ones; `pick` chooses one of a shape, mostly a late one. */
type Make = (g: GraphBuilder, pick: (...shape: number[]) => NodeId, m: number, n: number) => NodeId;

const makers: readonly Make[] = [
  (g, pick, m, n) => g.apply("add", pick(m, n), pick(m, n)),
  (g, pick, m, n) => g.apply("mul", pick(m, n), pick(m, n)),
  (g, pick, m, n) => g.apply("sub", pick(m, n), pick(n)),
  (g, pick, m, n) => g.apply("mul", pick(m, 1), pick(1, n)),
  (g, pick, m, n) => g.apply("add", pick(m, n), pick()),
  (g, pick, m, n) => g.apply("exp", g.apply("neg", g.apply("abs", pick(m, n)))),
  (g, pick, m, n) => g.apply("maximum", pick(m, n), g.constant(0.1)),
  (g, _pick, m, n) => g.apply("mul", g.constant(0.5), g.constant(3, [m, n])),
  (g, pick, m, n) => g.apply("sin", pick(m, n)),
  (g, pick, m, n) => g.apply("pow", g.apply("abs", pick(m, n)), pick(n)),
  (g, pick, m, n) => g.apply("mod", pick(m, n), g.constant(0.3)),
  (g, pick, m, n) => g.matMul(pick(m, n), pick(n, n)),
  (g, pick, m, n) => g.matMul(g.transpose(pick(n, m)), pick(n, n)),
  (g, pick, m, n) => g.matMul(pick(m, n), g.transpose(pick(n, n))),
  (g, pick, m, n) => g.apply("add", g.matMul(pick(m, n), pick(n, n)), pick(n)),
  (g, pick, m, n) => g.transpose(pick(n, m)),
  (g, pick, m, n) => g.reshape(pick(n, m), [m, n]),
  (g, pick, m, n) => g.reshape(g.transpose(pick(m, n)), [m, n]),
  (g, pick, m, n) => g.transpose(g.reshape(pick(m, n), [n, m])),
  (g, pick, m, n) => g.reshape(g.apply("square", g.reshape(pick(m, n), [n, m, 1])), [m, n]),
  (g, pick, m, n) => g.apply("sub", pick(m, n), g.reduce("mean", pick(m, n), [0], true)),
  (g, pick, m, n) => g.apply("sub", pick(m, n), g.reduce("max", pick(m, n), [1], true)),
  (g, pick, m, n) => g.apply("add", pick(m, n), g.reduce("sum", pick(m, n), [0, 1])),
  (g, pick, m, n) => g.apply("add", pick(m, n), g.reduce("sum", g.apply("mul", pick(m, n), pick(m, n)), [0])),
  (g, pick, m, n) => g.apply("mul", pick(m, n), g.reduce("sum", g.transpose(pick(n, m)), [1, 0])),
  (g, pick, m, n) => g.where(g.apply("greater", pick(m, n), pick(n)), pick(m, n), g.constant(0.5)),
  (g, pick, m, n) => {
    const truth = g.apply("less", pick(m, n), pick(m, n));
    return g.where(g.apply("logicalOr", truth, g.apply("equal", pick(m, n), pick())), pick(m, n), pick(m, n));
  },
  (g, pick, m, n) => g.slice(g.concat([pick(m, n), pick(m, n)], 0), [1, 0], [m, n]),
  (g, pick, m, n) => g.slice(g.concat([pick(m, n), g.apply("neg", pick(m, 3)), pick(m, n)], 1), [0, 2], [m, n]),
  (g, pick, m, n) => g.pad(g.slice(pick(9, 9), [0, 1], [1, 1]), [m - 1, 0], [m, n]),
  (g, pick, m, n) => g.pad(g.apply("sub", pick(1, n), pick(1, n)), [m - 1, 0], [m, n]),
  (g, pick, m, n) => {
    const [a, b] = [g.apply("neg", pick(m, n)), g.reduce("sum", pick(m, n), [0])];
    const [x, y] = [g.allReduce(a, "sum"), g.allReduce(b, "sum")];
    return g.apply("mul", x, y);
  },
  (g, pick, m, n) => g.allReduce(g.transpose(pick(n, m)), "max"),
  (g, _pick, m, n) => g.draw({ kind: "uniform", stream: m }, [m, n]),
  (g, pick, _m, n) => g.reshape(g.reduce("mean", g.reshape(pick(9, n), [3, 3, n]), [1]), [3, n]),
];

const sides = [1, 3, 9];
const shapes: readonly Shape[] = [
  [],
  ...sides.map((side) => [side]),
  ...sides.flatMap((m) => sides.map((n) => [m, n])),
];

export const randomGraph = fc
  .record({
    makes: fc.array(
      fc.tuple(fc.nat(makers.length - 1), fc.constantFrom(...sides), fc.constantFrom(...sides), fc.nat(1e6)),
      {
        minLength: 5,
        maxLength: 40,
      },
    ),
    updates: fc.array(fc.tuple(fc.nat(shapes.length - 1), fc.nat(1e6)), { maxLength: 6 }),
    outputs: fc.array(fc.nat(1e6), { minLength: 1, maxLength: 4 }),
  })
  .map(({ makes, updates, outputs }): Graph => {
    const g = new GraphBuilder();
    const all = new Map<string, NodeId[]>();
    const among = (shape: Shape): NodeId[] => all.get(shape.join())!;
    const add = (id: NodeId): void => {
      const key = g.nodes[id]!.shape.join();
      if (g.nodes[id]!.dtype !== "bool") all.set(key, [...(all.get(key) ?? []), id]);
    };
    for (const shape of shapes) {
      add(g.variable(`v${shape.join("_")}`, shape));
      add(g.feed(`x${shape.join("_")}`, shape));
    }
    for (const [kind, m, n, seed] of makes) {
      let choice = seed;
      const pick = (...shape: number[]): NodeId => {
        choice = (Math.imul(choice, 1664525) + 1013904223) >>> 0;
        const some = among(shape);
        return some[some.length - 1 - Math.floor((choice / 2 ** 32) ** 2 * some.length)]!;
      };
      const before = g.nodes.length;
      makers[kind]!(g, pick, kind === makers.length - 1 ? 3 : m, n);
      for (let id = before; id < g.nodes.length; id++) add(id);
    }
    const late = (place: number, count: number): number => count - 1 - (place % count);
    const written = new Map(updates.map(([shape, place]) => [shapes[shape]!, place]));
    for (const [shape, place] of written)
      g.update(`v${shape.join("_")}`, among(shape)[late(place, among(shape).length)]!);
    outputs.forEach((place, i) => g.output(`y${i}`, late(place, g.nodes.length)));
    return g.graph;
  });
