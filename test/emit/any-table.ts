/** Data sets over the tables of `data-cases.ts` whose entries are chosen one by one; the interpreter refuses some of them. */
import fc from "fast-check";
import type { DataSpec } from "../../src/data/spec.ts";
import { at, binary, categorical, classes, csv, named, noTarget, regression, split } from "../data/workshop.ts";

const [train, validation, test] = [csv("table.csv"), csv("validation.csv"), csv("test.csv")];
const normalize = fc.constantFrom("none", "standardize", "min_max");
const range = fc.constantFrom(undefined, { low: -50, high: 5000 });
const all = { kind: "all", at: at("features") } as const;
const columns = range.map((declared) => ({ kind: "columns", count: 6, range: declared, at: at("features") }) as const);
const price = fc
  .record({ normalize, range })
  .chain((more) => fc.constantFrom(regression(["price"], more), regression(["price", "species"], more)));

const entries = fc.record({
  sources: fc.constantFrom({ train }, { train, test }, { train, validation, test }),
  features: fc.oneof(columns, fc.constantFrom(all, named("b", "a"), named("kind", "b", "size"))),
  categorical: fc.constantFrom(
    [categorical("kind"), categorical("flag"), categorical("size")],
    [categorical("kind", ["red", "green", "blue"]), categorical("flag"), categorical("size", ["L", "M", "S"])],
  ),
  missing: fc.constantFrom("median", "mean", "drop"),
  normalize,
  split: fc.constantFrom(
    undefined,
    split("ordered", { train: 20, validation: 5 }),
    split("random", { validation: 0.3 }),
    split("stratified", { train: 0.6, validation: 0.4 }),
  ),
  target: fc.oneof(price, fc.constantFrom(classes(3), classes(["0", "1", "2"], "species"), binary("flag"), noTarget)),
});

/** Only columns that are features may be categorical. */
export const anyTable: fc.Arbitrary<DataSpec> = entries.map((spec) => {
  const { features, target } = spec;
  const isFeature = (name: string) =>
    features.kind === "names" ? features.names.includes(name) : target.kind !== "binary" || name !== "flag";
  const chosen = spec.categorical.filter(({ column }) => isFeature(column));
  return { name: "table", at: at("data"), ...spec, categorical: chosen } as DataSpec;
});
