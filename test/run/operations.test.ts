/** Every operation: by plan, by plain TF.js and by hand on the WASM backend equal to the bit, and near to the CPU backend. */
import type { Tensor } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  binaryOps,
  comparisonOps,
  logicalOps,
  reductionOps,
  sizeOf,
  unaryOps,
  type NodeId,
  type Shape,
} from "../../src/graph/ir.ts";
import { openBackend, type Backend, type TF } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { GraphBuilder, values } from "./graph-builder.ts";

let wasm: Backend;
let cpu: Backend;
beforeAll(async () => {
  cpu = await openBackend("cpu");
  wasm = await openBackend("wasm");
});
afterAll(() => expect(wasm.tf.memory().numTensors).toBe(0));

/** One operation on inputs: in the graph, and as an emitted program calls TF.js. */
interface Case {
  readonly shapes: readonly Shape[];
  readonly numbers: (size: number, seed: number) => Float32Array;
  readonly build: (graph: GraphBuilder, inputs: NodeId[]) => NodeId;
  readonly direct: (tf: TF, inputs: Tensor[]) => Tensor;
}

const side = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }));
const shape = fc.oneof(
  { weight: 3, arbitrary: fc.array(side, { minLength: 0, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 3, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constant(0), side) },
);
/** Two shapes that go together: equal, one a scalar, one a row or a column, one with some axes of length 1. */
const pair = fc.tuple(shape, fc.nat(5), fc.nat(15)).map(([full, kind, mask]): [Shape, Shape] => {
  const others: Shape[] = [
    full,
    [],
    full.slice(1),
    full.slice(-1),
    full.map((n, i) => (i === full.length - 1 ? 1 : n)),
  ];
  const other = others[kind] ?? full.map((n, i) => ((mask >> i) & 1 ? 1 : n));
  return mask % 2 === 0 ? [full, other] : [other, full];
});

/** Quarters, so that equal numbers and zeros are common, or anything. */
const numbers = fc.constantFrom(
  (size: number, seed: number) => values(size, seed, 3).map((x) => Math.round(x * 4) / 4),
  (size: number, seed: number) => values(size, seed, 20),
);

/** Runs a case all four ways, the last when asked: TF.js on WASM fails for empty products and leaves empty sums to chance. */
function outcomes({ shapes, numbers, build, direct }: Case) {
  const feeds = shapes.map((shape, i) => numbers(sizeOf(shape), i + 1));
  const byGraph = (backend: Backend, plain: boolean): Float32Array => {
    const graph = new GraphBuilder();
    graph.output(
      "value",
      build(
        graph,
        shapes.map((shape, i) => graph.feed(`x${i}`, shape)),
      ),
    );
    const session = createSession(backend, { plain });
    const program = session.compile(graph, 1);
    feeds.forEach((feed, i) => program.feed(`x${i}`, feed));
    program.run(0);
    program.run(1);
    const value = program.output("value");
    session.dispose();
    return value;
  };
  const near = byGraph(cpu, true);
  const [plan, plain] = [byGraph(wasm, false), byGraph(wasm, true)];
  const byHand = () =>
    wasm.tf.tidy(() => {
      const tensors = shapes.map((shape, i) => wasm.tf.tensor(feeds[i]!.slice(), [...shape]));
      return Float32Array.from(direct(wasm.tf, tensors).dataSync());
    });
  return { plan, plain, byHand, near };
}

const unequal = (a: Float32Array, b: Float32Array): number =>
  a.length !== b.length ? Infinity : a.reduce((count, x, i) => count + (Object.is(x, b[i]) ? 0 : 1), 0);

const far = (a: Float32Array, b: Float32Array, tolerance: number): number[] =>
  [...a.keys()].filter((i) => {
    const [x, y] = [a[i]!, b[i]!];
    return !(Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y)));
  });

function agree(arbitrary: fc.Arbitrary<Case>, tolerance: number): void {
  const law = fc.property(arbitrary, (given) => {
    const { plan, plain, byHand, near } = outcomes(given);
    expect(unequal(plan, plain)).toBe(0);
    if (given.shapes.every(sizeOf)) expect(unequal(plan, byHand())).toBe(0);
    expect(far(plan, near, tolerance).map((i) => [i, plan[i], near[i]])).toEqual([]);
  });
  fc.assert(law, { numRuns: 60, seed: 1 });
}

for (const op of unaryOps) {
  test(`${op} of each element is what TF.js says, to within 1e-6 of the CPU backend`, () => {
    const given = fc.record({
      shapes: fc.tuple(shape),
      numbers,
      build: fc.constant((g: GraphBuilder, [x]: NodeId[]) => g.apply(op, x!)),
      direct: fc.constant((tf: TF, [x]: Tensor[]) => tf[op](x!)),
    });
    agree(given, 1e-6);
  });
}

for (const op of [...binaryOps, ...comparisonOps]) {
  test(`${op} of two values, with broadcasting, is what TF.js says, to within 1e-6 of the CPU backend`, () => {
    const given = fc.record({
      shapes: pair,
      numbers,
      build: fc.constant((g: GraphBuilder, inputs: NodeId[]) => g.apply(op, ...inputs)),
      direct: fc.constant((tf: TF, [a, b]: Tensor[]) => tf[op](a!, b!)),
    });
    agree(given, 1e-6);
  });
}

for (const op of logicalOps) {
  test(`${op} of truths is what TF.js says`, () => {
    const given = fc.record({
      shapes: op === "logicalNot" ? fc.tuple(shape) : pair,
      numbers,
      build: fc.constant((g: GraphBuilder, inputs: NodeId[]) =>
        g.apply(op, ...inputs.map((x) => g.apply("greater", x, g.constant(0)))),
      ),
      direct: fc.constant((tf: TF, inputs: Tensor[]) =>
        (tf[op] as (...truths: Tensor[]) => Tensor)(...inputs.map((x) => tf.greater(x, 0))),
      ),
    });
    agree(given, 0);
  });
}

test("where takes from one of two values, each of them whole or a scalar", () => {
  const shapes = fc
    .tuple(shape, fc.nat(7))
    .map(([full, mask]): Shape[] => [0, 1, 2].map((i) => ((mask >> i) & 1 ? [] : full)));
  const given = fc.record({
    shapes,
    numbers,
    build: fc.constant((g: GraphBuilder, [c, a, b]: NodeId[]) =>
      g.where(g.apply("greater", c!, g.constant(0)), a!, b!),
    ),
    direct: fc.constant((tf: TF, [c, a, b]: Tensor[]) => tf.where(tf.greater(c!, 0), a!, b!)),
  });
  agree(given, 0);
});

test("matMul is what TF.js says for any sides from 1 to 40, to within 1e-5 of the CPU backend", () => {
  const given = fc.tuple(side, side, side).map(([m, k, n]) => ({
    shapes: [
      [m, k],
      [k, n],
    ],
    numbers: values,
    build: (g: GraphBuilder, [a, b]: NodeId[]) => g.matMul(a!, b!),
    direct: (tf: TF, [a, b]: Tensor[]) => tf.matMul(a!, b!),
  }));
  agree(given, 1e-5);
});

test("matMul of sizes as networks have them is what TF.js says, fed or kept", () => {
  const sizes = [
    ...[
      [32, 784, 300],
      [1, 784, 300],
      [300, 784, 1],
      [784, 32, 300],
      [128, 100, 10],
    ],
    ...[
      [33, 257, 65],
      [2, 1000, 9],
      [9, 3, 1000],
      [64, 64, 64],
      [1, 1, 500],
      [500, 1, 1],
      [1, 500, 1],
    ],
  ] as [number, number, number][];
  for (const [m, k, n] of sizes) {
    const [a, b] = [values(m * k, 1), values(k * n, 2)];
    const product = (plain: boolean, kept: boolean) => {
      const g = new GraphBuilder();
      g.output("y", g.matMul(g.feed("a", [m, k]), kept ? g.variable("b", [k, n]) : g.feed("b", [k, n])));
      const session = createSession(wasm, { plain });
      session.variable("b", [k, n], b);
      const program = session.compile(g.graph, 1);
      program.feed("a", a);
      if (!kept) program.feed("b", b);
      program.run(0);
      program.run(1);
      const y = program.output("y");
      session.dispose();
      return y;
    };
    const expected = product(true, false);
    expect([m, k, n, unequal(product(false, false), expected)]).toEqual([m, k, n, 0]);
    expect([m, k, n, unequal(product(false, true), expected)]).toEqual([m, k, n, 0]);
  }
});

test("matMul of nothing is 0, and of no rows or columns is empty", () => {
  const lengths = fc.constantFrom(0, 3);
  const given = fc.tuple(lengths, lengths, lengths).map(([m, k, n]) => ({
    shapes: [
      [m, k],
      [k, n],
    ],
    numbers: values,
    build: (g: GraphBuilder, [a, b]: NodeId[]) => g.matMul(a!, b!),
    direct: (tf: TF, [a, b]: Tensor[]) => tf.matMul(a!, b!),
  }));
  agree(given, 1e-5);
});

test("transpose is what TF.js says, alone, twice, and before and after a product", () => {
  const given = fc.tuple(side, side).map(([m, n]) => ({
    shapes: [
      [m, n],
      [m, n],
    ],
    numbers: values,
    build: (g: GraphBuilder, [a, b]: NodeId[]) =>
      g.concat(
        [
          g.matMul(g.transpose(a!), b!),
          g.transpose(g.matMul(g.transpose(b!), a!)),
          g.transpose(g.matMul(g.transpose(a!), g.transpose(g.transpose(b!)))),
        ],
        0,
      ),
    direct: (tf: TF, [a, b]: Tensor[]) =>
      tf.concat(
        [
          tf.matMul(tf.transpose(a!), b!),
          tf.transpose(tf.matMul(tf.transpose(b!), a!)),
          tf.transpose(tf.matMul(tf.transpose(a!), tf.transpose(tf.transpose(b!)))),
        ],
        0,
      ),
  }));
  agree(given, 1e-5);
});

for (const op of reductionOps) {
  test(`${op} over any axes in any order is what TF.js says, to within 1e-5 of the CPU backend`, () => {
    const solid = fc.oneof(
      fc.array(side, { minLength: 0, maxLength: 2 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 3, maxLength: 4 }),
    );
    const given = solid.chain((shape) =>
      fc
        .record({ axes: fc.shuffledSubarray([...shape.keys()]), keepDims: fc.boolean(), numbers })
        .map(({ axes, keepDims, numbers }) => ({
          shapes: [shape],
          numbers,
          build: (g: GraphBuilder, [x]: NodeId[]) => g.reduce(op, x!, axes, keepDims),
          direct: (tf: TF, [x]: Tensor[]) => tf[op](x!, axes, keepDims),
        })),
    );
    agree(given, 1e-5);
  });

  test(`${op} of nothing is the same everywhere`, () => {
    const given = fc.constantFrom(0, 1).map((axis) => ({
      shapes: [[2, 2].with(axis, 0)],
      numbers: values,
      build: (g: GraphBuilder, [x]: NodeId[]) => g.reduce(op, x!, [axis]),
      direct: (tf: TF, [x]: Tensor[]) => tf[op](x!, axis),
    }));
    agree(given, 0);
  });
}

test("reshape gives the same numbers another shape", () => {
  const given = fc.tuple(side, side, side, numbers).map(([a, b, c, numbers]) => ({
    shapes: [[a, b * c], [c]],
    numbers,
    build: (g: GraphBuilder, [x, y]: NodeId[]) => g.apply("add", g.reshape(x!, [a * b, c]), y!),
    direct: (tf: TF, [x, y]: Tensor[]) => tf.add(tf.reshape(x!, [a * b, c]), y!),
  }));
  agree(given, 0);
});

test("concat puts values side by side along any axis, empty ones too", () => {
  const part = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });
  const given = fc
    .tuple(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), fc.nat(3), part, numbers)
    .map(([shape, at, parts, numbers]) => {
      const axis = at % shape.length;
      return {
        shapes: [...parts, 1].map((side) => shape.with(axis, side)),
        numbers,
        build: (g: GraphBuilder, inputs: NodeId[]) => g.concat(inputs, axis),
        direct: (tf: TF, inputs: Tensor[]) => tf.concat(inputs, axis),
      };
    });
  agree(given, 0);
});

test("slice takes any box out of a value", () => {
  const bounds = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 5 }), fc.nat(5));
  const given = fc.tuple(fc.array(bounds, { minLength: 1, maxLength: 4 }), numbers).map(([axes, numbers]) => {
    const begin = axes.map(([before]) => before);
    const shape = axes.map(([, side]) => side);
    return {
      shapes: [axes.map(([before, side, after]) => before + side + after)],
      numbers,
      build: (g: GraphBuilder, [x]: NodeId[]) => g.slice(x!, begin, shape),
      direct: (tf: TF, [x]: Tensor[]) => tf.slice(x!, begin, shape),
    };
  });
  agree(given, 0);
});

test("pad puts a value into a larger one that is 0 elsewhere", () => {
  const bounds = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 5 }), fc.nat(5));
  const given = fc.tuple(fc.array(bounds, { minLength: 1, maxLength: 4 }), numbers).map(([axes, numbers]) => ({
    shapes: [axes.map(([, side]) => side)],
    numbers,
    build: (g: GraphBuilder, [x]: NodeId[]) =>
      g.pad(
        x!,
        axes.map(([before]) => before),
        axes.map(([before, side, after]) => before + side + after),
      ),
    direct: (tf: TF, [x]: Tensor[]) =>
      tf.pad(
        x!,
        axes.map(([before, , after]): [number, number] => [before, after]),
      ),
  }));
  agree(given, 0);
});

test("the WASM kernels part from the CPU backend at NaN, at numbers near 0 and where a remainder is rounded", () => {
  const facts = {
    "sign(1e-8)": [0, 1, (g: GraphBuilder) => g.apply("sign", g.constant(1e-8))],
    "sin(-1e-8)": [1.7484555e-7, -1e-8, (g: GraphBuilder) => g.apply("sin", g.constant(-1e-8))],
    "maximum(1, NaN)": [1, NaN, (g: GraphBuilder) => g.apply("maximum", g.constant(1), g.constant(NaN))],
    "maximum(NaN, 1)": [NaN, NaN, (g: GraphBuilder) => g.apply("maximum", g.constant(NaN), g.constant(1))],
    "pow(1, NaN)": [1, NaN, (g: GraphBuilder) => g.apply("pow", g.constant(1), g.constant(NaN))],
    "mod(-1e-8, 1)": [0, 1, (g: GraphBuilder) => g.apply("mod", g.constant(-1e-8), g.constant(1))],
  } as const;
  for (const [name, [onWasm, onCpu, build]] of Object.entries(facts)) {
    const { plan, plain, near } = outcomes({ shapes: [], numbers: values, build, direct: (tf) => tf.scalar(0) });
    expect([name, plan[0], plain[0], near[0]]).toEqual([name, ...[onWasm, onWasm, onCpu].map(Math.fround)]);
  }
});
