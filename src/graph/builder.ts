import { evaluateNumber } from "../formula/evaluate.ts";
import { variablesOf, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import type { Span } from "../text/source.ts";
import type { Algebra } from "./algebra.ts";
import {
  comparisonOps,
  logicalOps,
  sizeOf,
  type Draw,
  type Graph,
  type Node,
  type NodeId,
  type Origin,
  type Shape,
} from "./ir.ts";

/** A number that changes from step to step: fed under its own text, computed from the step's numbers before each run. */
export interface StepNumber {
  readonly feed: string;
  readonly formula: Formula;
}

export interface GraphBuilder extends Algebra<NodeId> {
  feed(name: string, shape: Shape): NodeId;
  variable(name: string, shape: Shape): NodeId;
  draw(draw: Draw, shape: Shape): NodeId;
  shapeOf(id: NodeId): Shape;
  /** What is built from here on was asked for at this place of the spec, for this part of the step. */
  locate(at: Span | undefined, origin: Origin): void;
  output(name: string, id: NodeId): void;
  update(variable: string, id: NodeId): void;
  /** The graph without what no output or update needs; only its batches stay, feeds of some shape. */
  finish(): { readonly graph: Graph; readonly numbers: readonly StepNumber[] };
}

const truths: ReadonlySet<string> = new Set([...comparisonOps, ...logicalOps]);

/** NumPy's broadcasting of two shapes; unlike sides are a bug, for shapes are checked before a graph is built. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [left, right] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`shapes [${a.join(", ")}] and [${b.join(", ")}] do not fit`);
    return left === 1 ? right : left;
  });
}

/** An empty graph to build in. Equal nodes are made once. */
export function makeGraphBuilder(): GraphBuilder {
  const nodes: Node[] = [];
  const known = new Map<string, NodeId>();
  const numbers = new Map<string, StepNumber>();
  const outputs: Record<string, NodeId> = {};
  const updates: { variable: string; value: NodeId }[] = [];
  let place: Pick<Node, "at" | "origin"> = { at: undefined };

  /** Adds a node unless an equal one stands already. */
  const add = (node: Omit<Node, "id" | "at" | "origin" | "dtype">): NodeId => {
    const key = JSON.stringify(node, (_, value) =>
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
    );
    const before = known.get(key);
    if (before !== undefined) return before;
    const dtype = truths.has(node.op) ? "bool" : "float32";
    nodes.push({ ...node, dtype, id: nodes.length, ...place } as Node);
    known.set(key, nodes.length - 1);
    return nodes.length - 1;
  };
  const shapeOf = (id: NodeId): Shape => nodes[id]!.shape;
  const leaf = (op: string, shape: Shape, rest: object): NodeId =>
    add({ op, shape, inputs: [], ...rest } as unknown as Node);
  const make = (op: string, shape: Shape, inputs: readonly NodeId[], rest: object = {}): NodeId =>
    add({ op, shape, inputs, ...rest } as unknown as Node);

  const builder: GraphBuilder = {
    feed: (name, shape) => leaf("feed", shape, { name }),
    variable: (name, shape) => leaf("variable", shape, { name }),
    draw: (draw, shape) => leaf("draw", shape, { draw }),
    shapeOf,
    locate: (at, origin) => void (place = { at, origin }),
    output: (name, id) => void (outputs[name] = id),
    update: (variable, value) => void updates.push({ variable, value }),
    scalar(formula) {
      if (variablesOf(formula).size === 0) return leaf("constant", [], { value: evaluateNumber(formula, {}) });
      const feed = printFormula(formula);
      numbers.set(feed, { feed, formula });
      return leaf("feed", [], { name: feed });
    },
    elementwise: (op, ...args) => make(op, args.map(shapeOf).reduce(broadcast, []), args),
    matMul: (a, b) => make("matMul", [shapeOf(a)[0]!, shapeOf(b)[1]!], [a, b]),
    transpose: (x) => make("transpose", [shapeOf(x)[1]!, shapeOf(x)[0]!], [x]),
    reduce(op, x, which, keepDims) {
      const shape = shapeOf(x);
      const axes =
        which === "all" ? shape.map((_, i) => i) : which.map((axis) => (axis < 0 ? axis + shape.length : axis));
      const left = shape.flatMap((side, i) => (!axes.includes(i) ? [side] : keepDims ? [1] : []));
      return make(op, left, [x], { axes, keepDims });
    },
    reshape(x, shape) {
      const rest = sizeOf(shapeOf(x)) / Math.max(1, sizeOf(shape.filter((side) => side >= 0)));
      const whole = shape.map((side) => (side < 0 ? rest : side));
      return whole.join() === shapeOf(x).join() ? x : make("reshape", whole, [x]);
    },
    concat(values, axis) {
      const shapes = values.map(shapeOf);
      const at = axis < 0 ? axis + shapes[0]!.length : axis;
      const side = shapes.reduce((sum, shape) => sum + shape[at]!, 0);
      return make("concat", shapes[0]!.with(at, side), values, { axis: at });
    },
    sliceLast(x, begin, size) {
      const shape = shapeOf(x);
      const starts = shape.map((_, i) => (i === shape.length - 1 ? begin : 0));
      return make("slice", shape.with(-1, size), [x], { begin: starts });
    },
    padLast(x, begin, _, side) {
      const shape = shapeOf(x);
      const starts = shape.map((_, i) => (i === shape.length - 1 ? begin : 0));
      return make("pad", shape.with(-1, side), [x], { begin: starts });
    },
    examples: (x) => leaf("constant", [], { value: shapeOf(x)[0]! }),
    elements: (x) => leaf("constant", [], { value: sizeOf(shapeOf(x)) }),
    keep: (_, value) => value,
    call: ({ value }, ...args) => value(builder, args),
    finish: () => prune(nodes, outputs, updates, [...numbers.values()]),
  };
  return builder;
}

/** Leaves out what nothing needs, but for the batches that are fed, and numbers the rest anew. */
function prune(
  nodes: readonly Node[],
  outputs: Readonly<Record<string, NodeId>>,
  updates: Graph["updates"],
  numbers: readonly StepNumber[],
): { graph: Graph; numbers: readonly StepNumber[] } {
  const batches = nodes.filter(({ op, shape }) => op === "feed" && shape.length > 0).map(({ id }) => id);
  const needed = new Set<NodeId>([...Object.values(outputs), ...updates.map(({ value }) => value), ...batches]);
  for (let id = nodes.length - 1; id >= 0; id--)
    if (needed.has(id)) nodes[id]!.inputs.forEach((input) => needed.add(input));
  const place = new Map([...needed].sort((a, b) => a - b).map((id, i) => [id, i]));
  const left = nodes
    .filter(({ id }) => needed.has(id))
    .map((node) => ({ ...node, id: place.get(node.id)!, inputs: node.inputs.map((input) => place.get(input)!) }));
  const feeds = new Set(left.flatMap((node) => (node.op === "feed" ? [node.name] : [])));
  return {
    graph: {
      nodes: left,
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, id]) => [name, place.get(id)!])),
      updates: updates.map(({ variable, value }) => ({ variable, value: place.get(value)! })),
    },
    numbers: numbers.filter(({ feed }) => feeds.has(feed)),
  };
}
