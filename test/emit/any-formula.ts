/** Words of a spec's own whose formulas are drawn too: one of every kind, of whatever operators. */
import type { Draw } from "./draw.ts";

/** What is made of two formulas; finite, and with a slope nearly everywhere, where they are. */
const smooth: readonly ((a: string, b: string) => string)[] = [
  (a, b) => `(${a} + ${b})`,
  (a, b) => `(${a} - ${b})`,
  (a, b) => `sin(${a}) * tanh(${b})`,
  (a, b) => `cos(${a}) / (1 + ${b} ^ 2)`,
  (a, b) => `(1 + sigmoid(${a})) ^ sin(${b})`,
  (a, b) => `max(${a}, ${b})`,
  (a, b) => `min(${a}, ${b})`,
  (a, b) => `(if ${a} > sin(${b}) then ${a} else sin(${b}))`,
  (a, b) => `(if not (${a} <= 0.3) and ${b} != 2 then ${b} else -${a})`,
  (a) => `exp(-sigmoid(${a}))`,
  (a) => `log(1 + exp(sin(${a})))`,
  (a) => `sqrt(1 + ${a} ^ 2)`,
  (a) => `softplus(${a})`,
  (a) => `erf(${a})`,
  (a) => `abs(${a})`,
  (a) => `mod(sin(${a}) + 1.5, 3)`,
  (a) => `clamp(${a}, -1.5, 2)`,
  (a) => `(${a} + 0.1 * sign(${a}))`,
  (a) => `(${a} + 0.1 * floor(${a}))`,
];
/** One number for a row. */
const overRow = ["sum", "mean", "max", "min", "norm", "log_sum_exp"].map((name) => (a: string) => `${name}(${a})`);

const reduced = [
  (a: string) => `mean(${a})`,
  (a: string) => `sum(${a}) / 3`,
  (a: string) => `per_output(mean(${a}) ^ 2 + 1)`,
  (a: string) => `mean(${a}) / (1 + mean(output ^ 2))`,
  (a: string) => `if mean(${a}) > 0.1 then mean(target) else sum(${a} > 0)`,
];

function formula(draw: Draw, names: readonly string[], rows: boolean, depth = draw.int(1, 3)): string {
  if (depth === 0) return draw.chance(15) ? draw.of(["0.7", "2", "-1", "pi", "1e-3"]) : draw.of(names);
  const part = (): string => formula(draw, names, rows, depth - draw.int(1, depth));
  return rows && draw.chance(12) ? draw.of(overRow)(part()) : draw.of(smooth)(part(), part());
}

/** Declarations of one word of every kind, called `wild_activation`, `wild_loss` and so on. */
export function wildWords(draw: Draw): string {
  const of = (...names: string[]): string => formula(draw, names, false);
  const rowOf = (...names: string[]): string => formula(draw, names, true);
  const noise = draw.chance(15) ? " * noise(0.8, 1.1)" : "";
  const learned = draw.chance(30) ? `p: trainable(0.6, per: ${draw.of(["unit", "layer"])})` : "p: 0.6 in 0..2";
  return `
activation wild_activation(x, ${learned}) = 0.5 * x${noise} + ${rowOf("x", "x", "p")}
initializer wild_initializer(fan_in, fan_out, spread: 0.3 in 0..1) = ${draw.of(["random_normal(stddev: ", "truncated_normal(stddev: ", "random_uniform(limit: "])}0.1 + spread / sqrt(fan_in + fan_out))
regularizer wild_regularizer(w, by: 1e-3 in 0..1) = by * (w ^ 2 + ${rowOf("w")})
constraint wild_constraint(w, by: 0.05 in 0..1) = (1 - by) * w + by * ${rowOf("w")}
clipping wild_clipping(g, norm, global_norm, limit: 0.5) = g / (1 + abs(${of("g", "norm", "global_norm", "limit")}))
loss wild_loss(target, output, p: 0.4) = ${draw.of(["(target - output) ^ 2", "mean(abs(target - output))"])} + 0.1 * ${rowOf("target", "output", "p")}
metric wild_metric(target, output, p: 0.4) = ${draw.of(reduced)(of("target", "output", "p"))}
optimizer wild_optimizer(w, g, rate: 0.01, t, decayed, keep: 0.8 in 0..<1) {
  state { kept: 0  number: 1 }
  before = kept
  kept = keep * kept + (1 - keep) * ${of("g", "kept", "w")}
  number = 0.9 * number + 0.1 * ${of("t", "number")} / (1 + t)
  w = w * (1 - 0.001 * decayed) - rate * (g + 0.1 * tanh(${of("kept", "before", "g")}) / (1 + abs(number)))
}
schedule wild_schedule(step, epoch, total, high: 0.02 in 0..1) = 1e-4 + high * sigmoid(${of("step / total", "epoch", "high")})`;
}
