import { rule } from "./rule.ts";

export const identifierFeature = rule({
  name: "identifier-feature",
  severity: "warning",
  default: "on",
  on: "data",
  description: "A column that numbers the rows is a feature.",
  why: "a running number says which row it is and nothing else: the network learns rows by heart, and new rows have new numbers (Kaufman et al. 2012, Leakage in Data Mining)",
  help: "take it out of the features, or make it `categorical` where the same few come again",
  messages: { runs: "`{column}` is a number of rows, by its name" },
  check({ spec: { features, categorical } }, find) {
    if (features.kind !== "names") return;
    const kinds = new Set(categorical.map(({ column }) => column));
    for (const column of features.names)
      if (kinds.has(column) ? isPerson(column) : isIdentifier(column))
        find("runs", { column }, { at: features.at, label: column });
  },
});

/** `id`, `passenger_id`, `CustomerID`, `row_number`: names that tell of nothing but which. */
const isIdentifier = (name: string): boolean =>
  /^(?:id|uuid|guid|index|row|rownum|unnamed.*0)$/i.test(name) ||
  /(?:_id|_uuid|_guid|[a-z]Id|[a-z]ID)$/.test(name) ||
  /^(?:row|record|case|sample|customer|client|passenger|patient|order|invoice|account|policy|ticket|serial|running)_?(?:no|nr|num|number|index)$/i.test(
    name,
  );

/** Whoever or whatever has a row of its own, so that a category for each is a row learned by heart. */
const isPerson = (name: string): boolean =>
  /^(?:row|record|case|sample|customer|client|passenger|patient|order|invoice|account|policy|ticket)_?(?:id|no|nr|num|number)$/i.test(
    name,
  );
