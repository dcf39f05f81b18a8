/** Builds graphs by hand. */
import {
  sizeOf,
  type BinaryOp,
  type Combine,
  type ComparisonOp,
  type Draw,
  type Graph,
  type LogicalOp,
  type Node,
  type NodeId,
  type ReductionOp,
  type Shape,
  type UnaryOp,
} from "../../src/graph/ir.ts";

type Truth = ComparisonOp | LogicalOp;
const truths: ReadonlySet<string> = new Set<Truth>([
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "equal",
  "notEqual",
  "logicalAnd",
  "logicalOr",
  "logicalNot",
]);

/** The shape of an elementwise operation. */
export function broadcast(...shapes: Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sides = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return sides.find((side) => side !== 1) ?? 1;
  });
}

export class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly outputs: Record<string, NodeId> = {};
  readonly updates: { variable: string; value: NodeId }[] = [];

  get graph(): Graph {
    return this;
  }

  private add(node: Record<string, unknown> & { op: Node["op"]; shape: Shape }, inputs: NodeId[] = []): NodeId {
    const id = this.nodes.length;
    const dtype = truths.has(node.op) ? "bool" : "float32";
    this.nodes.push({ dtype, at: undefined, ...node, id, inputs } as unknown as Node);
    return id;
  }

  private shape(id: NodeId): Shape {
    return this.nodes[id]!.shape;
  }

  feed(name: string, shape: Shape): NodeId {
    return this.add({ op: "feed", name, shape });
  }
  variable(name: string, shape: Shape): NodeId {
    return this.add({ op: "variable", name, shape });
  }
  constant(value: number, shape: Shape = []): NodeId {
    return this.add({ op: "constant", value, shape });
  }
  draw(draw: Draw, shape: Shape): NodeId {
    return this.add({ op: "draw", draw, shape });
  }
  apply(op: UnaryOp | BinaryOp | ComparisonOp | LogicalOp, ...inputs: NodeId[]): NodeId {
    return this.add({ op, shape: broadcast(...inputs.map((id) => this.shape(id))) }, inputs);
  }
  where(condition: NodeId, then: NodeId, otherwise: NodeId): NodeId {
    const inputs = [condition, then, otherwise];
    return this.add({ op: "where", shape: broadcast(...inputs.map((id) => this.shape(id))) }, inputs);
  }
  matMul(a: NodeId, b: NodeId): NodeId {
    return this.add({ op: "matMul", shape: [this.shape(a)[0]!, this.shape(b)[1]!] }, [a, b]);
  }
  transpose(x: NodeId): NodeId {
    return this.add({ op: "transpose", shape: this.shape(x).toReversed() }, [x]);
  }
  reduce(op: ReductionOp, x: NodeId, axes: readonly number[], keepDims = false): NodeId {
    const shape = this.shape(x).flatMap((side, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [side]));
    return this.add({ op, shape, axes, keepDims }, [x]);
  }
  reshape(x: NodeId, shape: Shape): NodeId {
    return this.add({ op: "reshape", shape, dtype: this.nodes[x]!.dtype }, [x]);
  }
  concat(inputs: NodeId[], axis: number): NodeId {
    const side = inputs.reduce((sum, id) => sum + this.shape(id)[axis]!, 0);
    return this.add({ op: "concat", shape: this.shape(inputs[0]!).with(axis, side), axis }, inputs);
  }
  slice(x: NodeId, begin: readonly number[], shape: Shape): NodeId {
    return this.add({ op: "slice", shape, begin }, [x]);
  }
  pad(x: NodeId, begin: readonly number[], shape: Shape): NodeId {
    return this.add({ op: "pad", shape, begin }, [x]);
  }
  allReduce(x: NodeId, combine: Combine): NodeId {
    return this.add({ op: "allReduce", shape: this.shape(x), combine }, [x]);
  }
  output(name: string, value: NodeId): void {
    this.outputs[name] = value;
  }
  update(variable: string, value: NodeId): void {
    this.updates.push({ variable, value });
  }
}

/** A step of training a dense network with relu, softmax cross-entropy and gradient descent; the labels come one-hot. */
export function trainingStep(sizes: readonly number[], batch: number): GraphBuilder {
  const g = new GraphBuilder();
  const x = g.feed("features", [batch, sizes[0]!]);
  const target = g.feed("labels", [batch, sizes.at(-1)!]);
  const rate = g.feed("rate", []);
  const zero = g.constant(0);
  const layers = sizes.slice(1).map((units, i) => ({
    kernel: g.variable(`kernel ${i}`, [sizes[i]!, units]),
    bias: g.variable(`bias ${i}`, [units]),
    input: -1,
    sum: -1,
  }));
  let value = x;
  for (const [i, layer] of layers.entries()) {
    layer.input = value;
    layer.sum = g.apply("add", g.matMul(value, layer.kernel), layer.bias);
    value = i === layers.length - 1 ? layer.sum : g.apply("maximum", layer.sum, zero);
  }
  const shifted = g.apply("sub", value, g.reduce("max", value, [1], true));
  const logSum = g.apply("log", g.reduce("sum", g.apply("exp", shifted), [1], true));
  const logits = g.apply("sub", shifted, logSum);
  g.output("loss", g.apply("neg", g.reduce("mean", g.reduce("sum", g.apply("mul", target, logits), [1]), [0])));
  g.output("logits", value);
  let gradient = g.apply("div", g.apply("sub", g.apply("exp", logits), target), g.constant(batch));
  for (const [i, layer] of [...layers.entries()].toReversed()) {
    const kernelGradient = g.matMul(g.transpose(layer.input), gradient);
    const biasGradient = g.reduce("sum", gradient, [0]);
    if (i > 0) {
      const back = g.matMul(gradient, g.transpose(layer.kernel));
      gradient = g.where(g.apply("greater", layers[i - 1]!.sum, zero), back, zero);
    }
    g.update(`kernel ${i}`, g.apply("sub", layer.kernel, g.apply("mul", rate, kernelGradient)));
    g.update(`bias ${i}`, g.apply("sub", layer.bias, g.apply("mul", rate, biasGradient)));
  }
  return g;
}

/** Numbers of a normal kind, the same for the same seed. */
export function values(size: number, seed: number, spread = 1): Float32Array {
  let state = seed * 2654435761 + 12345;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) / 2 ** 24 - 0.5) * 2 * spread;
  });
}

/** Declares the variables of `trainingStep`. */
export function declare(
  session: { variable(name: string, shape: Shape, initial: Float32Array): void },
  graph: Graph,
): void {
  for (const node of graph.nodes) {
    if (node.op !== "variable") continue;
    session.variable(node.name, node.shape, values(sizeOf(node.shape), node.id, 1 / Math.sqrt(node.shape[0] ?? 1)));
  }
}
