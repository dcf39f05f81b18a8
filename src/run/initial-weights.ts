import { evaluateNumber } from "../formula/evaluate.ts";
import { sizeOf } from "../graph/ir.ts";
import type { NamedWeight } from "../graph/step.ts";
import { sidesOf } from "../graph/training-graph.ts";
import { truncatedNormals, uniforms } from "../portable/initialize.ts";
import { distributionOf, type Distribution } from "../vocabulary/instantiate.ts";

type Drawing = (count: number, scale: number, seed: number, stream: number) => Float32Array;

const drawings: { readonly [K in Distribution["kind"]]: Drawing } = {
  constant: (count, value) => new Float32Array(count).fill(value),
  truncated_normal: truncatedNormals,
  random_uniform: uniforms,
};

/** A weight's numbers before training: from its layer's own stream, so that nothing else changes them. */
export function initialWeight({ initial, shape, fans, layer }: NamedWeight, seed: number): Float32Array {
  const count = sizeOf(sidesOf(shape));
  if (typeof initial === "number") return new Float32Array(count).fill(initial);
  const distribution = distributionOf(initial)!;
  const [fanIn, fanOut] = sidesOf(fans ?? []);
  const scale = evaluateNumber(distribution.scale, { fan_in: fanIn ?? 1, fan_out: fanOut ?? 1 });
  return drawings[distribution.kind](count, scale, seed, layer.stream);
}
