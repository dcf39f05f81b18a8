/**
 * jax-js on WASM: a jitted step of the loss, its gradients and the update. Its optimizers are a package of their own (`@jax-js/optax`),
 * which is not taken in here, so that it always goes down the gradient: less than what the others do. Arrays are owned: what is read
 * twice is read by `.ref` first.
 */
import { defaultDevice, init, jit, nn, numpy as np, random, tree, valueAndGrad } from "@jax-js/jax";
import type { PeerJob } from "../job.ts";
import { batches } from "../made-data.ts";
import type { PlainLayer, PlainTraining } from "../plain-training.ts";
import { inRounds, openRounds } from "../rounds.ts";

/** By layer its weights, or its moving averages; empty where it has none. */
type Arrays = np.Array[][];

const activations: Readonly<Record<string, (x: np.Array) => np.Array>> = {
  relu: (x) => nn.relu(x),
  elu: (x) => nn.elu(x),
  selu: (x) => nn.selu(x),
  swish: (x) => nn.swish(x),
};

const zeros = (size: number): np.Array => np.zeros([size]);
const ones = (size: number): np.Array => np.ones([size]);

function initial(layer: PlainLayer, i: number): np.Array[] {
  if (layer.kind === "batch_norm") return [ones(layer.units), zeros(layer.units)];
  if (layer.kind !== "dense") return [];
  const { inputs, units, bias, deviation } = layer;
  const kernel = random.normal(random.key(i), [inputs, units]).mul(deviation);
  return bias ? [kernel, zeros(units)] : [kernel];
}

const averages = (layer: PlainLayer): np.Array[] =>
  layer.kind === "batch_norm" ? [zeros(layer.units), ones(layer.units)] : [];

/** One layer on a batch; what it adds to the loss goes to `penalties`, the moving averages as they become to `next`. */
function forward(layer: PlainLayer, x: np.Array, weights: np.Array[], old: np.Array[], key: np.Array | undefined) {
  switch (layer.kind) {
    case "dense": {
      const [kernel, bias] = weights;
      const penalty = layer.l2 > 0 ? np.square(kernel!.ref).sum().mul(layer.l2) : undefined;
      const sums = np.matmul(x, kernel!);
      return { value: bias === undefined ? sums : sums.add(bias), penalty, next: [] };
    }
    case "batch_norm": {
      const mean = np.mean(x.ref, 0);
      const centred = x.sub(mean.ref);
      const variance = np.mean(np.square(centred.ref), 0);
      const scale = weights[0]!.div(np.sqrt(variance.ref.add(layer.epsilon)));
      const follow = (average: np.Array, now: np.Array): np.Array =>
        average.mul(layer.momentum).add(now.mul(1 - layer.momentum));
      const next = [follow(old[0]!, mean), follow(old[1]!, variance)];
      return { value: centred.mul(scale).add(weights[1]!), penalty: undefined, next };
    }
    case "activation":
      return { value: activations[layer.name]!(x), penalty: undefined, next: [] };
    case "dropout": {
      const kept = random.bernoulli(key!, 1 - layer.rate, x.shape).astype(np.float32);
      return { value: x.mul(kept.mul(1 / (1 - layer.rate))), penalty: undefined, next: [] };
    }
  }
}

/** The loss of a batch, and the moving averages as they become. */
function objective({ layers, loss, batchSize }: PlainTraining) {
  return (weights: Arrays, old: Arrays, keys: np.Array[], x: np.Array, y: np.Array): [np.Array, Arrays] => {
    let value = x;
    let penalty: np.Array | undefined;
    let draw = 0;
    const next = layers.map((layer, i) => {
      const done = forward(layer, value, weights[i]!, old[i]!, layer.kind === "dropout" ? keys[draw++] : undefined);
      value = done.value;
      if (done.penalty !== undefined) penalty = penalty === undefined ? done.penalty : penalty.add(done.penalty);
      return done.next;
    });
    const error =
      loss === "mse"
        ? np.mean(np.square(value.sub(y)))
        : nn
            .logSoftmax(value)
            .mul(y)
            .sum()
            .mul(-1 / batchSize);
    return [penalty === undefined ? error : error.add(penalty), next];
  };
}

/** The factor that brings the gradients down to a global norm. */
function clipped(gradients: Arrays, limit: number): Arrays {
  const squares = gradients.flat().map((g) => np.square(g.ref).sum());
  const norm = np.sqrt(squares.reduce((sum, next) => sum.add(next)));
  const factor = np.minimum(np.array(limit).div(norm), 1);
  const scaled = gradients.map((of) => of.map((g) => g.mul(factor.ref)));
  factor.dispose();
  return scaled;
}

export async function race({ plain, data }: PeerJob): Promise<void> {
  await init("wasm");
  defaultDevice("wasm");
  const { layers, rate, globalNorm, batchSize, optimizer, schedule } = plain;
  const gradient = valueAndGrad(objective(plain), { hasAux: true });
  const step = jit((weights: Arrays, old: Arrays, keys: np.Array[], x: np.Array, y: np.Array) => {
    const [[loss, next], found] = gradient(tree.ref(weights), old, keys, x, y) as [[np.Array, Arrays], Arrays];
    const gradients = globalNorm === undefined ? found : clipped(found, globalNorm);
    return [loss, weights.map((of, i) => of.map((w, j) => w.sub(gradients[i]![j]!.mul(rate)))), next] as [
      np.Array,
      Arrays,
      Arrays,
    ];
  });
  let weights = layers.map(initial);
  let old = layers.map(averages);
  let steps = 0;
  const draws = layers.filter(({ kind }) => kind === "dropout").length;
  const next = batches(data, batchSize);
  const notes = [
    ...(optimizer.name === "sgd" ? [] : [`sgd, for its ${optimizer.name} is in a package of its own`]),
    ...(schedule === undefined ? [] : ["a constant rate"]),
  ];
  const rounds = openRounds(notes);
  await inRounds(rounds, (count) => {
    let last = NaN;
    for (let i = 0; i < count; i++) {
      const { features, targets } = next();
      const x = np.array(features).reshape([batchSize, data.width]);
      const y = np.array(targets).reshape([batchSize, data.outputs]);
      const keys = Array.from({ length: draws }, () => random.key(steps++));
      const [loss, ...made] = step(weights, old, keys, x, y);
      [weights, old] = made;
      last = loss.dataSync()[0]!;
    }
    return last;
  });
}
