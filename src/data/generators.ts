import * as made from "../portable/generators.ts";
import type { GeneratorName, GeneratorSource } from "./spec.ts";

/** Made examples: features `[examples, width]` and targets `[examples]`, with the number of classes where these are labels. */
interface Made {
  readonly width: number;
  readonly features: Float64Array;
  readonly targets: ArrayLike<number>;
  readonly classes?: number;
}

/** How each generator of the language is called, and which defaults it has. */
export const generators: { readonly [K in GeneratorName]: (source: GeneratorSource) => Made } = {
  spirals: ({ examples, noise, seed, classes = 2 }) => inTurns(made.spirals(examples, noise, seed, classes), classes),
  moons: ({ examples, noise, seed }) => inTurns(made.moons(examples, noise, seed), 2),
  circles: ({ examples, noise, seed }) => inTurns(made.circles(examples, noise, seed), 2),
  blobs: ({ examples, noise, seed, classes = 3 }) => inTurns(made.blobs(examples, noise, seed, classes), classes),
  xor: ({ examples, noise, seed }) => inTurns(made.xor(examples, noise, seed), 2),
  linear: ({ examples, noise, seed, features = 1 }) => byLaw(made.linear(examples, noise, seed, features), features),
  friedman: ({ examples, noise, seed, features = 10 }) =>
    byLaw(made.friedman(examples, noise, seed, features), features),
};

/** Points in the plane whose classes take turns. */
const inTurns = (features: Float64Array, classes: number): Made => ({
  width: 2,
  features,
  targets: Uint32Array.from({ length: features.length / 2 }, (_, i) => i % classes),
  classes,
});

const byLaw = ([features, targets]: readonly [Float64Array, Float64Array], width: number): Made => ({
  width,
  features,
  targets,
});
