/** A rule's value and gradients in three interpretations: float64 by plain loops, the WASM plan, TF.js's CPU backend. */
import type { Rule } from "../../src/graph/algebra.ts";
import { makeGraphBuilder } from "../../src/graph/builder.ts";
import { openBackend, type BackendName } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { algebra64 } from "./algebra64.ts";
import { tensor, type Tensor } from "./float64.ts";

export interface Pulled {
  readonly value: Tensor;
  /** One for each differentiable input. */
  readonly gradients: readonly Tensor[];
}

export function pull64(rule: Rule, inputs: readonly Tensor[], upstream: Tensor): Pulled {
  const to = algebra64();
  const { value, keep } = rule.value(to, inputs);
  return { value, gradients: rule.pull(to, upstream, keep).map((gradient) => gradient()) };
}

export async function pullBy(
  backend: BackendName,
  rule: Rule,
  inputs: readonly Tensor[],
  upstream: Tensor,
): Promise<Pulled> {
  const builder = makeGraphBuilder();
  const fed = new Map<string, Tensor>([...inputs.map((input, i) => [`x${i}`, input] as const), ["upstream", upstream]]);
  const nodes = [...fed].map(([name, { shape }]) => builder.feed(name, shape));
  const { value, keep } = rule.value(builder, nodes.slice(0, -1));
  const results = [value, ...rule.pull(builder, nodes.at(-1)!, keep).map((gradient) => gradient())];
  results.forEach((id, i) => builder.output(`y${i}`, id));
  const { graph } = builder.finish();
  const session = createSession(await openBackend(backend));
  const program = session.compile(graph, 1);
  for (const node of graph.nodes)
    if (node.op === "feed")
      program.feed(
        node.name,
        node.shape.length === 0 ? fed.get(node.name)!.values[0]! : Float32Array.from(fed.get(node.name)!.values),
      );
  program.run(0);
  const [first, ...gradients] = results.map((id, i) => tensor(builder.shapeOf(id), program.output(`y${i}`)));
  session.dispose();
  return { value: first!, gradients };
}

/** The gradients by finite differences: of the sum of the value times `upstream`, by each number of each differentiable input. */
export function differences64(
  rule: Rule,
  inputs: readonly Tensor[],
  upstream: Tensor,
  h = 1e-5,
): readonly Float64Array[] {
  const at = (changed: readonly Tensor[]): number =>
    rule
      .value(algebra64(), changed)
      .value.values.reduce((sum, value, i) => sum + value * (upstream.values[i] ?? upstream.values[0]!), 0);
  return inputs.slice(0, rule.differentiable).map(({ shape, values }, k) =>
    values.map((x, i) => {
      const moved = (by: number): number => at(inputs.with(k, tensor(shape, values.with(i, x + by))));
      return (moved(h) - moved(-h)) / (2 * h);
    }),
  );
}

/** The largest difference, each measured against 1 plus the size of what is expected. */
export const distance = (found: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Array.from(expected, (value, i) =>
    Object.is(found[i], value) ? 0 : Math.abs(found[i]! - value) / (1 + Math.abs(value)),
  ).reduce((most, each) => (each <= most ? most : each), found.length === expected.length ? 0 : Infinity);
