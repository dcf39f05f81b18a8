/** Trainings from text, with made data: what the tests of the numbers run. */
import { isError } from "../../src/diagnostics/diagnostic.ts";
import type { DataSet, Part } from "../../src/data/spec.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { random } from "../../src/portable/random.ts";
import { parse } from "../../src/syntax/parse.ts";

export interface Spec {
  readonly words?: string;
  readonly features?: string;
  readonly target?: string;
  readonly network: string;
  readonly train?: string;
}

const specText = ({ words = "", features = "columns(4)", target = "class(3)", network, train = "" }: Spec): string => `
${words}
data table { source: csv("table.csv")  features: ${features}  target: ${target}  split: random(validation: 10%) }
network net { ${network} }
train net on table { ${train} }
`;

/** The training of a spec that must be sound. */
export function trainingOf(spec: Spec): Training {
  const { file, diagnostics } = parse({ path: "spec.dnn", text: specText(spec) });
  const { model, diagnostics: meaning } = resolve(file);
  const wrong = [...diagnostics, ...meaning].filter(isError);
  const [training] = model.trainings;
  if (wrong.length > 0 || training === undefined)
    throw new Error(wrong.map(({ message }) => message).join("\n") || "no training");
  return training;
}

/** Numbers from -spread to spread, the same for the same seed. */
export const numbers = (count: number, seed: number, spread = 1): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => spread * (2 * random(seed, 99, i) - 1));

/** Targets of `count` examples: one class each, yes or no each, or numbers. */
export function targets(
  kind: "class" | "binary" | "regression",
  count: number,
  outputs: number,
  seed: number,
): Float32Array {
  const drawn = numbers(count * outputs, seed + 1000);
  if (kind === "regression") return drawn;
  if (kind === "binary") return drawn.map((x) => (x > 0 ? 1 : 0));
  const classes = Array.from({ length: count }, (_, i) => Math.floor(random(seed, 98, i) * outputs));
  return Float32Array.from({ length: count * outputs }, (_, i) =>
    classes[Math.floor(i / outputs)] === i % outputs ? 1 : 0,
  );
}

/** A made data set whose target depends on its features. */
export function dataSet(
  kind: "class" | "binary" | "regression",
  { count = 40, validation = 16, width = 4, outputs = 3, seed = 1 } = {},
): DataSet {
  const part = (size: number, salt: number): Part => {
    const features = numbers(size * width, seed + salt, 2);
    const scores = Float32Array.from({ length: size * outputs }, (_, i) => {
      const row = Math.floor(i / outputs);
      return features
        .subarray(row * width, (row + 1) * width)
        .reduce((sum, x, k) => sum + x * Math.sin(k + 3 * (i % outputs)), 0);
    });
    const isTop = (i: number): boolean => {
      const row = scores.subarray(i - (i % outputs), i - (i % outputs) + outputs);
      return scores[i] === Math.max(...row);
    };
    const target = scores.map((score, i) =>
      kind === "regression" ? score : kind === "binary" ? Number(score > 0) : Number(isTop(i)),
    );
    return { count: size, features, targets: target };
  };
  return {
    train: part(count, 0),
    validation: validation > 0 ? part(validation, 500) : undefined,
    test: undefined,
    shape: [width],
    outputs,
    fitted: { columns: [], features: [], targets: [] },
  };
}
