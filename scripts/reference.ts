/** The pages of `docs/reference/`: every word of the library as `dnnc explain` tells it. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { functionNames, functionPage, presetPage } from "../src/explain/other-pages.ts";
import type { Page } from "../src/explain/page.ts";
import { usualUse } from "../src/explain/read-use.ts";
import { wordPage } from "../src/explain/word-page.ts";
import { builtInKinds, formulaKinds, type WordKind } from "../src/syntax/ast.ts";
import { parse } from "../src/syntax/parse.ts";
import { makeVocabulary } from "../src/vocabulary/vocabulary.ts";
import { readWord } from "../src/vocabulary/word.ts";
import { note, pageText } from "./reference-page.ts";

interface Chapter {
  readonly title: string;
  readonly about: string;
  readonly pages: () => readonly Page[];
}

/** The library as its files are now: the parsed one may be older. */
function library() {
  const declarations = readdirSync("grammar/std")
    .filter((name) => name.endsWith(".dnn"))
    .sort()
    .flatMap((name) => parse({ path: name, text: readFileSync(join("grammar/std", name), "utf8") }).file.declarations);
  const words = declarations.flatMap((one) => (one.kind === "word" ? [readWord(one, true)] : []));
  return { vocabulary: makeVocabulary(words), presets: declarations.filter((one) => one.kind === "preset") };
}

let read: ReturnType<typeof library> | undefined;
const standard = (): ReturnType<typeof library> => (read ??= library());

const wordPages =
  (kinds: readonly WordKind[], only: (name: string) => boolean = () => true) =>
  (): readonly Page[] => {
    const { vocabulary } = standard();
    const words = kinds.flatMap((kind) => vocabulary.words(kind)).filter(({ name }) => only(name));
    return words.map((word) => wordPage(word, usualUse(word, vocabulary)));
  };

const about: { readonly [K in WordKind]?: string } = {
  activation:
    "What a layer makes of each of its sums. As an argument, `activation: relu`, or as a layer of its own, `relu`.",
  initializer:
    "How a kernel's weights are drawn before training: `init: he_normal`. Curves are for a kernel of 300 inputs and 100 units.",
  schedule: "The learning rate at each step: `learning_rate: one_cycle`. Curves are for 100 steps an epoch.",
  regularizer: "What is added to the loss for each weight: `regularization: l2(0.01)`.",
  constraint: "What weights are held to after each step: `constraint: …`.",
  loss: "How far an output is from its target: `loss: mse`.",
  metric: "What is told of a network beside its loss: `metrics: [accuracy]`.",
  optimizer: "How a weight moves by its gradient: `optimizer: adam`.",
  layer: "The lines of a network. An activation is a layer too: see [activations](activations.md).",
};

const plural = (kind: string): string => (kind.endsWith("s") ? `${kind}es` : kind.replace(/y$/, "ie") + "s");
const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
const inData: readonly WordKind[] = ["section", "source", "features", "target", "split"];

const ofKinds = [...formulaKinds, ...builtInKinds]
  .filter((kind) => !inData.includes(kind))
  .map((kind): readonly [string, Chapter] => [
    plural(kind),
    { title: capital(plural(kind)), about: about[kind] ?? "", pages: wordPages([kind]) },
  ]);

/** By file, in the order of the index. */
const chapters: Readonly<Record<string, Chapter>> = {
  data: {
    title: "Data",
    about: "A data block: where examples come from, what they are, and how they are divided.",
    pages: wordPages(inData, (name) => !isTraining(name)),
  },
  training: {
    title: "Training",
    about: "A train block and the blocks of entries inside it and inside a network.",
    pages: wordPages(["section"], (name) => isTraining(name)),
  },
  ...Object.fromEntries(ofKinds),
  presets: {
    title: "Presets",
    about:
      "Entries that fit together: `defaults: self_normalizing` in a network, in a train block, or above all declarations.",
    pages: () => standard().presets.map(presetPage),
  },
  functions: {
    title: "Functions",
    about:
      "What formulas may call, in words of one's own too. With one argument `sum`, `mean`, `max`, `min` and `norm` run over the axis of their kind of word.",
    pages: () => functionNames.flatMap((name) => functionPage(name) ?? []),
  },
};

/** Every section but the data block's. */
const isTraining = (name: string): boolean =>
  name !== "data" && standard().vocabulary.find("section", name) !== undefined;

function indexPage(): string {
  const lines = Object.entries(chapters).map(([file, { title, pages }]) => {
    const built = pages().filter(({ planned }) => !planned);
    const links = built.map(({ name }) => `[\`${name}\`](${file}.md#${name})`);
    return `- **[${title}](${file}.md)**: ${links.join(" ")}`;
  });
  const rules = "- **[Rules](../rules/README.md)**: what `dnnc lint` says of a spec";
  const head =
    "# Reference\n\nEvery word of the language, as `dnnc explain WORD` tells it. The language itself is in [language.md](../language.md).";
  return `${note}${head}\n\n${[...lines, rules].join("\n")}\n`;
}

/** Each page's path, and what makes its text. */
export const reference: Readonly<Record<string, () => string>> = {
  "docs/reference/README.md": indexPage,
  ...Object.fromEntries(
    Object.entries(chapters).map(([file, { title, about, pages }]) => [
      `docs/reference/${file}.md`,
      () => pageText(title, about, pages()),
    ]),
  ),
};
