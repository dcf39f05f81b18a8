/** `predict` and `evaluate` of a program. */
import { dimsText, featureDims } from "../../network/network.ts";
import { preparation } from "./data-scale.ts";
import { docComment } from "./names.ts";
import { featuresOf, isOne, recordOf, targetOf, type Pieces } from "./pieces.ts";
import { totalOf } from "./printing.ts";
import { isRestored, outputText } from "./record.ts";

export const batchText: readonly string[] = [
  "/** Some rows of a part as a tensor: each row's `width` numbers in `shape`. */",
  "function batch(values: Float32Array, width: number, shape: readonly number[], rows: Uint32Array): Tensor {",
  "const taken = new Float32Array(rows.length * width);",
  "rows.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));",
  "return tf.tensor(taken, [rows.length, ...shape]);",
  "}",
];

export function predictText(pieces: Pieces): readonly string[] {
  const shape = featureDims(pieces.training.network);
  const restoring = isRestored(pieces.training.data) ? ", in the scale that it learned" : "";
  const gives = `What the network gives for a batch of examples of shape ${dimsText(shape)}${restoring}.`;
  const doc = [gives, ...preparation(pieces.training.data.spec)].join("\n");
  const { heads } = pieces.training;
  const { outputs } = pieces.words;
  if (isOne(pieces))
    return [
      docComment(doc),
      `export const predict = (model: Model, features: Tensor): Tensor => tf.tidy(() => ${outputText(outputs[0], "model.forward(features)")});`,
    ];
  const entries = heads.map(({ name }, i) => `${name}: ${outputText(outputs[i], `prediction.${name}`)}`);
  return [
    docComment(doc),
    "export const predict = (model: Model, features: Tensor): Outputs => tf.tidy(() => {",
    "const prediction = model.forward(features);",
    `return { ${entries.join(", ")} };`,
    "});",
  ];
}

export function evaluateText(pieces: Pieces): readonly string[] {
  const { metrics, evaluationBatch } = pieces;
  const measured = metrics.length > 0;
  const record = recordOf(pieces);
  const told = record.entries("part", "part.count").map((entry) => `, ${entry}`);
  const usesData = featuresOf(pieces, "part").includes("data.") || (isRestored(pieces.training.data) && measured);
  return [
    `/** The loss${measured ? " and the metrics" : ""} of a part. */`,
    `export function evaluate(model: Model, ${usesData ? "data: Data, " : ""}part: Part): Measures {`,
    ...record.declare("part.count"),
    "let sum = 0;",
    "const all = orderedRows(part.count);",
    `for (let first = 0; first < part.count; first += ${evaluationBatch})`,
    "tf.tidy(() => {",
    `const rows = all.subarray(first, first + ${evaluationBatch});`,
    `const prediction = model.forward(${featuresOf(pieces, "part")});`,
    ...(isOne(pieces)
      ? [`sum += model.loss(prediction, ${targetOf(pieces, "part")}).dataSync()[0]! * rows.length;`]
      : [
          `const losses = model.loss(prediction, ${targetOf(pieces, "part")});`,
          `sum += losses.${totalOf(pieces.training.heads)}.dataSync()[0]! * rows.length;`,
          ...record.add,
        ]),
    ...record.keep,
    "});",
    `return { loss: sum / part.count${told.join("")} };`,
    "}",
  ];
}
