/** What those who come from Keras, PyTorch or scikit-learn write, and what stands for it here. */
import { nearest } from "../diagnostics/suggest.ts";

/** Their name, without regard to capitals and underscores, and ours. */
const names: Readonly<Record<string, string>> = {
  ...{ lr: "learning_rate", lrrate: "learning_rate", eta: "learning_rate", initiallr: "initial", maxlr: "peak" },
  ...{ batch: "batch_size", minibatch: "batch_size", nepochs: "epochs", numepochs: "epochs", maxepochs: "epochs" },
  ...{ criterion: "loss", randomstate: "seed", opt: "optimizer" },
  ...{ traintestsplit: "split", label: "target", labels: "target", y: "target" },
  ...{ path: "source", file: "source", scale: "normalize", scaling: "normalize", standardize: "normalize" },
  ...{ categoricalcrossentropy: "cross_entropy", sparsecategoricalcrossentropy: "cross_entropy" },
  ...{ crossentropyloss: "cross_entropy", nllloss: "cross_entropy", logloss: "cross_entropy" },
  ...{ binarycrossentropy: "binary_cross_entropy", bce: "binary_cross_entropy", bceloss: "binary_cross_entropy" },
  ...{ bcewithlogitsloss: "binary_cross_entropy", mseloss: "mse", meansquarederror: "mse", l2loss: "mse" },
  ...{ l1loss: "mae", meanabsoluteerror: "mae", maeloss: "mae", rootmeansquarederror: "rmse" },
  ...{ acc: "accuracy", categoricalaccuracy: "accuracy", binaryaccuracy: "accuracy" },
  ...{ sparsecategoricalaccuracy: "accuracy" },
  ...{ fc: "dense", fullyconnected: "dense", batchnormalization: "batch_norm", batchnorm1d: "batch_norm" },
  ...{ bn: "batch_norm", concatenate: "concat", cat: "concat", silu: "swish", logistic: "sigmoid" },
  ...{ kernelinitializer: "init", initializer: "init", kernelregularizer: "regularization" },
  ...{ regularizer: "regularization", kernelconstraint: "constraint", usebias: "bias", norm: "normalization" },
  ...{ neurons: "units", outfeatures: "units", hidden: "units", nclasses: "classes", numclasses: "classes" },
  ...{ p: "rate", prob: "rate", probability: "rate", eps: "epsilon", decaysteps: "every", maxepoch: "epochs" },
  ...{ yes: "true", on: "true", no: "false", off: "false", null: "none", nil: "none" },
  ...{ valloss: "validation_loss", restorebestweights: "restore_best" },
  ...{ steplr: "piecewise", multisteplr: "piecewise", piecewiseconstantdecay: "piecewise" },
  ...{ exponentialdecay: "exponential", exponentiallr: "exponential", inversetimedecay: "power" },
  ...{ reducelronplateau: "performance", plateau: "performance", cosinedecay: "cosine", cosinedecayrestarts: "cosine" },
  ...{ cosineannealinglr: "cosine", cosineannealingwarmrestarts: "cosine", sgdr: "cosine", linearwarmup: "warmup" },
  ...{ onecyclelr: "one_cycle", xavieruniform: "glorot_uniform", xaviernormal: "glorot_normal" },
  ...{ maxnorm: "max_norm", unitnorm: "unit_norm", nonneg: "non_negative", minmaxnorm: "min_max_norm" },
  ...{ gradientclipping: "clip_gradients", clipgrad: "clip_gradients", globalclipnorm: "global_norm" },
  ...{ clipvalue: "value", clipgradvalue: "value", clipnorm: "norm", clipgradnorm: "global_norm" },
  ...{ kaiminguniform: "he_uniform", kaimingnormal: "he_normal", standardscaler: "standardize" },
  ...{ xavier: "glorot_uniform", glorot: "glorot_uniform", kaiming: "he_normal", he: "he_normal" },
  ...{ lecun: "lecun_normal", standard: "standardize", zscore: "standardize", minmaxscaler: "min_max" },
  ...{ scheduler: "learning_rate", lrscheduler: "learning_rate", lrschedule: "learning_rate" },
  ...{ stepdecay: "piecewise", multistep: "piecewise", reduceonplateau: "performance", cosineannealing: "cosine" },
  ...{ val: "validation", valid: "validation", dev: "validation", negativeslope: "alpha", alpha: "rho" },
  ...{ nll: "cross_entropy", negativeloglikelihood: "cross_entropy", softmaxcrossentropy: "cross_entropy" },
  ...{ smoothl1: "huber", smoothl1loss: "huber", kld: "kl_divergence", kldivloss: "kl_divergence" },
  ...{ poissonnllloss: "poisson", rocauc: "auc", f1score: "f1", r2score: "r2", topkaccuracy: "top_k" },
  ...{ topkcategoricalaccuracy: "top_k", meanabsolutepercentageerror: "mape", mul: "multiply", avg: "average" },
  ...{ normal: "random_normal", uniform: "random_uniform", nsamples: "examples", n: "examples" },
  ...{ dropoutrate: "rate", weightinit: "init", weightinitializer: "init", lambda: "l2", sgdm: "momentum" },
};

/** Where the name alone does not tell what to write. */
const advice: Readonly<Record<string, string>> = {
  weightdecay:
    "write `optimizer: adamw(weight_decay: 0.004)`, or `regularization: l2(0.01)` in a layer or in `defaults`",
  validationsplit: "write `split: random(train: 80%, validation: 20%)` in the data block",
  clipvalue: "write `clip_gradients: value(1.0)` in the train block",
  clipnorm: "write `clip_gradients: norm(1.0)` in the train block",
  globalclipnorm: "write `clip_gradients: global_norm(1.0)` in the train block",
  maxgradnorm: "write `clip_gradients: global_norm(1.0)` in the train block",
  fromlogits: "leave it out: the loss takes its stable form from the output's activation by itself",
  shuffle: "leave it out: the training examples come in a new order in every epoch",
  verbose: "leave it out: `dnnc train` tells each epoch by itself",
  patience: "write `early_stopping { patience: 10 }`",
  gradientclipval: "write `clip_gradients: global_norm(1.0)` in the train block",
  labelsmoothing: "it belongs to the loss: write `loss: cross_entropy(label_smoothing: 0.1)`",
  callbacks: "write `early_stopping { patience: 10 }`; a run keeps its best weights by itself",
  callback: "write `early_stopping { patience: 10 }`; a run keeps its best weights by itself",
  key: "write `seed: 42`",
  rng: "write `seed: 42`",
  rngs: "write `seed: 42`",
  preset: "write `defaults: NAME`",
  mindelta: "leave it out: any improvement counts",
};

const warmup = (over: string): string =>
  `write \`learning_rate: warmup(${over}, into: …)\`, with this schedule behind \`into\``;

/** The same of what has its meaning in one kind of word alone: its arguments; for a network, its lines. */
const adviceIn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  layer: {
    name: "a line keeps its value under a name: `hidden = dense(100)`",
    trainable: "keep the layer's value, `body = dense(100)`, and write `freeze: [body]` in the train block",
    inputshape: "write `input(28, 28)` above the layer, or `input` alone",
    inputdim: "write `input(8)` above the layer, or `input` alone",
    infeatures: "leave it out: it is the width of what comes in",
  },
  optimizer: {
    momentum: "write `optimizer: momentum(momentum: 0.9)`, or `nesterov(momentum: 0.9)`",
    nesterov: "write `optimizer: nesterov(momentum: 0.9)`",
  },
  source: {
    mnist:
      'write `idx("train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz")`: the files lie with the spec or below `--data-dir`',
    fashionmnist:
      'write `idx("train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz")`: the files lie with the spec or below `--data-dir`',
  },
  schedule: { warmup: warmup("500 steps"), warmupsteps: warmup("500 steps"), warmupepochs: warmup("5 epochs") },
  network: {
    activation: "an activation stands as a layer by its own name: `relu`",
    output: "leave it out: the last layer is the output, and several are listed, `outputs: [main, aux]`",
    residual: "keep a value, `skip = relu`, and add it later: `add(skip)`",
    lambda: "write an activation of your own: `activation double(x) = 2 * x`",
    type: "a layer is written by its name, with its arguments: `dense(300, activation: relu)`",
    units: "a layer is written by its name, with its arguments: `dense(300, activation: relu)`",
    serial: "write the layers one below the other in `network NAME { … }`",
    mlp: "write the layers one below the other in `network NAME { … }`",
    sequential: "write the layers one below the other in `network NAME { … }`",
  },
};

/** What a formula is given, or may call, under another name. */
const inFormulas: Readonly<Record<string, string>> = {
  ...{ lr: "rate", learningrate: "rate", alpha: "rate", eta: "rate", grad: "g", gradient: "g", grads: "g" },
  ...{ weight: "w", weights: "w", param: "w", params: "w", theta: "w", iteration: "t", iterations: "t" },
  ...{ ytrue: "target", labels: "target", ypred: "output", prediction: "output", predictions: "output" },
  ...{ maximum: "max", minimum: "min", where: "if … then … else …", ln: "log", square: "x ^ 2", relu: "max(x, 0)" },
  ...{ power: "pow", reducemean: "mean", reducesum: "sum", logsumexp: "log_sum_exp", clip: "clamp" },
};

const bare = (name: string): string => name.toLowerCase().replaceAll("_", "");

const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, bare(name)) ? table[bare(name)] : undefined;

/** The candidate that was meant: the one that others call so, or that is spelt nearly so. */
export function meant(name: string, candidates: readonly string[]): string | undefined {
  // PyTorch's layer, where the activation of that name would stand nearest.
  if (name === "Linear" && candidates.includes("dense")) return "dense";
  const habit = entryOf(names, name);
  return habit !== undefined && candidates.includes(habit) ? habit : nearest(name, candidates);
}

/** What to write where others write `name`, in a word of this kind. */
export const adviceFor = (name: string, kind = ""): string | undefined =>
  entryOf(adviceIn[kind] ?? {}, name) ?? entryOf(advice, name);

/** What a formula has under the name that others give it. */
export const formulaHabit = (name: string): string | undefined => entryOf(inFormulas, name);
