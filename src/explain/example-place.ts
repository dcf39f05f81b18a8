/** Where in a spec a word stands: its example as the entry or the line that it would be. */
import type { WordKind } from "../syntax/ast.ts";
import type { Word } from "../vocabulary/word.ts";

const places: { readonly [K in WordKind]?: (example: string) => string } = {
  activation: (example) => `activation: ${example}`,
  initializer: (example) => `init: ${example}`,
  schedule: (example) => `learning_rate: ${example}`,
  regularizer: (example) => `regularization: ${example}`,
  constraint: (example) => `constraint: ${example}`,
  loss: (example) => `loss: ${example}`,
  metric: (example) => `metrics: [${example}]`,
  optimizer: (example) => `optimizer: ${example}`,
  clipping: (example) => `clip_gradients: ${example}`,
  source: (example) => `source: ${example}`,
  features: (example) => `features: ${example}`,
  target: (example) => `target: ${example}`,
  split: (example) => `split: ${example}`,
};

/** A layer is a line by itself, and a section is written as it stands. */
export const placed = ({ kind }: Word, example: string): string => places[kind]?.(example) ?? example;
