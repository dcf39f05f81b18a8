import { textOf } from "../text/source.ts";
import { replacing } from "./edit.ts";
import { rule } from "./rule.ts";

export const shuffleTimeSeries = rule({
  name: "shuffle-time-series",
  severity: "warning",
  default: "on",
  fix: "unsafe",
  on: "data",
  description: "Examples made of earlier values of a series are split by chance.",
  why: "between the hours that are trained on lie those that are tested, and their neighbours hold the same values: the future leaks into the training (Bergmeir and Benítez 2012)",
  help: "write `split: ordered(…)`, so that what is tested comes after what is trained on",
  messages: {
    leaks: "`{first}` and `{second}` are earlier values of a series, and its rows are shuffled before they are parted",
  },
  check({ spec: { features, split } }, find) {
    if (features.kind !== "names" || split === undefined || split.kind === "ordered") return;
    // One lag could be a name by chance.
    const [first, second] = features.names.filter(isLag);
    if (first === undefined || second === undefined) return;
    const word = /^(?:random|stratified)\b/.exec(textOf(split.at))?.[0];
    const fix = word && {
      safe: false,
      edits: [replacing({ ...split.at, end: split.at.start + word.length }, "ordered")],
    };
    find(
      "leaks",
      { first, second },
      { at: split.at, related: [{ at: features.at, label: "the lags" }], ...(fix && { fix }) },
    );
  },
});

/** `lag_1`, `load_lag_24`, `sales_t_minus_1`, `price_t-1`, `y_prev_2`. */
const isLag = (name: string): boolean =>
  /(?:^|_)lag_?\d+|_lag$|(?:^|_)t(?:_?minus_?|_?m_?|-)\d+|(?:^|_)prev(?:ious)?(?:_?\d+)?$/i.test(name);
