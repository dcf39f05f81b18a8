import { evaluateNumber } from "../formula/evaluate.ts";
import { sizeOf } from "../graph/ir.ts";
import type { NamedWeight } from "../graph/step.ts";
import { sidesOf } from "../graph/training-graph.ts";
import { identityMatrix, orthogonalMatrix, truncated, uniform } from "../portable/initialize.ts";
import { normal } from "../portable/random.ts";
import { distributionOf, type Distribution } from "../vocabulary/distribution.ts";

/** The rows and columns of a kernel, the numbers of its distribution, and where its draws come from. */
interface Drawing {
  readonly rows: number;
  readonly columns: number;
  readonly scale: number;
  readonly mean: number;
  readonly seed: number;
  readonly stream: number;
}

/** A number for each place. */
const drawn = ({ rows, columns, mean }: Drawing, draw: (i: number) => number): Float32Array =>
  new Float32Array(rows * columns).map((_, i) => (mean === 0 ? draw(i) : draw(i) + mean));

const drawings: { readonly [K in Distribution["kind"]]: (drawing: Drawing) => Float32Array } = {
  constant: ({ rows, columns, scale }) => new Float32Array(rows * columns).fill(scale),
  normal: (drawing) => drawn(drawing, (i) => normal(drawing.seed, drawing.stream, i) * drawing.scale),
  truncated_normal: (drawing) => drawn(drawing, (i) => truncated(drawing.seed, drawing.stream, i, drawing.scale)),
  uniform: (drawing) => drawn(drawing, (i) => uniform(drawing.seed, drawing.stream, i, drawing.scale)),
  orthogonal: ({ rows, columns, scale, seed, stream }) => orthogonalMatrix(rows, columns, scale, seed, stream),
  identity: ({ rows, columns, scale }) => identityMatrix(rows, columns, scale),
};

/** A weight's numbers before training: from its layer's own stream, so that nothing else changes them. */
export function initialWeight({ initial, shape, fans, layer }: NamedWeight, seed: number): Float32Array {
  const sides = sidesOf(shape);
  if (typeof initial === "number") return new Float32Array(sizeOf(sides)).fill(initial);
  const distribution = distributionOf(initial)!;
  const [fanIn, fanOut] = sidesOf(fans ?? []);
  const given = { fan_in: fanIn ?? 1, fan_out: fanOut ?? 1 };
  return drawings[distribution.kind]({
    rows: sizeOf(sides.slice(0, -1)),
    columns: sides.at(-1)!,
    scale: evaluateNumber(distribution.scale, given),
    mean: evaluateNumber(distribution.mean, given),
    seed,
    stream: layer.stream,
  });
}
