/** What is raced: networks with their batches, each a train block of a spec in this folder. */
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { renderPretty } from "../../src/diagnostics/render-pretty.ts";
import type { Training } from "../../src/network/resolve-train.ts";

/** A train block of a spec in this folder, and what is read of it. */
export interface Case {
  readonly name: string;
  readonly spec: string;
  readonly train: string;
  /** How many examples there are: enough for a batch to be fetched from memory, and a multiple of the batch. */
  readonly examples: number;
}

const racing = (spec: string, train: string, examples = 8192): Case => ({
  name: train.replaceAll("_", "-"),
  spec: join("scripts", "bench", `${spec}.dnn`),
  train,
  examples,
});

/** The cases in which all contenders meet. */
export const cases: readonly Case[] = [
  racing("tabular", "tabular"),
  racing("book", "book_32"),
  racing("book", "book_128"),
  racing("book", "book_512"),
  racing("default_configuration", "default_configuration"),
  racing("very_deep", "very_deep"),
  racing("wide_input", "wide_input", 4096),
];

/** A word of one's own beside the built-in word that it repeats; both are trained, and all of them side by side. */
export interface OwnWord {
  readonly what: "activation" | "loss" | "optimizer";
  readonly built: Case;
  readonly own: Case;
}

const ownWord = (what: OwnWord["what"], built: string, own: string): OwnWord => ({
  what,
  built: racing("own_words", built),
  own: racing("own_words", own),
});

export const ownWords: readonly OwnWord[] = [
  ownWord("activation", "relu", "own_relu"),
  ownWord("activation", "elu", "own_elu"),
  ownWord("loss", "relu", "own_loss"),
  ownWord("optimizer", "relu", "own_optimizer"),
];

/** The training that a train block means, and the text that it stands in. */
export function readCase({ spec, train }: Pick<Case, "spec" | "train">): { training: Training; text: string } {
  const text = readFileSync(spec, "utf8");
  const { model, diagnostics } = check({ path: spec, text });
  const wrong = diagnostics.filter(isError);
  if (wrong.length > 0) throw new Error(renderPretty(wrong, { colors: false }));
  const training = model.trainings.find(({ name }) => name === train);
  if (training === undefined) throw new Error(`${spec} has no train block ${train}`);
  return { training, text };
}
