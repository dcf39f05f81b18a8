/** Puts an emitted program together: one file that a careful engineer could have written for this one network. */
import { evaluationBatch } from "../../graph/training-graph.ts";
import { streams as ownStreams } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import { headerLine, type Spec } from "../header.ts";
import { clippingText } from "./clipping.ts";
import { dataNames, dataSection } from "./data.ts";
import { rowFunctions } from "./metrics.ts";
import { camel, docComment, inComment, literal, makeNames } from "./names.ts";
import { networkText } from "./network.ts";
import type { DrawHelper } from "./printing.ts";
import { headMetrics } from "./record.ts";
import { optimizerText } from "./optimizer.ts";
import { scheduleText } from "./schedule.ts";
import { mainText } from "./main.ts";
import { mergedImports, portableCode } from "./portable.ts";
import { trainingText } from "./training.ts";

/** What the header says of the spec. */
export type ProgramOptions = Spec;

/** Names that every program may have at its top. */
const topLevel = (
  "tf Tensor Part Rule Outputs columns differentiable examples mask noise uniformNoise batch createNetwork Network loadData Data train evaluate update schedule makeSchedule " +
  "learningRate rate seed batchSize stream largestAt rankAt Line TrainOptions"
).split(" ");

/** Names inside of the functions that call the spec's own words, which may not be called so then. */
const inside = (
  "network data part outputs losses sums prediction rows features x target value grads loss total count sum order epoch epochs step stepsPerEpoch states " +
  "state reason best began seconds validation training constrain globalNorm report signal w i all first inputs forward weights statistics kernel weightedLoss byClass weight"
).split(" ");

/** The program of a training as TypeScript, not yet laid out. */
export function programText(training: Training, options: ProgramOptions): string {
  const { network, data, batchSize, seed } = training;
  const reading = dataSection(data.spec, "seed");
  const carried = portableCode([
    ...reading.portable,
    "truncatedNormals",
    "uniforms",
    "shuffled",
    "orderedRows",
    "restored",
    "areaUnderRoc",
    "balancedWeights",
    "exampleWeights",
  ]).code;
  const own = [...topLevel, ...dataNames, ...declaredIn(carried), ...declaredIn(reading.code)];
  const names = makeNames([...own, ...inside]);
  const outputs = data.outputs ?? training.heads[0]!.width;
  const words = networkText(training, names, own);
  const schedule = scheduleText(training, names);
  const clipping = clippingText(training, names);
  const optimizer = optimizerText(training, schedule, words.trainable, names, clipping.gradient);
  const metrics = headMetrics(training, names);
  const pieces = { training, words, schedule, clipping, optimizer, metrics, outputs, evaluationBatch };
  const running = trainingText(pieces);
  const main = mainText(pieces);
  const printed = [
    words.code,
    ...words.words,
    ...schedule.code,
    ...optimizer.code,
    ...metrics.flatMap(({ code }) => code),
  ];
  const functions = printed.some((code) => callsErf(code)) ? ["erf"] : [];
  const portable = portableCode([
    ...functions,
    ...reading.portable,
    ...words.portable,
    ...running.portable,
    ...metrics.flatMap((metric) => metric.portable),
  ]);
  const imports = mergedImports([portable.imports, reading.imports, main.imports]);
  const stream = [["shuffle", ownStreams.shuffle] as const, ...words.streams];
  const title =
    training.declaration.doc ??
    network.declaration.doc ??
    data.declaration.doc ??
    `The network ${network.name} on ${data.spec.name}.`;
  return [
    docComment(`${title}\n\n${headerLine(options)}`),
    ...Object.entries(imports).map(([module, list]) => `import { ${list.join(", ")} } from ${literal(module)};`),
    `import * as tf from "@tensorflow/tfjs-core";`,
    `import "@tensorflow/tfjs-backend-cpu";`,
    `import "@tensorflow/tfjs-backend-wasm";`,
    "",
    "type Tensor = tf.Tensor;",
    "",
    `const seed = ${seed};`,
    `const batchSize = ${batchSize};`,
    `/** The streams of random numbers: each is drawn from ${"`seed`"} by itself. */`,
    `const stream = { ${stream.map(([name, value]) => `${camel(name)}: ${value}`).join(", ")} };`,
    "",
    heading("Random numbers, and the reading of data"),
    portable.code,
    "",
    heading("The words of the spec, each with its derivative beside it"),
    ...(words.differentiates ? [differentiable, ""] : []),
    ...(words.counts
      ? ["/** How many examples a batch holds. */", "const examples = (x: Tensor): number => x.shape[0] ?? 0;", ""]
      : []),
    words.words.join("\n\n"),
    ...Object.entries(drawHelpers).flatMap(([name, text]) => (words.draws.has(name as DrawHelper) ? ["", text] : [])),
    "",
    ...metrics.flatMap(({ code }) => (code.length > 0 ? [...code, ""] : [])),
    ...rowFunctions(metrics),
    "",
    heading(`The network: ${inComment(network.name)}`),
    words.code,
    "",
    heading("Training"),
    ...schedule.code,
    "",
    ...(clipping.code.length > 0 ? [...clipping.code, ""] : []),
    ...optimizer.code,
    "",
    ...running.code,
    "",
    heading(`The data: ${inComment(data.spec.name)}`),
    reading.code,
    "",
    ...main.code,
    "",
  ].join("\n");
}

/** The names that a piece of a program has at its top. */
const declaredIn = (code: string): readonly string[] =>
  [...code.matchAll(/^(?:export )?(?:async )?(?:function|const|let|interface|type) (\w+)/gm)].map((match) => match[1]!);

/** Whether a formula of plain numbers is printed with `erf`; what comments say does not count. */
const callsErf = (code: string): boolean => /(?<![\w$.])erf\(/.test(code.replace(/\/\*[^]*?\*\/|\/\/.*/g, ""));

const heading = (text: string): string => `// ── ${text} ${"─".repeat(Math.max(3, 110 - text.length))}\n`;

const differentiable = `
/** What a function gives: its value, what is kept for the derivative, and the gradients of the inputs from that of the value. */
type Rule = { value: Tensor; keep: Tensor[]; pull: (g: Tensor, ...kept: Tensor[]) => Tensor[] };

/** A function with its own derivative, so that TF.js needs none for its operations. */
function differentiable(inputs: Tensor[], rule: (...inputs: Tensor[]) => Rule): Tensor {
  return tf.customGrad((...given) => {
    const save = given.pop() as tf.GradSaveFunc;
    const { value, keep, pull } = rule(...(given as Tensor[]));
    save(keep);
    return { value, gradFunc: (g: Tensor, kept: Tensor[]) => pull(g, ...kept) };
  })(...inputs);
}`;

const drawHelpers: { readonly [K in DrawHelper]: string } = {
  mask: `
/** Zeros with probability \`rate\`, else \`scale\`, in the shape of \`x\`; drawn anew for each step. */
function mask(x: Tensor, rate: number, scale: number, stream: number, step: number): Tensor {
  const drawn = Float32Array.from({ length: x.size }, (_, i) => (random(seed, stream, i, step) < rate ? 0 : scale));
  return tf.tensor(drawn, x.shape);
}`,
  noise: `
/** Normal noise in the shape of \`x\`, drawn anew for each step. */
function noise(x: Tensor, mean: number, deviation: number, stream: number, step: number): Tensor {
  const drawn = Float32Array.from({ length: x.size }, (_, i) => mean + deviation * normal(seed, stream, i, 2 * step));
  return tf.tensor(drawn, x.shape);
}`,
  uniformNoise: `
/** Numbers from \`low\` to \`high\`, in the shape of \`x\`; drawn anew for each step. */
function uniformNoise(x: Tensor, low: number, high: number, stream: number, step: number): Tensor {
  const drawn = Float32Array.from({ length: x.size }, (_, i) => low + (high - low) * random(seed, stream, i, step));
  return tf.tensor(drawn, x.shape);
}`,
};
