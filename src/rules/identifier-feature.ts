import { rule } from "./rule.ts";

export const identifierFeature = rule({
  name: "identifier-feature",
  severity: "warning",
  default: "on",
  on: "data",
  description: "A column that numbers the rows is a feature.",
  why: "a running number says which row it is and nothing else: the network learns rows by heart, and new rows have new numbers (Kaufman et al. 2012, Leakage in Data Mining)",
  help: "take it out of the features, or make it `categorical` where the same few come again",
  messages: { runs: "`{column}` says, by its name, which row it is and nothing else" },
  check({ spec: { features, categorical } }, find) {
    if (features.kind !== "names") return;
    const kinds = new Set(categorical.map(({ column }) => column));
    for (const column of features.names)
      if (isOwned(column) || (!kinds.has(column) && isIdentifier(column)))
        find(
          "runs",
          { column },
          { at: features.at, label: column, ...(isOwned(column) && { help: "take it out of the features" }) },
        );
  },
});

const owners = "(?:row|record|case|sample|customer|client|passenger|patient|order|invoice|account|policy|ticket)";
const numbered = new RegExp(`^(?:${owners}|serial|running)_?(?:no|nr|num|number|index)$`, "i");
const owned = new RegExp(`^${owners}_?(?:id|no|nr|num|number)$`, "i");

/** `id`, `passenger_id`, `CustomerID`, `row_number`: names that tell of nothing but which. */
const isIdentifier = (name: string): boolean =>
  /^(?:id|uuid|guid|index|row|rownum|unnamed.*0)$/i.test(name) ||
  /(?:_id|_uuid|_guid|[a-z]Id|[a-z]ID)$/.test(name) ||
  numbered.test(name);

/** Whoever or whatever has a row of its own, so that a category for each is a row learned by heart. */
const isOwned = (name: string): boolean => owned.test(name);
