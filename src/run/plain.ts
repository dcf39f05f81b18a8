/** Plain TF.js: each run interprets the graph with the calls that an emitted program makes. */
import type { Tensor, Variable } from "@tensorflow/tfjs-core";
import { neededNodes } from "../graph/needed.ts";
import { sizeOf, type Feed, type Graph, type Node, type Shape } from "../graph/ir.ts";
import type { Backend } from "./backend.ts";
import { drawer } from "./draw.ts";
import { checkCount, checkVariables, exchangesAt, gatherFeed, known, writeFeed } from "./needs.ts";
import { computed } from "./operations.ts";
import type { AllReduceValues, Program, Session } from "./session.ts";

export function plainSession(backend: Backend, allReduce?: AllReduceValues): Session {
  const { tf, name: backendName } = backend;
  const variables = new Map<string, Variable>();
  const own = <T>(work: () => T): T => {
    if (tf.getBackend() !== backendName) void tf.setBackend(backendName);
    return work();
  };
  return {
    variable(name, shape, initial) {
      if (variables.has(name)) throw new Error(`variable "${name}" is there already`);
      checkCount(name, shape, initial);
      const made = own(() => tf.tidy(() => tf.variable(tf.tensor(initial.slice(), [...shape], "float32"))));
      variables.set(name, made);
    },
    read: (name) => own(() => numbers(known(variables, "variable", name))),
    write(name, values) {
      const variable = known(variables, "variable", name);
      checkCount(name, variable.shape, values);
      own(() => tf.tidy(() => variable.assign(tf.tensor(values.slice(), variable.shape, "float32"))));
    },
    compile(graph, seed) {
      checkVariables(graph, new Map<string, Shape>([...variables].map(([name, { shape }]) => [name, shape])));
      return plainProgram(backend, own, variables, { graph, seed, allReduce });
    },
    dispose() {
      own(() => tf.dispose([...variables.values()]));
      variables.clear();
    },
  };
}

function plainProgram(
  { tf }: Backend,
  own: (work: () => void) => void,
  variables: ReadonlyMap<string, Variable>,
  { graph, seed, allReduce }: { graph: Graph; seed: number; allReduce: AllReduceValues | undefined },
): Program {
  const nodes = neededNodes(graph);
  const exchanges = exchangesAt(nodes, allReduce);
  const isFeed = (node: Node): node is Feed => node.op === "feed";
  const feeds = new Map(
    graph.nodes
      .filter(isFeed)
      .map((node) => [node.name, { node, numbers: { target: new Float32Array(sizeOf(node.shape)), start: 0 } }]),
  );
  const draws = new Map(
    nodes.filter((node) => node.op === "draw").map((node) => [node.id, drawer(node.draw, sizeOf(node.shape), seed)]),
  );
  const outputs = new Map<string, Float32Array>();

  function valueOf(node: Node, values: readonly Tensor[], step: number): Tensor {
    const shape = [...node.shape];
    if (node.op === "feed") return tf.tensor(feeds.get(node.name)!.numbers.target.slice(), shape, "float32");
    if (node.op === "variable") return variables.get(node.name)!;
    if (node.op === "constant")
      return shape.length === 0 ? tf.scalar(node.value) : tf.fill(shape, node.value, "float32");
    if (node.op === "draw") {
      const drawn = new Float32Array(sizeOf(shape));
      draws.get(node.id)!(drawn, 0, step);
      return tf.tensor(drawn, shape, "float32");
    }
    if (node.op === "allReduce") return values[node.inputs[0]!]!;
    return computed(
      tf,
      node,
      node.inputs.map((id) => values[id]!),
    );
  }

  /** Where a node ends an exchange, what each member has by itself becomes what all workers have. */
  function exchange({ id }: Node, values: Tensor[]): void {
    const whole = exchanges.get(id);
    if (whole === undefined) return;
    const parts = whole.members.map((member) => numbers(values[member.id]!));
    whole.exchange(parts);
    whole.members.forEach((member, i) => (values[member.id] = tf.tensor(parts[i]!, [...member.shape], "float32")));
  }

  return {
    feed(name, values) {
      const { node, numbers } = known(feeds, "feed", name);
      writeFeed(node, numbers, values);
    },
    gather(name, source, width, rows, first) {
      const { node, numbers } = known(feeds, "feed", name);
      gatherFeed(node, numbers, source, width, rows, first);
    },
    run(step) {
      const work = (): void => {
        const values: Tensor[] = [];
        for (const node of nodes) {
          values[node.id] = valueOf(node, values, step);
          exchange(node, values);
        }
        for (const [name, id] of Object.entries(graph.outputs)) outputs.set(name, numbers(values[id]!));
        const news = graph.updates.map(({ variable, value }) =>
          tf.reshape(values[value]!, variables.get(variable)!.shape),
        );
        graph.updates.forEach(({ variable }, i) => variables.get(variable)!.assign(news[i]!));
      };
      own(() => tf.tidy(work));
    },
    output: (name) => known(outputs, "output", name).slice(),
    scalar: (name) => known(outputs, "output", name)[0]!,
  };
}

const numbers = (tensor: Tensor): Float32Array => Float32Array.from(tensor.dataSync());
