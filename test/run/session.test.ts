import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sizeOf } from "../../src/graph/ir.ts";
import { openBackend, type Backend, type TF } from "../../src/run/backend.ts";
import { finite } from "../../src/run/check.ts";
import { openHeap } from "../../src/run/heap.ts";
import { isOutOfMemory, OutOfMemory } from "../../src/run/out-of-memory.ts";
import { createSession, type Session } from "../../src/run/session.ts";
import { declare, GraphBuilder, trainingStep, values } from "./graph-builder.ts";

let wasm: Backend;
let cpu: Backend;
const said = (["log", "warn", "error"] as const).map((level) => vi.spyOn(console, level));
beforeAll(async () => {
  cpu = await openBackend("cpu");
  wasm = await openBackend("wasm");
});
afterAll(() => {
  expect(wasm.tf.memory()).toMatchObject({ numTensors: 0, numDataBuffers: 0 });
  for (const console of said) expect(console).not.toHaveBeenCalled();
});

/** What a session gives by plan and by plain TF.js on WASM, and by the CPU backend. */
function everyWay<T>(work: (session: Session) => T): { plan: T; plain: T; cpu: T } {
  const [plan, plain, other] = (
    [
      [wasm, false],
      [wasm, true],
      [cpu, false],
    ] as const
  ).map(([backend, plain]) => {
    const session = createSession(backend, { plain });
    const result = work(session);
    session.dispose();
    return result;
  });
  return { plan: plan!, plain: plain!, cpu: other! };
}

/** The same result every way. */
function anyWay<T>(work: (session: Session) => T): T {
  const { plan, plain, cpu } = everyWay(work);
  expect(plain).toEqual(plan);
  expect(cpu).toEqual(plan);
  return plan;
}

test("the WASM backend shares its heap, and the CPU backend has none", () => {
  expect(wasm.heap).toBeDefined();
  expect(cpu.heap).toBeUndefined();
});

test("where TF.js keeps its memory otherwise, there is no heap, and sessions compute by plain TF.js", () => {
  const { tf } = wasm;
  const other = (backend: unknown) => openHeap({ ...tf, backend: () => backend } as unknown as TF);
  expect(other({})).toBeUndefined();
  expect(other({ ...tf.backend(), dataIdNextNumber: undefined })).toBeUndefined();
  expect(other({ ...tf.backend(), dataIdMap: { get: () => ({ memoryOffset: 8 }) } })).toBeUndefined();
  expect(other(tf.backend())).toBeDefined();
  const session = createSession({ ...wasm, heap: undefined });
  const before = tf.memory().numTensors;
  session.variable("w", [1], Float32Array.of(1));
  expect(tf.memory().numTensors).toBe(before + 1);
  session.dispose();
});

test("opening a backend leaves no listener that would change how the program ends", () => {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    const thrower = process
      .listeners(event as "uncaughtException")
      .filter((listener) => /throw/.test(String(listener)));
    expect(thrower.filter((listener) => /ExitStatus|reason/.test(String(listener)))).toEqual([]);
  }
});

test("a training step comes out the same to the bit by plan and by plain TF.js, step after step", () => {
  const { plan, plain, cpu } = everyWay((session) => {
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
    return { losses, logits: program.output("logits"), kernel: session.read("kernel 0"), bias: session.read("bias 1") };
  });
  expect(plan).toEqual(plain);
  expect(plan.losses.at(-1)).toBeLessThan(plan.losses[0]!);
  plan.losses.forEach((loss, step) => expect(loss).toBeCloseTo(cpu.losses[step]!, 5));
});

test("a large step, whose products are turned, comes out the same to the bit", () => {
  const { plan, plain } = everyWay((session) => {
    const { graph } = trainingStep([300, 200, 50, 10], 16);
    declare(session, graph);
    const program = session.compile(graph, 1);
    program.feed("features", values(4800, 7));
    program.feed("labels", values(160, 8));
    program.feed("rate", 0.01);
    for (let step = 0; step < 5; step++) program.run(step);
    return graph.nodes.flatMap((node) => (node.op === "variable" ? [...session.read(node.name)] : []));
  });
  expect(plan.filter((x, i) => !Object.is(x, plain[i])).length).toBe(0);
});

test("a product takes the new numbers of a variable that was written, fed or updated, in this program or another", () => {
  const products = anyWay((session) => {
    session.variable("w", [2, 2], Float32Array.of(1, 2, 3, 4));
    const product = new GraphBuilder();
    const x = product.feed("x", [1, 2]);
    product.output("xw", product.matMul(x, product.variable("w", [2, 2])));
    product.output("xx", product.matMul(product.transpose(x), x));
    const doubling = new GraphBuilder();
    const w = doubling.variable("w", [2, 2]);
    const twice = doubling.apply("add", w, w);
    doubling.output("ww", doubling.matMul(w, w));
    doubling.output("wt", doubling.matMul(w, twice));
    doubling.update("w", twice);
    const [first, second] = [session.compile(product.graph, 1), session.compile(doubling.graph, 1)];
    const seen: Float32Array[] = [];
    const look = () => {
      first.run(0);
      seen.push(first.output("xw"), first.output("xx"));
    };
    first.feed("x", Float32Array.of(1, 1));
    look();
    first.feed("x", Float32Array.of(1, 2));
    look();
    session.write("w", Float32Array.of(0, 1, 1, 0));
    look();
    for (let i = 0; i < 2; i++) {
      second.run(i);
      seen.push(second.output("ww"), second.output("wt"));
      look();
    }
    return seen.map((numbers) => [...numbers]);
  });
  expect(products).toEqual([
    ...[
      [4, 6],
      [1, 1, 1, 1],
    ],
    ...[
      [7, 10],
      [1, 2, 2, 4],
    ],
    ...[
      [2, 1],
      [1, 2, 2, 4],
    ],
    ...[
      [1, 0, 0, 1],
      [2, 0, 0, 2],
      [4, 2],
      [1, 2, 2, 4],
    ],
    ...[
      [4, 0, 0, 4],
      [8, 0, 0, 8],
      [8, 4],
      [1, 2, 2, 4],
    ],
  ]);
});

test("updates happen all at once, after everything is computed", () => {
  const seen = anyWay((session) => {
    session.variable("a", [2], Float32Array.of(1, 2));
    session.variable("b", [2], Float32Array.of(10, 20));
    session.variable("c", [2], Float32Array.of(100, 200));
    session.variable("d", [1, 2], Float32Array.of(0, 0));
    const g = new GraphBuilder();
    const [a, b, c] = ["a", "b", "c"].map((name) => g.variable(name, [2]));
    const x = g.feed("x", [2]);
    g.update("a", b!);
    g.update("b", a!);
    g.update("d", x);
    const next = g.apply("add", c!, a!);
    g.update("c", next);
    g.output("old", c!);
    g.output("after", g.apply("mul", next, c!));
    g.output("x", x);
    const program = session.compile(g.graph, 1);
    program.feed("x", Float32Array.of(5, 6));
    program.run(0);
    program.run(1);
    session.write("a", Float32Array.of(7, 7));
    program.feed("x", Float32Array.of(8, 9));
    const outputs = ["old", "after", "x"].map((name) => [...program.output(name)]);
    return [...["a", "b", "c", "d"].map((name) => [...session.read(name)]), ...outputs];
  });
  expect(seen).toEqual([
    ...[
      [7, 7],
      [10, 20],
      [111, 222],
      [5, 6],
    ],
    ...[
      [101, 202],
      [111 * 101, 222 * 202],
      [5, 6],
    ],
  ]);
});

test("a variable may be read at any place in a graph that updates it", () => {
  anyWay((session) => {
    session.variable("w", [2, 3], values(6, 1));
    session.variable("v", [3, 2], values(6, 2));
    const g = new GraphBuilder();
    const w = g.variable("w", [2, 3]);
    const turned = g.transpose(w);
    const flat = g.reshape(w, [6]);
    const next = g.apply("add", w, g.constant(1));
    g.update("w", next);
    g.output("turned after", g.apply("mul", turned, g.constant(2)));
    g.output("flat after", g.apply("mul", flat, g.constant(2)));
    g.output("turned", turned);
    g.output("flat", flat);
    g.update("v", g.transpose(next));
    const program = session.compile(g.graph, 1);
    program.run(0);
    program.run(1);
    return ["turned", "flat", "turned after", "flat after"]
      .map((name) => program.output(name))
      .concat(session.read("v"), session.read("w"));
  });
});

test("one number is fed to a scalar, and a wrong count is a mistake", () => {
  const messages = anyWay((session) => {
    const g = new GraphBuilder();
    const x = g.feed("x", [2, 3]);
    g.output("y", g.apply("mul", x, g.feed("rate", [])));
    const program = session.compile(g.graph, 1);
    const mistakes = [
      () => program.feed("x", new Float32Array(5)),
      () => program.feed("x", 1),
      () => program.feed("rate", new Float32Array(2)),
      () => program.feed("z", 1),
      () => program.gather("x", new Float32Array(9), 3, Uint32Array.of(0, 1), 1),
      () => program.gather("x", new Float32Array(8), 4, Uint32Array.of(0, 1), 0),
      () => program.gather("x", new Float32Array(9), 3, Uint32Array.of(0, 3), 0),
      () => program.output("z"),
      () => session.read("z"),
      () => session.write("z", new Float32Array(1)),
    ];
    return mistakes.map((mistake) => {
      try {
        mistake();
        return "nothing";
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(messages).toMatchInlineSnapshot(`
    [
      "feed "x" takes 6 numbers, not 5",
      "feed "x" takes 6 numbers, not 1",
      "feed "rate" takes 1 numbers, not 2",
      "no feed "z"",
      "feed "x" takes 2 rows from row 1 of 2",
      "feed "x" takes 6 numbers, which are not rows of 4",
      "feed "x" has no row 3 in its source",
      "no output "z"",
      "no variable "z"",
      "no variable "z"",
    ]
  `);
});

test("variables must be there, and fit", () => {
  const messages = anyWay((session) => {
    session.variable("w", [2], Float32Array.of(1, 2));
    const compiled = (build: (g: GraphBuilder) => void) => () => {
      const g = new GraphBuilder();
      build(g);
      session.compile(g.graph, 1);
    };
    const mistakes = [
      compiled((g) => g.output("y", g.variable("v", [2]))),
      compiled((g) => g.output("y", g.variable("w", [3]))),
      compiled((g) => g.update("w", g.constant(1))),
      compiled((g) => g.update("v", g.constant(1))),
      compiled((g) => [1, 2].forEach((n) => g.update("w", g.constant(n, [2])))),
      () => session.variable("w", [2], Float32Array.of(1, 2)),
      () => session.write("w", Float32Array.of(1)),
    ];
    return mistakes.map((mistake) => {
      try {
        mistake();
        return "nothing";
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(messages).toMatchInlineSnapshot(`
    [
      "no variable "v"",
      "variable "w" is [2], the graph takes it for [3]",
      "variable "w" is [2], its update []",
      "an update of no variable "v"",
      "two updates of variable "w"",
      "variable "w" is there already",
      "variable "w" takes 2 numbers, not 1",
    ]
  `);
});

test("gather takes the rows of a mini-batch", () => {
  const taken = anyWay((session) => {
    const g = new GraphBuilder();
    g.output("y", g.apply("neg", g.feed("x", [2, 3])));
    const program = session.compile(g.graph, 1);
    program.gather(
      "x",
      Float32Array.from({ length: 12 }, (_, i) => i),
      3,
      Uint32Array.of(0, 1, 3, 2),
      1,
    );
    program.run(0);
    return [...program.output("y")];
  });
  expect(taken).toEqual([-3, -4, -5, -9, -10, -11]);
});

test("a drawn mask drops its share and scales the rest, anew for each step, the same for the same seed and step", () => {
  const draws = anyWay((session) => {
    const g = new GraphBuilder();
    g.output("dropout", g.draw({ kind: "dropout", stream: 1, rate: 0.2 }, [100, 200]));
    g.output("keep", g.draw({ kind: "keep", stream: 2, rate: 0.3 }, [100, 200]));
    g.output("uniform", g.draw({ kind: "uniform", stream: 3, low: -2, high: 4 }, [100, 200]));
    const [one, other] = [session.compile(g.graph, 42), session.compile(g.graph, 43)];
    const drawn = (program: typeof one, step: number) => {
      program.run(step);
      return ["dropout", "keep", "uniform"].map((name) => program.output(name));
    };
    return { first: drawn(one, 0), second: drawn(one, 1), again: drawn(one, 0), otherSeed: drawn(other, 0) };
  });
  const { first, second, again, otherSeed } = draws;
  expect(again).toEqual(first);
  for (const others of [second, otherSeed]) others.forEach((drawn, i) => expect(drawn).not.toEqual(first[i]));
  const [dropout, keep, uniform] = first;
  const share = (drawn: Float32Array, value: number) => drawn.filter((x) => x === value).length / drawn.length;
  expect(share(dropout!, 0)).toSatisfy((rate: number) => Math.abs(rate - 0.2) < 0.01);
  expect(share(dropout!, 0) + share(dropout!, 1.25)).toBe(1);
  expect(share(keep!, 0)).toSatisfy((rate: number) => Math.abs(rate - 0.3) < 0.01);
  expect(share(keep!, 0) + share(keep!, 1)).toBe(1);
  expect(Math.min(...uniform!)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...uniform!)).toBeLessThanOrEqual(4);
  expect(uniform!.reduce((sum, x) => sum + x, 0) / uniform!.length).toBeCloseTo(1, 1);
});

test("truths are read as 0 and 1", () => {
  const seen = anyWay((session) => {
    const g = new GraphBuilder();
    g.output("positive", g.apply("greater", g.feed("x", [3]), g.constant(0)));
    g.output("turned", g.reshape(g.apply("less", g.feed("x", [3]), g.constant(0)), [3, 1]));
    const program = session.compile(g.graph, 1);
    program.feed("x", Float32Array.of(1, -1, 2));
    program.run(0);
    return [[...program.output("positive")], [...program.output("turned")], program.scalar("positive")];
  });
  expect(seen).toEqual([[1, 0, 1], [0, 1, 0], 1]);
});

test("the memory of the backend may grow while programs run", async () => {
  await openBackend("wasm");
  const session = createSession(wasm);
  const { graph } = trainingStep([4, 6, 2], 2);
  declare(session, graph);
  const program = session.compile(graph, 1);
  program.feed("features", values(8, 1));
  program.feed("labels", values(4, 1));
  program.feed("rate", 0);
  program.run(0);
  const before = program.output("logits");
  const size = wasm.heap!.floats.buffer.byteLength;
  const large = wasm.tf.zeros([size / 4]);
  expect(wasm.heap!.floats.buffer.byteLength).toBeGreaterThan(size);
  program.feed("features", values(8, 1));
  program.run(1);
  expect(program.output("logits")).toEqual(before);
  large.dispose();
  session.dispose();
});

test("20,000 runs leave the count of tensors, the heap and the resident set as they were", () => {
  const session = createSession(wasm);
  const { graph } = trainingStep([16, 24, 8, 4], 8);
  declare(session, graph);
  const program = session.compile(graph, 1);
  program.feed("features", values(128, 1));
  program.feed("labels", values(32, 2));
  program.feed("rate", 1e-3);
  const state = () => ({ ...wasm.tf.memory(), heap: wasm.heap!.floats.buffer.byteLength });
  for (let step = 0; step < 5000; step++) program.run(step);
  const [before, resident] = [state(), process.memoryUsage().rss];
  for (let step = 0; step < 20_000; step++) program.run(step);
  expect(state()).toEqual(before);
  expect(process.memoryUsage().rss - resident).toBeLessThan(8e6);
  session.dispose();
});

test("sessions that come and go free what they took", () => {
  const cycle = () => {
    const session = createSession(wasm);
    const { graph } = trainingStep([100, 200, 10], 32);
    declare(session, graph);
    const program = session.compile(graph, 1);
    program.feed("rate", 0);
    program.run(0);
    session.dispose();
    return graph.nodes.reduce((sum, node) => sum + 4 * sizeOf(node.shape), 0);
  };
  const bytes = cycle();
  const heap = wasm.heap!.floats.buffer.byteLength;
  const cycles = Math.ceil((4 * heap) / bytes);
  for (let i = 0; i < cycles; i++) cycle();
  expect(wasm.heap!.floats.buffer.byteLength).toBe(heap);
});

test("what cannot be compiled leaves no memory taken", () => {
  const session = createSession(wasm);
  const g = new GraphBuilder();
  // 16 MB of an arena fit, and the feeds behind it do not.
  g.output("y", g.apply("add", g.feed("x", [2 ** 22]), g.constant(1)));
  g.feed("too large", [2 ** 32]);
  const heap = (): number => wasm.heap!.floats.buffer.byteLength;
  expect(() => session.compile(g.graph, 1)).toThrow(OutOfMemory);
  const before = heap();
  for (let i = 0; i < 10; i++) expect(() => session.compile(g.graph, 1)).toThrow(OutOfMemory);
  expect(heap()).toBe(before);
  session.dispose();
  expect(heap()).toBe(before);
});

test("a program of a session that was disposed of touches nothing", () => {
  const session = createSession(wasm);
  session.variable("w", [1], Float32Array.of(1));
  const g = new GraphBuilder();
  g.output("y", g.apply("add", g.variable("w", [1]), g.feed("x", [1])));
  const program = session.compile(g.graph, 1);
  session.dispose();
  session.dispose();
  program.run(0);
  expect(() => program.feed("x", 1)).toThrow('no feed "x"');
  expect(() => program.output("y")).toThrow('no output "y"');
  expect(() => session.read("w")).toThrow('no variable "w"');
});

test("finite tells NaN and infinity from numbers", () => {
  expect([1, NaN, -Infinity].map(finite)).toEqual([true, false, false]);
  expect([Float32Array.of(1, 2), Float32Array.of(1, NaN), Float32Array.of(Infinity)].map(finite)).toEqual([
    ...[true, false, false],
  ]);
});

test("no room is told as such, and a size beyond 32 bits is not taken for a small one", () => {
  const region = wasm.heap!.region();
  for (const size of [2 ** 30, 2 ** 30 + 1, 2 ** 40]) expect(() => region.bytes(4 * size)).toThrow(OutOfMemory);
  region.dispose();
  const failure = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  expect(isOutOfMemory(failure(() => new Float32Array(2 ** 53)))).toBe(true);
  expect(isOutOfMemory(failure(() => "x".repeat(-1)))).toBe(false);
});
