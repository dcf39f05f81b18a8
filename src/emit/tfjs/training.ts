/** `train` of a program, and the types of what it tells. */
import { leavesOut } from "../../data/spec.ts";
import { numberText } from "../../formula/print-code.ts";
import { elementsOf, featureDims } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import { batchText, evaluateText } from "./evaluating.ts";
import { docComment, entryDocs } from "./names.ts";
import { featuresOf, isOne, measureNames, recordOf, targetOf, validates, type Pieces } from "./pieces.ts";
import { totalOf } from "./printing.ts";
import { columnsText, isRestored, measuresColumns } from "./record.ts";

/** `evaluate` and `train`, with what stands around them. */
export function trainingText(pieces: Pieces): { code: readonly string[]; portable: readonly string[] } {
  const { training } = pieces;
  const restored = isRestored(training.data) && pieces.metrics.length > 0;
  return {
    code: [
      ...batchText,
      "",
      ...(measuresColumns(training) ? columnsText : []),
      ...evaluateText(pieces),
      "",
      ...trainText(pieces),
    ],
    portable: ["shuffled", "orderedRows", ...(restored ? ["restored"] : []), ...weighingFunctions(training)],
  };
}

/** What is declared and only the data can show: refused before the first step. */
function factsText({ training }: Pieces): readonly string[] {
  const { network, data } = training;
  const facts: string[] = [];
  const width = elementsOf(featureDims(network));
  if (width !== undefined && elementsOf(data.shape) === undefined)
    facts.push(
      `if (data.inputs !== ${width}) throw new Error(\`the network takes ${width} numbers an example, and the data has \${data.inputs}\`);`,
    );
  const examples = data.arguments["examples"]!;
  const { sources, split } = data.spec;
  const parts = (["train", "validation", "test"] as const).filter(
    (part) => part === "train" || sources[part] !== undefined || split?.[part] !== undefined,
  );
  if (examples.from.kind === "written" && data.examples !== undefined)
    facts.push(
      `const examples = ${parts.map((part) => `data.${part}.count`).join(" + ")};`,
      `if (examples ${leavesOut(data.spec) ? ">" : "!=="} ${data.examples}) throw new Error(\`${data.examples} examples are declared, and the data has \${examples}\`);`,
    );
  return facts;
}

/** What the training examples weigh, where the classes have weights. */
function weightsText({ training, outputs }: Pieces): string | undefined {
  const given = training.data.spec.classWeights?.weights;
  if (given === undefined) return undefined;
  const byClass =
    given === "balanced" ? `balancedWeights(data.train.targets, ${outputs})` : `[${given.map(numberText).join(", ")}]`;
  return `const byClass = exampleWeights(data.train.targets, ${outputs}, ${byClass});`;
}

const weighingFunctions = ({ data }: Training): readonly string[] =>
  data.spec.classWeights === undefined
    ? []
    : ["exampleWeights", ...(data.spec.classWeights.weights === "balanced" ? ["balancedWeights"] : [])];

/** The types of what is told. */
function linesText(pieces: Pieces): readonly string[] {
  const { training } = pieces;
  const told = [...(training.evaluateTrainingLoss ? ["training"] : []), ...(validates(training) ? ["validation"] : [])];
  return [
    "/** What is measured of a part. */",
    `export type Measures = { ${measureNames(pieces)
      .map((name) => `${name}: number`)
      .join("; ")} };`,
    "",
    "/** A line of the history: an epoch, the learning rate of its last step, what was measured, and how long it took. */",
    `export type Line = { event: "epoch"; epoch: number; step: number; learning_rate: number; seconds: number } & Measures${told.map((part) => ` & Record<\`${part}_\${keyof Measures}\`, number>`).join("")};`,
    "",
    `export type Ending = { reason: "epochs" | ${training.earlyStopping?.patience === undefined ? "" : '"early_stopping" | '}"interrupted"; best_epoch: number };`,
    "",
    "export type TrainOptions = { epochs?: number; onEpoch?: (line: Line) => void; signal?: AbortSignal };",
    "",
    "/** Ends a training whose numbers have left the finite ones. */",
    "function assertFinite(what: string, values: ArrayLike<number>, epoch: number): void {",
    "const odd = Array.from(values).find((value) => !Number.isFinite(value));",
    "if (odd !== undefined) throw new Error(`${what} is ${odd} in epoch ${epoch}: try a lower rate`);",
    "}",
    "",
  ];
}

/** What early stopping asks for, in words. */
function stopping({ earlyStopping }: Training): string {
  const { monitor, patience, restoreBest } = earlyStopping!;
  const best = `the epoch with the lowest ${monitor === "loss" ? "loss" : "validation loss"}`;
  const stops = patience === undefined ? "" : `Training stops ${patience} epochs after ${best}`;
  if (!restoreBest) return `${stops}.`;
  return patience === undefined
    ? `The weights of ${best} are put back at the end.`
    : `${stops}, whose weights are put back.`;
}

function trainText(pieces: Pieces): readonly string[] {
  const { training, schedule, clipping, optimizer, metrics, words } = pieces;
  const record = recordOf(pieces);
  const { earlyStopping } = training;
  const measured = metrics.length > 0;
  const weighing = weightsText(pieces);
  const evaluates = featuresOf(pieces, "part").includes("data.") || (isRestored(training.data) && measured);
  const monitored = earlyStopping?.monitor === "loss" || !validates(training) ? "measures.loss" : "validation.loss";
  const keeps = earlyStopping?.restoreBest === true;
  const stops = earlyStopping?.patience !== undefined;
  const changing = schedule.read !== "";
  const needs = new Set([...schedule.needs, ...optimizer.needs]);
  const knowsLength = needs.has("total") || needs.has("steps_per_run");
  const stateInit = optimizer.states
    .map(
      ({ name, initial }) =>
        `${name}: tf.variable(${initial === "0" ? "tf.zerosLike(w)" : `tf.fill(w.shape, ${initial})`}, false)`,
    )
    .join(", ");
  /** Whether there is something to put away, however the training ends. */
  const owns = keeps || stateInit !== "";
  const inInference = training.evaluateTrainingLoss;
  const lossCall = `model.${weighing === undefined ? "loss(prediction, target)" : "weightedLoss(prediction, target, weight)"}`;
  const evaluated = (part: "training" | "validation", of: string): readonly string[] => [
    `const ${part} = evaluate(model, ${evaluates ? "data, " : ""}data.${of});`,
    `assertFinite("the ${part} loss", [${part}.loss], epoch);`,
  ];
  const told = (part: "training" | "validation"): string =>
    measureNames(pieces)
      .map((name) => `${part}_${name}: ${part}.${name}`)
      .join(", ");
  return [
    ...linesText(pieces),
    docComment(
      `Trains the model in place; says why it ended, and which epoch was the best.\n${entryDocs(training.declaration.entries)}`,
    ),
    `export async function train(model: Model, data: Data, { epochs = ${training.epochs}, onEpoch, signal }: TrainOptions = {}): Promise<Ending> {`,
    ...factsText(pieces),
    "const { count } = data.train;",
    "const weights = Object.values(model.weights);",
    "const trained = weights.filter(({ trainable }) => trainable);",
    ...(weighing === undefined ? [] : [weighing]),
    ...(knowsLength || needs.has("steps_per_epoch") ? ["const stepsPerEpoch = Math.ceil(count / batchSize);"] : []),
    ...(knowsLength ? ["const total = epochs * stepsPerEpoch;"] : []),
    ...(stateInit === "" ? [] : [`const states = trained.map((w) => tf.tidy(() => ({ ${stateInit} })));`]),
    ...optimizer.before,
    ...schedule.make,
    ...(changing ? ["let rate = 0;"] : []),
    ...schedule.driven.map(({ text }) => `let ${text} = 0;`),
    "let step = 0;",
    "let turn = performance.now();",
    `let reason: Ending["reason"] = signal?.aborted ? "interrupted" : "epochs";`,
    ...(earlyStopping === undefined ? [] : [`// ${stopping(training)}${pieces.placeOf("early_stopping")}`]),
    `let best = { epoch: 0, loss: Infinity${keeps ? ", values: [] as Tensor[]" : ""} };`,
    "",
    ...(owns ? ["try {"] : []),
    `for (let epoch = 1; epoch <= epochs && reason === "epochs"; epoch++) {`,
    "const began = performance.now();",
    "const order = shuffled(count, seed, stream.shuffle, epoch);",
    ...record.declare("count"),
    "let sum = 0;",
    "for (let first = 0; first < count; first += batchSize, step++) {",
    "const rows = order.subarray(first, first + batchSize);",
    ...(changing ? [schedule.read] : []),
    ...optimizer.each,
    "const loss = tf.tidy(() => {",
    `const features = ${featuresOf(pieces, "data.train")};`,
    `const target = ${targetOf(pieces, "data.train")};`,
    ...(weighing === undefined ? [] : ["const weight = batch(byClass, 1, [1], rows);"]),
    "const { value, grads } = tf.variableGrads(() => {",
    `const prediction = model.forward(features${words.usesStep ? ", step" : ""});`,
    ...record.keep,
    ...(isOne(pieces)
      ? [`return ${lossCall} as tf.Scalar;`]
      : [`const losses = ${lossCall};`, ...record.add, `return losses.${totalOf(training.heads)} as tf.Scalar;`]),
    "}, trained);",
    ...clipping.before,
    `trained.forEach((w${optimizer.callsByPlace ? ", i" : ""}) => ${optimizer.call});`,
    ...(words.constrains ? ["model.constrain();"] : []),
    "return value.dataSync()[0]!;",
    "});",
    `assertFinite("the loss", [loss], epoch);`,
    "sum += loss * rows.length;",
    ...optimizer.after,
    "if (performance.now() - turn < 40) continue; // every 40 ms others get a turn, and may have it stop",
    "await new Promise((resume) => setTimeout(resume));",
    "turn = performance.now();",
    "if (signal?.aborted) break;",
    "}",
    `for (const w of weights) assertFinite("a weight", w.dataSync(), epoch);`,
    "if (signal?.aborted) {",
    `reason = "interrupted";`,
    "break;",
    "}",
    `const measures = { loss: sum / count${record
      .entries("data.train", "count", "order")
      .map((entry) => `, ${entry}`)
      .join("")} };`,
    ...(inInference ? evaluated("training", "train") : []),
    ...(validates(training) ? evaluated("validation", "validation") : []),
    ...(schedule.watch === undefined
      ? []
      : [schedule.watch(validates(training) ? "validation.loss" : "measures.loss")]),
    "const seconds = Math.round(performance.now() - began) / 1000;",
    ...(inInference ? [`const inInference = { ${told("training")} };`] : []),
    ...(validates(training) ? [`const validated = { ${told("validation")} };`] : []),
    `onEpoch?.({ event: "epoch", epoch, step, learning_rate: ${schedule.rate}, ...measures, ${inInference ? "...inInference, " : ""}${validates(training) ? "...validated, " : ""}seconds });`,
    ...(keeps
      ? [
          `if (${monitored} < best.loss) {`,
          "tf.dispose(best.values);",
          `best = { epoch, loss: ${monitored}, values: weights.map((w) => tf.clone(w)) };`,
          "}",
        ]
      : [`if (${monitored} < best.loss) best = { epoch, loss: ${monitored} };`]),
    `if (signal?.aborted) reason = "interrupted";`,
    ...(stops
      ? [`else if (epoch - best.epoch >= ${earlyStopping.patience} && epoch < epochs) reason = "early_stopping";`]
      : []),
    "}",
    ...(owns ? ["} finally {"] : []),
    ...(keeps
      ? ["if (best.epoch > 0) weights.forEach((w, i) => w.assign(best.values[i]!));", "tf.dispose(best.values);"]
      : []),
    ...(stateInit === "" ? [] : ["tf.dispose(states);"]),
    ...(owns ? ["}"] : []),
    "return { reason, best_epoch: best.epoch };",
    "}",
  ];
}
