import { rule, type TrainingView } from "./rule.ts";

export const datasetFactsMissing = rule({
  name: "dataset-facts-missing",
  severity: "info",
  default: "strict",
  on: "training",
  description: "A rule is silent because a fact of the data is not declared.",
  why: "lint never opens a data file, so it knows of the data what is declared and no more; what is declared is held against the data when it is read",
  help: "declare it",
  messages: { facts: "`{data}` does not declare {facts}" },
  check(view, find) {
    const { spec } = view.training.data;
    const missing = facts.filter(({ isMissing }) => isMissing(view));
    if (missing.length === 0) return;
    find(
      "facts",
      { data: spec.name, facts: missing.map(({ name }) => name).join(" and ") },
      { at: spec.at, help: `write ${missing.map(({ write }) => write).join(", ")}` },
    );
  },
});

interface Fact {
  readonly name: string;
  readonly write: string;
  readonly isMissing: (view: TrainingView) => boolean;
}

/** What rules go by: steps and sizes by the number of examples, scales by ranges where nothing is normalized. */
const facts: readonly Fact[] = [
  {
    name: "how many examples there are",
    write: "`examples: …`",
    isMissing: ({ training: { data } }) =>
      data.examples === undefined && data.arguments["examples"]!.value.kind === "none",
  },
  {
    name: "the range of its features",
    write: "`range: …` in `columns(…)` or `image(…)`",
    isMissing: ({
      training: {
        data: { spec },
      },
    }) =>
      spec.normalize === "none" &&
      "range" in spec.features &&
      spec.features.range === undefined &&
      spec.sources.train.kind !== "generator",
  },
  {
    name: "the range of its target",
    write: "`range: …` in `regression(…)`",
    isMissing: ({
      training: {
        data: { spec },
      },
    }) =>
      spec.target.kind === "regression" &&
      spec.target.normalize === "none" &&
      spec.target.range === undefined &&
      spec.sources.train.kind !== "generator",
  },
];
