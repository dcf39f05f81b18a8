import { sizeOf, type Graph, type Node } from "../../src/graph/ir.ts";
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

/** Runs a graph once in float64: what it puts out, and what its variables become. */
export function runGraph64(graph: Graph, { feeds, variables, seed = 1, step = 0 }: Run) {
  const values: Tensor[] = [];
  const valueOf = (node: Node): Tensor => {
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
  };
  for (const node of graph.nodes) {
    const value = valueOf(node);
    if (value.shape.join() !== node.shape.join())
      throw new Error(`${node.op} gives [${value.shape}] and not [${node.shape}]`);
    values.push(value);
  }
  return {
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!])),
    updates: new Map(graph.updates.map(({ variable, value }) => [variable, values[value]!])),
  };
}

function known(value: Tensor | undefined, name: string): Tensor {
  if (value === undefined) throw new Error(`no value for ${name}`);
  return value;
}
