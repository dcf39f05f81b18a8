import { sizeOf, type AllReduce, type Graph, type Node } from "../../src/graph/ir.ts";
import { drawer } from "../../src/run/draw.ts";
import {
  concat,
  elementwise,
  matMul,
  pad,
  reduce,
  reshape,
  scalar,
  slice,
  tensor,
  transpose,
  type ElementwiseOp,
  type Tensor,
} from "./float64.ts";

export interface Run {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly variables: ReadonlyMap<string, Tensor>;
  readonly seed?: number;
  readonly step?: number;
}

/** What a graph puts out, and what its variables become. */
export interface Done {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly updates: ReadonlyMap<string, Tensor>;
}

/** Runs a graph once in float64. */
export const runGraph64 = (graph: Graph, run: Run): Done => runWorkers64([{ graph, run }])[0]!;

/** Runs the graphs of several workers once in float64, node by node, so that they can exchange what they have. */
export function runWorkers64(workers: readonly { readonly graph: Graph; readonly run: Run }[]): Done[] {
  const values: Tensor[][] = workers.map(() => []);
  for (const [id, { op }] of workers[0]!.graph.nodes.entries()) {
    const nodes = workers.map(({ graph }) => graph.nodes[id]!);
    if (nodes.some((node) => node.op !== op)) throw new Error(`workers are not at the same node ${id}`);
    nodes.forEach((node, rank) => {
      const value =
        node.op === "allReduce" ? values[rank]![node.inputs[0]!]! : valueOf(node, values[rank]!, workers[rank]!.run);
      if (value.shape.join() !== node.shape.join())
        throw new Error(`${node.op} gives [${value.shape}] and not [${node.shape}]`);
      values[rank]!.push(value);
    });
    const [first] = nodes;
    if (first!.op !== "allReduce") continue;
    const how = first!.combine === "sum" ? "add" : "maximum";
    const all = values.map((own) => own[id]!).reduce((so, next) => elementwise(how, so, next));
    values.forEach((own) => (own[id] = all));
  }
  return workers.map(({ graph: { outputs, updates } }, rank) => ({
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, id]) => [name, values[rank]![id]!])),
    updates: new Map(updates.map(({ variable, value }) => [variable, values[rank]![value]!])),
  }));
}

function valueOf(
  node: Exclude<Node, AllReduce>,
  values: readonly Tensor[],
  { feeds, variables, seed = 1, step = 0 }: Run,
): Tensor {
  const inputs = node.inputs.map((id) => values[id]!);
  const [x] = inputs;
  switch (node.op) {
    case "feed":
      return known(feeds[node.name], node.name);
    case "variable":
      return known(variables.get(node.name), node.name);
    case "constant":
      return elementwise("add", scalar(node.value), tensor(node.shape, new Float64Array(sizeOf(node.shape))));
    case "draw": {
      const drawn = new Float32Array(sizeOf(node.shape));
      drawer(node.draw, drawn.length, seed)(drawn, 0, step);
      return tensor(node.shape, drawn);
    }
    case "matMul":
      return matMul(x!, inputs[1]!);
    case "transpose":
      return transpose(x!);
    case "sum":
    case "mean":
    case "max":
      return reduce(node.op, x!, node.axes, node.keepDims);
    case "reshape":
      return reshape(x!, node.shape);
    case "concat":
      return concat(inputs, node.axis);
    case "slice":
      return slice(x!, node.begin, node.shape);
    case "pad":
      return pad(x!, node.begin, node.shape);
    default:
      return elementwise(node.op satisfies ElementwiseOp, ...inputs);
  }
}

function known(value: Tensor | undefined, name: string): Tensor {
  if (value === undefined) throw new Error(`no value for ${name}`);
  return value;
}
