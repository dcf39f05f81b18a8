/** The pages of `docs/rules/`: every rule by its category, a page for each, and the rules that come with what they judge. */
import { readFileSync } from "node:fs";
import { mistakes } from "../src/mistakes/index.ts";
import { tables } from "../src/rules/index.ts";
import { speaks, type Rule } from "../src/rules/rule.ts";
import { note } from "./reference-page.ts";

/** What rules wait for, and what they will find. */
const waiting: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "convolutions and pools": {
    "spatial-collapse": "`valid` padding leaves a side of no length.",
    "spatial-softmax": "Softmax over a map meets one label an image.",
    "channel-order": "An image with its channels first comes into a convolution.",
    "kernel-exceeds-input": "A kernel is larger than its map.",
    "stride-skips-input": "A stride is longer than the kernel, so that pixels are never read.",
    "dropout-before-pool": "Dropout stands between a convolution and a max pool.",
    "dropout-on-conv-first": "An early convolution is followed by dropout of 50% or more.",
    "selu-non-dense": "Selu stands in a convolution or a recurrent layer.",
    "flattened-average-pool": "An average pool of a whole map is flattened.",
    "large-kernel": "A kernel is so large that it is slow.",
    "no-downsampling": "Convolutions at full size are flattened.",
    "filters-shrink": "Filters become fewer while the map becomes smaller.",
  },
  "recurrent layers, embeddings and attention": {
    "category-as-number": "Tokens flow into weights without an embedding.",
    "rnn-return-sequences": "A recurrent layer reads one step where it needs a sequence.",
    "embedding-range": "An embedding has fewer rows than the vocabulary.",
    "heads-divide-width": "A width is not divisible by the heads.",
    "rnn-relu": "Relu, elu or selu stands inside a recurrent layer without clipping or norm.",
    "rnn-recurrent-init": "A recurrent kernel is not orthogonal.",
    "batchnorm-in-rnn": "Batch normalization stands between recurrent layers.",
    "rnn-dropout": "Dropout of more than 50% stands between recurrent layers.",
    "rnn-no-clip": "Stacked recurrent layers are trained without clipping.",
  },
  "`reuse`, `unfreeze` and stages": {
    "pretrained-input-shape": "Reused layers get another shape than they were trained on.",
    "preprocess-mismatch": "Features are normalized otherwise than in the reused run.",
    "reused-output-layer": "New layers stand behind the reused output's activation.",
    "unfreeze-high-lr": "Reused layers are trained at a high rate.",
  },
  "facts that the language cannot state yet": {
    "sorted-split": "Examples sorted by class are split in order (`order: sorted`).",
    "imbalance-unhandled": "Declared class shares beyond 10 : 1 meet no `class_weights`.",
    "autoencoder-range": "The output cannot reach the range of the input (`objective: reconstruct`).",
  },
  "`export`": {
    "prune-without-l1": "A run that was trained without l1 is pruned.",
    "slow-activation": "An activation with `exp` meets int8 or a latency target.",
  },
};

/** A page as its file has it, with what the table says of the rule. */
function rulePage(category: string, rule: Rule): string {
  const [title, description, _severity, ...rest] = readFileSync(`src/rules/${rule.name}.md`, "utf8").split("\n\n");
  const facts = [
    `- Category: [${category}](README.md#${anchor(category)})`,
    `- Severity: ${rule.severity}`,
    `- Speaks: ${speaks(rule)}`,
    `- Edit: ${rule.fix === undefined ? "none" : edits[rule.fix]}`,
    `- Help: ${rule.help}`,
  ];
  return `${note}${[title, description, facts.join("\n"), ...rest].join("\n\n").trimEnd()}\n`;
}

/** The page of a mistake: what no rule has to be asked for. */
const mistakePage = (name: string): string => `${note}${readFileSync(`src/mistakes/${name}.md`, "utf8")}`;

const edits = { safe: "safe, made by `dnnc lint --fix`", unsafe: "a guess, made by `dnnc lint --fix=unsafe`" } as const;

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w ]/g, "")
    .replaceAll(" ", "-");

function indexPage(): string {
  const row = (rule: Rule): string =>
    `| [${rule.name}](${rule.name}.md) | ${rule.severity} | ${rule.default} | ${rule.fix ?? ""} | ${rule.description.replaceAll("|", "\\|")} |`;
  const parts = tables.map(
    ({ name, rules }) =>
      `## ${name}\n\n| rule | severity | default | edit | finds |\n| --- | --- | --- | --- | --- |\n${rules.map(row).join("\n")}\n`,
  );
  const later = Object.entries(waiting).map(
    ([what, rules]) =>
      `With ${what}:\n\n${Object.entries(rules)
        .map(([name, finds]) => `- \`${name}\`: ${finds}`)
        .join("\n")}\n`,
  );
  const head = `# Rules

What \`dnnc lint\` says of a spec that can be read and built, and that training theory advises against. The set that speaks without being
asked for, \`on\` in the tables, is the recommended one; \`strict\` rules speak with \`--strict\`, and any rule with \`--rule NAME=warn\` or in
\`dnnc.config.json\`. Of one table the first rule that blames an entry speaks. An edit that is \`safe\` changes nothing that was not at
fault: \`dnnc lint --fix\` makes those, \`--fix=unsafe\` the others too. \`dnnc rules\` prints these tables, \`dnnc explain RULE\` a page.

A rule is silenced by \`// dnnc-ignore RULE: reason\`, for the entry that follows or, above everything, for the file.

How well they find what is wrong is measured by \`test/rules/quality.test.ts\`, on specs half of which were kept aside while the rules were
written, and on 378 by authors who had not seen the rules. Of the last 126 faulty and 62 sound ones among these 98% and none got a
warning at first sight.
`;
  const told = Object.entries(mistakes).map(([name, finds]) => `| [${name}](${name}.md) | ${finds} |`);
  const before = `## Mistakes

A spec that cannot be read or built, or that costs more than the project allows, is told so whatever rules are asked for; these cannot be
silenced.

| code | finds |
| --- | --- |
${told.join("\n")}
`;
  return `${note}${head}\n${parts.join("\n")}\n${before}\n## Rules that come with what they judge\n\n${later.join("\n")}`;
}

/** Each page's path, and what makes its text. */
export const rulePages: Readonly<Record<string, () => string>> = {
  "docs/rules/README.md": indexPage,
  ...Object.fromEntries(
    Object.keys(mistakes).map((name) => [`docs/rules/${name}.md`, () => mistakePage(name)] as const),
  ),
  ...Object.fromEntries(
    tables.flatMap(({ name, rules }) =>
      rules.map((rule) => [`docs/rules/${rule.name}.md`, () => rulePage(name, rule)] as const),
    ),
  ),
};
