/**
 * What the book prints of its runs: Géron, Hands-On Machine Learning, chapter 11, as its notebook shows them (`leaky_relu`, `prelu` and
 * `alpha_dropout` in that of the second edition, the others in that of the third). One seed each, the last epoch.
 */

/** Accuracies are shares from 0 to 1; `train…` is of the epoch as it was trained, `measured…` of the training images in inference. */
export interface Figures {
  readonly trainLoss?: number;
  readonly trainAccuracy?: number;
  readonly measuredAccuracy?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly testAccuracy?: number;
  /** On the test images, by the mean of 100 passes with dropout. */
  readonly monteCarloAccuracy?: number;
  /** All weights, the moving averages of norms too. */
  readonly parameters?: number;
}

const epoch = (
  trainLoss: number,
  trainAccuracy: number,
  validationLoss: number,
  validationAccuracy: number,
): Figures => ({ trainLoss, trainAccuracy, validationLoss, validationAccuracy });

/** Every experiment in the order of the chapter, by the name of its spec; those of which the book prints no run are empty. */
export const book: Readonly<Record<string, Figures>> = {
  leaky_relu: { validationAccuracy: 0.84 },
  prelu: { validationAccuracy: 0.84 },
  rrelu: {},
  elu: {},
  gelu: {},
  swish: {},
  mish: {},
  selu_100_layers: epoch(0.5401, 0.8041, 0.5333, 0.8046),
  relu_100_layers: epoch(0.7892, 0.6875, 0.7485, 0.7054),
  batch_norm_after: { ...epoch(0.4083, 0.8561, 0.3676, 0.865), parameters: 271_346 },
  batch_norm_before: epoch(0.4275, 0.85, 0.3752, 0.8646),
  clip_value: {},
  clip_norm: {},
  sgd: {},
  momentum: epoch(0.3097, 0.8881, 0.3656, 0.8672),
  nesterov: epoch(0.3081, 0.8891, 0.3624, 0.8708),
  adagrad: epoch(0.4511, 0.8458, 0.4469, 0.8424),
  rmsprop: epoch(0.3437, 0.883, 0.4781, 0.8636),
  adam: epoch(0.2428, 0.9073, 0.3879, 0.8696),
  adamax: epoch(0.2542, 0.9063, 0.3282, 0.878),
  nadam: epoch(0.2402, 0.9091, 0.3813, 0.874),
  adamw: epoch(0.2483, 0.9054, 0.3696, 0.8702),
  power: epoch(0.3379, 0.8793, 0.3569, 0.8714),
  exponential_by_epoch: epoch(0.2896, 0.8962, 0.3296, 0.8812),
  exponential_by_step: epoch(0.2871, 0.8969, 0.3352, 0.8802),
  piecewise: epoch(0.2587, 0.9038, 0.4726, 0.877),
  performance: epoch(0.2276, 0.9174, 0.3205, 0.8868),
  rate_finder: {},
  one_cycle: epoch(0.1967, 0.9276, 0.3016, 0.892),
  l2: epoch(1.4263, 0.8159, 1.1269, 0.8182),
  dropout: {
    ...epoch(0.3903, 0.8552, 0.3453, 0.8732),
    measuredAccuracy: 0.8849,
    testAccuracy: 0.87,
    monteCarloAccuracy: 0.8717,
    parameters: 89_610,
  },
  alpha_dropout: { testAccuracy: 0.8639, monteCarloAccuracy: 0.8661 },
  max_norm: epoch(0.3169, 0.8809, 0.3907, 0.8578),
  default_configuration: {},
  self_normalizing_configuration: {},
};
