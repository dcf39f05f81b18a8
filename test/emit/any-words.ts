/** Words of one's own, one or more of every kind, for the specs that are put together at random. */
import { parse } from "../../src/syntax/parse.ts";
import { textOf } from "../../src/text/source.ts";
import { readWord, type Word } from "../../src/vocabulary/word.ts";

export const anyWords = `
activation bend(x, sharpness: 2 in 0<..10) = x / sqrt(1 + sharpness * x ^ 2)
activation leaning(x, a: trainable(0.5), b: trainable(0.1, per: layer)) = a * max(x, 0) + b * min(x, 0) * noise(0.5, 1.5)
activation centred(x) = tanh(x - mean(x))
activation humped(x, width: 1.5) {
  scaled = x / width
  y = scaled * exp(-scaled * scaled)
}
initializer drawn(size, fan_out) = variance_scaling(scale: size * fan_out, distribution: uniform)
regularizer lifting(w, by: 1e-3 in 0..1) = by * log(1 + w ^ 2)
loss focal(target, output = softmax(z)) = (log_sum_exp(z) - sum(target * z)) ^ 2
loss pinball(target, output, quantile: 0.8) = max(quantile * (target - output), (quantile - 1) * (target - output))
loss guarded(target, output = softmax(z), by: 0.9) {
  distance = log_sum_exp(z) - sum(target * z)
  loss = if distance < by then distance ^ 2 else by * distance
}
metric place(target, output) = mean(1 + rank(output, target))
metric spread(target, output) = per_output(mean(output ^ 2) - mean(output) ^ 2)
optimizer own(w, g, rate: 0.01, momentum: 0.7 in 0..<1, decayed) {
  state { before: 0  velocity: 0 }
  w = w * (1 - 0.01 * decayed) - rate * (g + momentum * velocity + 0.1 * before)
  before = velocity
  velocity = momentum * velocity + g
}
optimizer counting(w, g, rate: 0.01, t) {
  state { k: 1 }
  w = w - rate * g / k * min(1, t / 2 epochs)
  k = k + 0.01
}
clipping soft(g, norm, global_norm) = g / (1 + norm + mean(abs(g)) / (1 + global_norm))
constraint even(w, share: 0.1 in 0..1) = (1 - share) * w + share * mean(w)
schedule falling(step, epoch) {
  state { last: 0.02 }
  last = 0.98 * last
  rate = last / (1 + epoch)
}
schedule watching(monitored, epoch) {
  state { rate: 0.01  momentum: 0.8  beta1: 0.8 }
  rate = rate / (1 + monitored / 10 + epoch)
  momentum = momentum * 0.9
  beta1 = (beta1 + 0.9) / 2
}`;

/** The words that a text declares. */
export const wordsIn = (text: string): readonly Word[] =>
  parse({ path: "words.dnn", text }).file.declarations.flatMap((one) =>
    one.kind === "word" ? [readWord(one, false)] : [],
  );

/** The declarations of those words that a text uses. */
export const declarationsOf = (words: readonly Word[], text: string): string =>
  words
    .filter(({ name, standard }) => !standard && new RegExp(`\\b${name}\\b`).test(text))
    .map(({ declaration }) => textOf(declaration.span))
    .join("\n");
