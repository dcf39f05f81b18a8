import * as made from "../portable/generators.ts";
import type { Generated } from "../portable/generators.ts";
import type { GeneratorName, GeneratorSource } from "./spec.ts";

/** Made examples, with the number of classes where their targets are labels. */
interface Made extends Generated {
  readonly classes?: number;
}

/** How each generator of the language is called, and which defaults it has. */
export const generators: { readonly [K in GeneratorName]: (source: GeneratorSource) => Made } = {
  spirals: ({ examples, noise, seed, classes = 2 }) => ({ ...made.spirals(examples, noise, seed, classes), classes }),
  moons: ({ examples, noise, seed }) => ({ ...made.moons(examples, noise, seed), classes: 2 }),
  circles: ({ examples, noise, seed }) => ({ ...made.circles(examples, noise, seed), classes: 2 }),
  blobs: ({ examples, noise, seed, classes = 3 }) => ({ ...made.blobs(examples, noise, seed, classes), classes }),
  xor: ({ examples, noise, seed }) => ({ ...made.xor(examples, noise, seed), classes: 2 }),
  linear: ({ examples, noise, seed, features = 1 }) => made.linear(examples, noise, seed, features),
  friedman: ({ examples, noise, seed, features = 10 }) => made.friedman(examples, noise, seed, features),
};
