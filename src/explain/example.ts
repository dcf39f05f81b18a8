/** A whole spec around an example: the smallest that suits, as one would write it. */
import type * as ast from "../syntax/ast.ts";
import type { WordKind } from "../syntax/ast.ts";
import { tagOf, type Word } from "../vocabulary/word.ts";
import { placed } from "./example-place.ts";
import {
  activationSettings,
  dataSettings,
  initializerSettings,
  layerSettings,
  lossSettings,
  metricSettings,
  sectionSettings,
  splitSettings,
} from "./example-settings.ts";
import { specText, tasks, type Setting } from "./example-spec.ts";

/** Whether nothing is to be said about a spec. */
export type IsClean = (text: string) => boolean;

/** Every surrounding in which a word of the kind may suit, the likeliest first. */
const settingsOf: { readonly [K in WordKind]: (example: string, word: Word) => readonly Setting[] } = {
  activation: activationSettings,
  initializer: initializerSettings,
  schedule: inTraining((line) => ["optimizer: nesterov", line, "epochs: 30"]),
  optimizer: inTraining((line) => [line, "epochs: 30"]),
  clipping: inTraining((line) => [line]),
  loss: lossSettings,
  metric: metricSettings,
  regularizer: (example) => withArgument(`regularization: ${example}`),
  constraint: (example) => withArgument(`constraint: ${example}`),
  layer: layerSettings,
  source: dataSettings,
  features: dataSettings,
  target: dataSettings,
  split: splitSettings,
  section: sectionSettings,
};

/** Entries of the train block, with each task in turn. */
function inTraining(entries: (line: string) => readonly string[]): (example: string, word: Word) => readonly Setting[] {
  return (example, word) => tasks.map((task) => ({ ...task, train: entries(placed(word, example)) }));
}

const withArgument = (argument: string): readonly Setting[] =>
  tasks.map((task) => ({ ...task, hidden: [`dense(32, activation: relu, ${argument})`] }));

/** A whole spec with the word's example in it: the first surrounding that nothing is to be said about, else the likeliest. */
export function exampleSpec(word: Word, isClean: IsClean): string | undefined {
  const { example } = word;
  if (example === undefined || word.planned) return undefined;
  const specs = settingsOf[word.kind](example, word).map(specText);
  return specs.find(isClean) ?? specs[0];
}

/** A preset above all declarations. */
export function presetSpec({ name: { name }, doc = "" }: ast.Preset): string {
  return specText({
    ...tasks[0]!,
    above: tagOf(doc, "example") ?? `defaults: ${name}`,
    hidden: ["dense(32)", "dense(32)"],
  });
}
