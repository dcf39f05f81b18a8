import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { interpret, linesOf, programsOf, type Programs } from "./running.ts";

const data = `data d { source: linear(examples: 100, features: 5)  split: random(train: 70%, validation: 30%) }`;
const net = (layers: string): string => `${data}\nnetwork q { ${layers} }\ntrain q on d { epochs: 2 }`;
const plain = "input  dense(4, activation: relu)  dense(1)";
const optimizer = (body: string, entries = ""): string =>
  `${data}\noptimizer o(w, g, rate: 0.01, t, decayed) { ${body} }\nnetwork q { ${plain} }\ntrain q on d { epochs: 2  optimizer: o  ${entries} }`;
const library = (use: string, entries = ""): string =>
  `${data}\nnetwork q { ${plain} }\ntrain q on d { epochs: 3  optimizer: ${use}  ${entries} }`;
const rates = (use: string, entries = ""): string =>
  `${data}\nnetwork q { input  dense(4, activation: relu, learning_rate_multiplier: 0.5, normalization: batch_norm(learning_rate_multiplier: 2))  dense(4, activation: relu)  dense(1, learning_rate_multiplier: 0.1) }\ntrain q on d { epochs: 3  optimizer: ${use}  ${entries} }`;
const schedule = (words: string, use: string): string =>
  `${data}\n${words}\nnetwork q { ${plain} }\ntrain q on d { epochs: 3  optimizer: sgd  learning_rate: ${use} }`;
const clipped = (clipping: string, words = ""): string =>
  `${data}\n${words}\nnetwork q { ${plain} }\ntrain q on d { epochs: 2  optimizer: adam  clip_gradients: ${clipping} }`;

/** Three clouds or two moons, with this output layer. */
const classes = (target: string, output: string, train: string, entries = ""): string => {
  const source = target === "binary" ? "moons(examples: 90)" : "blobs(examples: 90, classes: 3)";
  return `data d { source: ${source}  target: ${target}  split: random(train: 60%, validation: 40%)  ${entries} }\nnetwork q { input  dense(4, activation: elu)  ${output} }\ntrain q on d { epochs: 2  ${train} }`;
};

const specs: Readonly<Record<string, string>> = {
  "the input behind another value in a sum": net("a = input  b = dense(5, activation: relu)  add(b, a)  dense(1)"),
  "the input added to the flow": net("a = input  dense(5, activation: relu)  add(a)  dense(1)"),
  "the input among three": net(
    "a = input  b = dense(5, activation: relu)  c = dense(5, activation: tanh)  add(c, b, a)  dense(1)",
  ),
  "the input behind others, side by side": net(
    "a = input  b = dense(3, activation: relu)  c = a -> dense(4, activation: tanh)  concat(b, c, a)  dense(1)",
  ),
  "a value and what dropout leaves of it": net(
    "input  a = dense(5, activation: relu)  b = dropout(10%)  add(b, a)  dense(1)",
  ),
  "a value merged with itself": net("input  a = dense(5, activation: relu)  add(a, a)  dense(1)"),
  "dropout and a norm right behind the input": net(
    "input  dropout(20%)  batch_norm  dense(4, activation: elu)  dense(1)",
  ),
  "layer norm as an argument and on the input, with and without its weights": net(
    "input  layer_norm  dense(4, activation: elu, normalization: layer_norm)  layer_norm(center: false)  layer_norm(scale: false)  layer_norm(center: false, scale: false)  dense(1)",
  ),
  "batch norm with and without its weights": net(
    "input  batch_norm(center: false)  dense(4, activation: elu, normalization: batch_norm(scale: false))  batch_norm(center: false, scale: false)  dense(1)",
  ),
  "noise on the input and behind a layer": net(
    "input  gaussian_noise(0.2)  dense(4, activation: elu)  gaussian_dropout(20%)  dense(1)",
  ),
  "noise beside a mask, read twice": net(
    "input  a = dense(5, activation: relu)  b = gaussian_noise  c = dropout(20%)  add(c, b, a)  dense(1)",
  ),
  "a frozen layer in the middle, with its norm and its penalty": `${data}\nnetwork q { input  dense(4, activation: relu)  b = dense(4, activation: elu, normalization: batch_norm, regularization: l2(0.1))  dense(4, activation: relu, normalization: batch_norm, regularization: l2(0.1))  dense(1) }\ntrain q on d { epochs: 2  freeze: [b]  early_stopping { restore_best: true } }`,
  "a frozen layer on the input": `${data}\nnetwork q { input  b = dense(4, activation: relu) -> dropout(20%)  dense(4, activation: tanh)  dense(1) }\ntrain q on d { epochs: 2  optimizer: momentum  freeze: [b] }`,
  "a frozen norm, and everything before a trained layer": `${data}\nnetwork q { input  a = batch_norm -> layer_norm -> dense(4, activation: relu)  dense(1) }\ntrain q on d { epochs: 2  freeze: [a] }`,
  "a frozen block beside the flow": `${data}\nblock unit(n) { dense(n)  layer_norm(scale: false)  relu  batch_norm(center: false) }\nnetwork q { a = input  b = a -> unit(3)  c = a -> dense(3, activation: relu)  add(b, c)  dense(1) }\ntrain q on d { epochs: 2  freeze: [b] }`,
  "an activation right behind the input": net("input  tanh  dense(4, activation: elu)  dense(1)"),
  "activations that change nothing, by plain descent": `${data}\nactivation same(x) = x\nactivation also(x) = 1 * x + 0\nnetwork q { input  linear  a = dense(4, activation: same)  b = dense(4, activation: linear)  c = same  add(a, b, c)  also  dense(1, activation: linear) }\ntrain q on d { epochs: 2  optimizer: sgd }`,
  "slopes that are learned, for each unit and for the layer": net(
    "input  dense(4, activation: prelu)  dense(3, activation: prelu(alpha: trainable(0.1, per: layer)))  dense(1)",
  ),
  "a slope that is learned right behind the input": net("input  prelu  dense(4, activation: prelu)  dense(1)"),
  "a slope that is drawn, and dropout": net(
    "input  rrelu  dense(4, activation: rrelu(lower: 0.1, upper: 0.4), normalization: batch_norm)  dropout(10%)  dense(1)",
  ),
  "a drawn slope at the output, and one of two readers": net(
    "a = input  b = dense(5, activation: rrelu)  add(b, a)  c = rrelu  add(b, c)  dense(1, activation: rrelu)",
  ),
  "an activation that learns and draws, twice each": `${data}\nactivation own(x, g: trainable(0.9), noise: trainable(0.2, per: layer) in 0..1, by: 0.1) = g * x * noise(1 - by, 1 + by) + noise * erf(x) + noise(-by, by)\nnetwork q { input  dense(4, activation: own)  dense(3, activation: own(by: 0.2))  own  dense(1) }\ntrain q on d { epochs: 2 }`,
  "learned parameters in formulas over rows": `${data}\nactivation own(x, a: trainable(0.5), b: trainable(0.5, per: layer)) = x * (sum(a) + a * mean(x)) / (1 + b ^ 2) + b * log_sum_exp(a * x)\nactivation level(x, to: trainable(0.1)) = to\nnetwork q { input  h = dense(4, activation: own)  k = level  add(h, k)  dense(1) }\ntrain q on d { epochs: 2  optimizer: momentum }`,
  "every activation of the library one after the other": net(
    "input  hard_sigmoid  dense(4)  softsign  relu6  gelu  gelu(approximate: true)  mish  dense(4)  log_softmax  exponential  dense(1)",
  ),
  "the error function among plain numbers": schedule(
    "/// As erf(x) falls.\nschedule s(step, total) { erf = erf(step / total) rate = 0.02 * (1 - erf) }",
    "s",
  ),
  "an optimizer with the error function": optimizer("w = w - rate * erf(g) * erf(t / 100)"),
  "branches side by side": net(
    "a = input  b = a -> dense(4, activation: relu)  c = a -> dense(4, activation: elu)  concat(b, c)  dense(1)",
  ),
  "a value that is read before, in and behind what repeats": net(
    "input  wide = dense(5, activation: relu)  repeat 4 { dense(5, activation: elu)  add(wide) }  concat(wide)  dense(1)",
  ),
  "a value that is read behind two stretches that repeat": net(
    "input  wide = dense(5, activation: relu)  repeat 3 { dense(5, activation: relu) }  narrow = dense(5)  repeat 3 { dense(5, activation: tanh)  dropout(10%) }  last = dense(4)  concat(wide, narrow, last)  dense(1)",
  ),
  "what repeats right behind the input, and at the end": net(
    "input  repeat 4 { dense(5, activation: relu) }  repeat 3 { dense(1) }",
  ),
  "noise without weights, again and again": net(
    "input  dense(4, activation: relu)  repeat 3 { gaussian_noise(0.1) }  dense(1)",
  ),
  "units with norms and penalties, again and again": `${data}\nblock unit(rate: 0%) { batch_norm  relu  dense(5, bias: false, regularization: l2(0.01), constraint: max_norm(2))  dropout(rate)  add(in) }\nnetwork q { input  dense(5, regularization: l2(0.01))  repeat 4 { unit(rate: 10%) }  dense(1, regularization: l1(0.01)) }\ntrain q on d { epochs: 2  clip_gradients: global_norm(1.0)  optimizer: adamw(weight_decay: 0.01) }`,
  "a residual unit on the input": `${data}\nblock unit(rate: 0%) { batch_norm  relu  dense(5, bias: false)  dropout(rate)  add(in) }\nnetwork q { input  repeat 2 { unit(rate: 10%) }  dense(1) }\ntrain q on d { epochs: 2 }`,
  "two inputs, one of them deep": net(
    "wide = input(2)  features = input(3)  dense(4, activation: relu)  dense(4, activation: relu)  last = dense(2, activation: elu)  concat(wide, features, last)  dense(1)",
  ),
  "three inputs with axes of their own": net(
    "a = input(2)  b = input(2, 1)  c = input(1)  x = a -> dense(3, activation: relu)  y = b -> dense(2, activation: elu) -> flatten  concat(x, y, c)  dense(1)",
  ),
  "two outputs that share the target, one weighed less": net(
    "input  hidden = dense(4, activation: relu, regularization: l2(0.01))  aux = dense(1)  main = hidden -> dense(4, activation: elu) -> dense(1)  outputs: [main, aux]",
  ).replace(
    "epochs: 2 }",
    "epochs: 2  loss { aux: mae }  loss_weights { main: 0.9  aux: 0.1 }  metrics { main: [rmse, mae]  aux: [rmse] } }",
  ),
  "two outputs of classes that weigh, and are penalized": `data d { source: blobs(examples: 90, classes: 3)  class_weights: [1, 2, 0.5]  split: random(validation: 20%) }
network q { input  hidden = dense(6, activation: relu, regularization: l1(0.001))  first = dense(3, activation: softmax)  second = hidden -> dense(3, activation: softmax)  outputs: [first, second] }
train q on d { epochs: 2  loss_weights { second: 0.5 }  loss { second: mse } }`,
  "two outputs of classes, from logits and from one that is read on": `data d { source: blobs(examples: 90, classes: 3)  normalize: standardize  split: random(validation: 20%, test: 20%) }
network q { input  dense(6, activation: relu)  first = dense(3, activation: softmax)  dense(5, activation: tanh)  dropout(10%)  total = dense(3, activation: softmax)  outputs: [first, total] }
train q on d { epochs: 2  early_stopping { patience: 1 } }`,
  "slices, products and means of the input": net(
    "a = input  b = a -> slice(0..2) -> dense(4, activation: relu)  c = a -> slice(2..4) -> dense(4, activation: elu)  d = multiply(b, c)  average(b, c, d)  slice(3..3)  dense(1)",
  ),
  "rows and columns of the input": net(
    "input  reshape(5, 1)  dense(3, activation: relu)  reshape(3, -1)  flatten  dense(1)",
  ),
  "an optimizer that reads an old state behind its own move": optimizer(
    "state { m: 0 }  w = w - rate * (0.9 * m + g)  m = g",
  ),
  "an optimizer that keeps what a state was": optimizer(
    "state { m: 0  before: 0 }  before = m  m = 0.9 * m + g  w = w - rate * (m + before)",
  ),
  "an optimizer that counts": optimizer("state { k: 1 }  w = w - rate * g / k  k = k + 1"),
  "an optimizer with a state for each row": optimizer("state { n: 0 }  w = w - rate * g / (1 + n)  n = norm(g)"),
  "an optimizer that decays kernels alone": optimizer("shrink = 1 - 0.01 * decayed  w = w * shrink - rate * g"),
  "an optimizer whose state ends in a number": optimizer("state { m: 0 }  m = g  w = w - rate * m  m = 0.5"),
  "an optimizer that knows the epoch's length": optimizer("w = w - rate * g * min(1, t / 2 epochs)"),
  "an optimizer driven by the schedule": `${data}\noptimizer o(w, g, rate: 0.01, momentum: 0.5 in 0..<1) { state { v: 0 }  v = momentum * v - rate * g  w = w + v }\nnetwork q { ${plain} }\ntrain q on d { epochs: 3  optimizer: o  learning_rate: one_cycle(peak: 0.02) }`,
  "an optimizer with two histories": optimizer(
    "state { previous: 0  before: 0 }  before = previous  previous = g  w = w - rate * (g + 0.1 * before)",
  ),
  "an optimizer that sets weights to a number": optimizer("w = 1 / (10 + t) + 0 * g"),
  "an optimizer that does not look at the gradient": optimizer("w = 0.99 * w"),
  "an optimizer that keeps whether a weight decays": optimizer("state { d: 0.5 }  w = w - rate * g * d  d = decayed"),
  "adagrad from nothing": library("adagrad(initial_accumulator_value: 0)", "learning_rate: 0.1"),
  "rmsprop with nothing but its size": library("rmsprop"),
  "rmsprop with all that it can keep": library("rmsprop(momentum: 0.5, centered: true)"),
  "rmsprop driven by the schedule": library("rmsprop", "learning_rate: one_cycle(peak: 0.02)"),
  "adamax by a schedule": library("adamax", "learning_rate: exponential(initial: 0.02, every: 1 epoch)"),
  nadam: library("nadam"),
  "adamw, which decays kernels": library("adamw(weight_decay: 0.1)"),
  "layers with rates of their own, by sgd": rates("sgd"),
  "layers with rates of their own, by adam": rates("adam"),
  "layers with rates of their own, by adamw": rates("adamw(weight_decay: 0.1)"),
  "layers with rates of their own, by a schedule that drives a momentum": rates(
    "nesterov",
    "learning_rate: one_cycle(peak: 0.02)",
  ),
  "layers with rates of their own, by an optimizer that makes numbers of the rate": `optimizer own(w, g, rate: 0.01, t, decayed) {
    state { sum: 0  last: 0  k: 1 }
    double = 2 * rate * decayed
    quarter = double / 8 + 0.1 * rate
    sum = sum + rate
    last = rate
    k = k / 2
    w = w - quarter * g * (1 + k) - 0.01 * sum * w - 2 * rate * g / t
  }\n${rates("own")}`,
  "an optimizer whose states nothing needs": `optimizer own(w, g, rate: 0.01, friction: 0) {
    state { velocity: 0  seen: 0  count: 0 }
    velocity = friction * velocity + g
    seen = max(seen, abs(g))
    count = count + 1
    w = w - rate * velocity
  }\n${library("own")}`,
  "weights drawn in every way": net(
    `input  dense(4, init: random_normal(0.2, mean: 0.1), activation: elu)  dense(7, init: orthogonal(gain: 1.2), activation: elu)
     dense(3, init: orthogonal, activation: elu)  dense(5, init: identity(0.8), activation: elu)
     dense(5, init: truncated_normal(0.3, mean: -0.1), activation: elu)  dense(4, init: variance_scaling(1.5, mode: fan_out), activation: elu)
     dense(4, init: variance_scaling(distribution: uniform, mode: fan_avg), activation: elu)
     dense(4, init: variance_scaling(distribution: untruncated_normal), activation: elu)  dense(1, init: random_uniform(0.2))`,
  ),
  "weights drawn by a word of one's own": `initializer half(fan_in) = orthogonal(gain: sqrt(1 / fan_in) + 0.5)\n${net("input  dense(9, init: half, activation: tanh)  dense(1, init: half)")}`,
  "parameters called like words of TypeScript, driven": `${data}\noptimizer o(w, g, rate: 0.01, new: 0.5 in 0..<1, order: 1) { state { class: 0 }  class = new * class - rate * order * g  w = w + class }\nschedule s(step, total) { rate = 0.02  new = step / total * 0.5  order = 1 - step / total / 2 }\nnetwork q { ${plain} }\ntrain q on d { epochs: 3  optimizer: o  learning_rate: s }`,
  "a schedule that remembers an epoch": schedule(
    "schedule s(step, wait: 1 epoch in duration) { state { left: wait }  left = left - 1  rate = if left > 0 then 0.01 else 0.005 }",
    "s",
  ),
  "a schedule that asks for less than it is offered": schedule(
    "schedule s(step, epoch, total) = 0.01 + 1 / (1000 + total)",
    "s",
  ),
  "a schedule with a memory": schedule("schedule s(step) { state { r: 0.02 }  r = 0.99 * r  rate = r }", "s"),
  "a schedule by the epoch": schedule("schedule s(epoch) = 0.01 / (1 + epoch)", "s"),
  "a schedule of truths": schedule("schedule s(step, total) = 0.01 * (step < total / 2) + 0.001", "s"),
  "a schedule in shares of the run": schedule("", "piecewise([0.01, 0.002, 0.0005], at: [50%, 80%])"),
  "a schedule held for each epoch": schedule("", "exponential(0.01, every: 2 epochs, by_epoch: true)"),
  "a cosine over the run": schedule("", "cosine(0.02)"),
  "a cosine with ever longer and lower periods": schedule(
    "",
    "cosine(0.02, end: 1e-4, every: 2 steps, growth: 1.5, shrink: 0.9)",
  ),
  "a warm-up into a rate": schedule("", "warmup(5 steps, into: 0.01)"),
  "a warm-up into a cosine with restarts": schedule("", "warmup(10%, into: cosine(0.02, every: 1 epoch))"),
  "a warm-up in a warm-up": schedule("", "warmup(3 steps, into: warmup(1 epoch, into: exponential(0.01, every: 50%)))"),
  "a warm-up into a schedule by the epoch with a memory": schedule(
    "schedule s(step, epoch, total, wait: 50% in duration) { state { left: wait  rate: 0.01 }  left = left - 1  rate = if left > 0 then rate else rate * 0.9 / (1 + epoch) * (1 + step / total) }",
    "warmup(4 steps, into: s)",
  ),
  "a warm-up that drives the momentum": `${data}\nnetwork q { ${plain} }\ntrain q on d { epochs: 3  optimizer: momentum  learning_rate: warmup(20%, into: one_cycle(0.02)) }`,
  "a schedule that watches the validation loss until it falls": `${data}\nnetwork q { ${plain} }\ntrain q on d { epochs: 14  optimizer: sgd  learning_rate: performance(0.2, factor: 0.3, patience: 1) }`,
  "a schedule that watches the training loss": `data d { source: linear(examples: 60, features: 5) }\nnetwork q { ${plain} }\ntrain q on d { epochs: 14  optimizer: sgd  learning_rate: performance(0.2, factor: 0.3, patience: 1) }`,
  "a schedule that watches, behind a warm-up": `${data}\nnetwork q { ${plain} }\ntrain q on d { epochs: 14  optimizer: sgd  learning_rate: warmup(15%, into: performance(0.2, factor: 0.3, patience: 1)) }`,
  "an own schedule that watches, knows where it is and drives the momentum": `${data}\nschedule s(monitored, step, epoch, total, wait: 50% in duration) { state { rate: 0.02  momentum: 0.5  total_loss: 0  left: wait }  total_loss = total_loss + monitored  left = max(0, wait - step)  rate = 0.02 / (1 + epoch / 10 + total_loss) * (2 - step / total)  momentum = min(0.9, 0.5 + left / 100) }\nnetwork q { ${plain} }\ntrain q on d { epochs: 5  optimizer: momentum  learning_rate: warmup(2 steps, into: s) }`,
  "an optimizer that knows a share of the run": `${data}\noptimizer o(w, g, rate: 0.01, t, warm: 30% in duration) { state { total: warm }  total = total + 1  w = w - rate * g * min(1, t / warm) / sqrt(total) }\nnetwork q { ${plain} }\ntrain q on d { epochs: 3  optimizer: o }`,
  "early stopping on the training loss": `${data}\nnetwork q { ${plain} }\ntrain q on d { epochs: 4  early_stopping { monitor: loss  patience: 1  restore_best: true } }`,
  "gradients clipped by value": clipped("value(0.05)"),
  "gradients clipped by each one's norm": clipped("norm(0.05)"),
  "gradients clipped by the norm of all, with momentum and penalties": `${data}\nnetwork q { defaults { regularization: l2(0.01) }  ${plain} }\ntrain q on d { epochs: 2  optimizer: momentum  clip_gradients: global_norm(0.1) }`,
  "a clipping that asks for both norms": clipped(
    "own(2)",
    "clipping own(g, limit: 1, norm, global_norm) = g * min(1, limit / (norm + norm + global_norm))",
  ),
  "a clipping over rows, called like the program's own": clipped(
    "clip",
    "clipping clip(g) = g / (1 + norm(g)) - mean(g)",
  ),
  "a clipping that clips nothing": clipped("own", "clipping own(g) = g"),
  "a clipping that takes the sign": clipped("own", "clipping own(g, global_norm) = if g > 0 then 0.1 else global_norm"),
  "clipped gradients of an optimizer that does not look at them": `${data}\noptimizer o(w, g) { w = 0.99 * w }\nnetwork q { ${plain} }\ntrain q on d { epochs: 2  optimizer: o  clip_gradients: global_norm }`,
  "a max norm in every layer, with momentum": `${data}\nnetwork q { defaults { constraint: max_norm(0.4) }  ${plain} }\ntrain q on d { epochs: 2  optimizer: nesterov }`,
  "several constraints": net(
    "input  dense(4, activation: relu, constraint: unit_norm)  batch_norm  dense(4, constraint: non_negative)  dense(3, constraint: max_norm(0.2))  dense(1, constraint: min_max_norm(0.5, 1, rate: 0.5))",
  ),
  "constraints of one's own": `${data}\nconstraint constrain(w) = w\nconstraint flat(w) = mean(w)\nconstraint w(w, r: 2) = r * (if w > 0 then 0.1 else -0.1)\nnetwork q { input  dense(4, activation: relu, constraint: constrain)  dense(4, constraint: flat)  dense(4, constraint: w)  dense(1) }\ntrain q on d { epochs: 2  optimizer: adam  clip_gradients: norm }`,
  "the training part measured in inference": `${data}\nnetwork training { input  dense(8, activation: relu)  dropout(50%)  batch_norm  dense(1) }\ntrain training on d { epochs: 2  evaluate_training_loss: true  metrics: [rmse, mae] }`,
  "the training part measured, and no other": `data d { source: linear(examples: 40, features: 5) }\nnetwork q { ${plain} }\ntrain q on d { epochs: 2  evaluate_training_loss: true  metrics: [] }`,
  "rows of a sequence by one layer": `data d { source: linear(examples: 60, features: 6)  split: random(validation: 20%) }\nnetwork q { input  dense(6)  dense(1) }\ntrain q on d { epochs: 2  loss: mae  metrics: [mae, mse, rmse] }`,
  "metrics of yes and no over one output, by a distance of hinges": classes(
    "binary",
    "dense(1)",
    "loss: hinge  metrics: [accuracy(threshold: 0), precision(threshold: 0), recall(threshold: 0), f1(threshold: 0), auc]",
  ),
  "one metric under several arguments, in the history by their values": classes(
    "class(3)",
    "dense(3, activation: softmax)",
    "loss: cross_entropy(label_smoothing: 0.1)  metrics: [top_k(k: 1), top_k(k: 2), precision, precision(threshold: 0.7), auc, accuracy]",
  ),
  "a metric that ranks and one for each output, of the spec's own": `metric place(target, output) = mean(1 + rank(output, target))\nmetric best(target, output) = rank(target, output) == 0\nmetric level(target, output) = per_output(mean(output) / mean(target))\n${classes("class(3)", "dense(3, activation: softmax)", "loss: kl_divergence  metrics: [place, best, level]")}`,
  "a loss smoothed for yes and no": classes(
    "binary",
    "dense(1, activation: sigmoid)",
    "loss: binary_cross_entropy(label_smoothing: 10%)  metrics: [f1, auc]",
  ),
  "metrics of several numbers in their own units": `data d { source: linear(examples: 100, features: 5)  target: regression(normalize: standardize)  split: random(validation: 30%) }\nnetwork q { ${plain} }\ntrain q on d { epochs: 2  loss: huber(delta: 0.3)  metrics: [r2, mape, rmse] }`,
  "the logarithm of a hyperbolic cosine": `${data}\nnetwork q { ${plain} }\ntrain q on d { epochs: 2  loss: log_cosh  metrics: [r2] }`,
  "counts by softplus": `data d { source: friedman(examples: 100)  split: random(validation: 30%) }\nnetwork q { input  dense(4, activation: relu)  dense(1, activation: softplus) }\ntrain q on d { epochs: 2  loss: poisson }`,
  "balanced classes": classes("class(3)", "dense(3, activation: softmax)", "", "class_weights: balanced"),
  "classes of given weights, with penalties": classes(
    "class(3)",
    "dense(3, activation: softmax, regularization: l2)",
    "batch_size: 7",
    "class_weights: [1, 0.5, 3]",
  ),
  "yes weighed against no, with dropout": classes(
    "binary",
    "dropout(20%)  dense(1, activation: sigmoid)",
    "",
    "class_weights: [1, 5]",
  ),
  "balanced yes and no under a loss without a stable form": classes(
    "binary",
    "dense(1, activation: tanh)",
    "loss: hinge",
    "class_weights: balanced",
  ),
  "words that are called like what the program calls its own": `${data}\nactivation outputs(x) = max(0, x)\nactivation batch(x) = tanh(x)\nloss sum(target, output) = (target - output) ^ 2\nmetric rows(target, output) = abs(target - output)\noptimizer update(w, g, rate: 0.01) { w = w - rate * g }\nnetwork train { input  step = dense(4, activation: outputs)  dense(4, activation: batch)  add(step)  dense(1) }\ntrain train on d { epochs: 2  loss: sum  optimizer: update  metrics: [rows] }`,
};

/** Some optimizers do not follow the gradient, on purpose. */
const silenced = (rule: string): string =>
  `// dnnc-ignore ${rule}: what its program computes is looked at, not where it leads\n\n`;
const aimless = (text: string): string =>
  /w = 0\.99|0 \* g/.test(text)
    ? silenced("optimizer-direction")
    : text.includes("else global_norm")
      ? silenced("clipping-direction")
      : "";

const sourceOf = (name: string) => ({
  path: `${name}.dnn`,
  text: `${aimless(specs[name]!)}${specs[name]!}`,
});
let programs: Programs;

beforeAll(async () => {
  programs = await programsOf(Object.keys(specs).map(sourceOf));
}, 240_000);

describe.each(Object.keys(specs))("%s", (name) => {
  test("is sound, and its program strictly typed", () => {
    expect(check(sourceOf(name)).diagnostics.filter(isError)).toEqual([]);
    expect(programs.complaints(`${name}.dnn`)).toEqual([]);
  });

  test("trains to the same numbers, interpreted and as a program", async () => {
    const printed = linesOf(await programs.run(`${name}.dnn`, []));
    const { history, bestEpoch } = await interpret(sourceOf(name), { folders: [] });
    const epochs = printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line);
    expect(epochs).toEqual(history.map(({ seconds: _, ...line }) => line));
    expect(printed.at(-1)).toMatchObject({ event: "end", best_epoch: bestEpoch });
  });
});

test.each(Object.keys(specs).filter((name) => name.includes("that watches the")))(
  "%s: the rate falls within the run",
  async (name) => {
    const { history } = await interpret(sourceOf(name), { folders: [] });
    const rates = history.map(({ learning_rate }) => learning_rate);
    expect(rates.at(-1)).toBeLessThan(rates[0]!);
  },
);

test("another number of epochs stretches what is spread over the run, interpreted and as a program", async () => {
  const stretched = ["a cosine over the run", "a warm-up that drives the momentum", "a schedule in shares of the run"];
  for (const name of [...stretched, "an optimizer that knows a share of the run"]) {
    const printed = linesOf(await programs.run(`${name}.dnn`, ["--epochs", "5"]));
    const { history } = await interpret(sourceOf(name), { folders: [], epochs: 5 });
    const usual = await interpret(sourceOf(name), { folders: [] });
    const lines = printed.filter(({ event }) => event === "epoch").map(({ seconds: _, ...line }) => line);
    expect(lines).toEqual(history.map(({ seconds: _, ...line }) => line));
    expect(history.length).toBe(5);
    expect(history[2]!.loss).not.toBe(usual.history[2]!.loss);
  }
});
