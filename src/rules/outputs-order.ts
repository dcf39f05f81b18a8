import type { Training } from "../network/resolve-train.ts";
import type { Span } from "../text/source.ts";
import { rule } from "./rule.ts";

export const outputsOrder = rule({
  name: "outputs-order",
  severity: "warning",
  default: "on",
  on: "model",
  description: "Outputs are named after the target's columns and listed in another order.",
  why: "outputs divide the columns of a target in order, whatever their names are, so that each is trained for another's column",
  help: "list the outputs in the order of the columns",
  messages: { swapped: "`{output}` is trained for the column `{column}`" },
  check({ trainings }, find) {
    for (const training of trainings) {
      const { heads, data } = training;
      const names = heads.flatMap(({ name }) => name ?? []);
      const columns = heads.flatMap(({ begin, width }) => (width === 1 ? (columnsOf(training)[begin] ?? []) : []));
      if (names.length < 2 || names.length !== columns.length) continue;
      const meant = names.map((name) => columns.filter((column) => isNamedAfter(name, column)));
      const order = meant.map(([column]) => columns.indexOf(column!));
      const isOneToOne = meant.every(({ length }) => length === 1) && new Set(order).size === order.length;
      const wrong = order.findIndex((place, i) => place !== i);
      if (!isOneToOne || wrong < 0) continue;
      const sorted = columns.map((_, place) => names[order.indexOf(place)]!);
      find(
        "swapped",
        { output: names[wrong]!, column: columns[wrong]! },
        {
          at: placeOf(training),
          related: [{ at: data.spec.target.at, label: "the columns stand in this order" }],
          help: `write \`outputs: [${sorted.join(", ")}]\``,
        },
      );
    }
  },
});

const columnsOf = ({ data }: Training): readonly string[] =>
  ("columns" in data.spec.target ? data.spec.target.columns : undefined) ?? [];

/** `click` after `clicked`, `main_price` after `price`: one holds the other, or most of it from the start. */
function isNamedAfter(name: string, column: string): boolean {
  const [one, other] = [name, column].map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""));
  const length = Math.min(one!.length, other!.length);
  if (length === 0) return false;
  let common = 0;
  while (common < length && one![common] === other![common]) common++;
  return (
    one === other ||
    (length >= 3 && (one!.includes(other!) || other!.includes(one!))) ||
    common >= Math.max(4, length - 2)
  );
}

/** Where the network lists its outputs. */
const placeOf = ({ network: { declaration } }: Training): Span =>
  declaration.items.find((item) => item.kind === "entry" && item.name.name === "outputs")?.span ??
  declaration.name.span;
