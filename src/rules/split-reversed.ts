import type { PartSize } from "../data/spec.ts";
import { rule } from "./rule.ts";

export const splitReversed = rule({
  name: "split-reversed",
  severity: "warning",
  default: "on",
  on: "data",
  description: "A smaller share of the examples is trained on than is held out in one part.",
  why: "the network learns from few examples and is judged on many: shares in the wrong places, as where a test share is taken for the training share (Humbatova et al. 2020)",
  help: "let most examples be trained on: `train: 80%, validation: 10%, test: 10%`",
  messages: { fewer: "{train} of the examples are trained on, and {held} are held out for `{part}`" },
  check({ spec: { split } }, find) {
    if (split === undefined) return;
    const [validation, test] = [shareOf(split.validation), shareOf(split.test)];
    // Counts are chosen one by one: few labels on purpose.
    if (validation === undefined || test === undefined) return;
    const train = split.train === undefined ? 1 - validation - test : shareOf(split.train);
    const [part, held] = validation > test ? ["validation", validation] : ["test", test];
    if (train === undefined || train >= held - 1e-9) return;
    find("fewer", { train: percent(train), part: String(part), held: percent(Number(held)) }, { at: split.at });
  },
});

/** 0 for no such part; undefined for a count. */
const shareOf = (size: PartSize): number | undefined =>
  size === undefined ? 0 : "share" in size ? size.share : undefined;

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;
