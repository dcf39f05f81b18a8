/** One definition for each kind of layer: a new layer is a file here, a line below, and a signature in `grammar/std/layers.dnn`. */
import type { LayerKind } from "../../network/network.ts";
import { activation } from "./activation.ts";
import { batchNorm } from "./batch-norm.ts";
import type { LayerDefinition } from "./definition.ts";
import { dense } from "./dense.ts";
import { alphaDropout, dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { gaussianDropout, gaussianNoise } from "./gaussian.ts";
import { input } from "./input.ts";
import { layerNorm } from "./layer-norm.ts";
import { add, average, concat, multiply } from "./merge.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";

export const layers: { readonly [K in LayerKind]: LayerDefinition } = {
  input,
  dense,
  activation,
  flatten,
  dropout,
  alpha_dropout: alphaDropout,
  gaussian_noise: gaussianNoise,
  gaussian_dropout: gaussianDropout,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  add,
  multiply,
  average,
  concat,
  slice,
  reshape,
};

/** What a layer of that name does beside computing; undefined for a layer that is neither norm nor noise. */
export const natureOf = (name: string): LayerDefinition["nature"] =>
  Object.hasOwn(layers, name) ? layers[name as LayerKind].nature : undefined;
