import { renderTable, type Column } from "../explain/table.ts";
import { tables } from "../rules/index.ts";
import { print } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly json?: true;
}

export const define: Define = (command) => {
  command.option("--json", "one JSON array of rules, for programs").action(rules);
};

const columns: readonly Column[] = ["rule", "severity", "default", "fix", "finds"].map((head) => ({
  head,
  align: "left",
}));

function rules({ json }: Options): void {
  if (json === true) return print(`${JSON.stringify(asValues(), null, 2)}\n`);
  const rows = tables.flatMap(({ rules: some }) =>
    some.map((rule) => [rule.name, rule.severity, rule.default, rule.fix ?? "", rule.description]),
  );
  const [head, ...lines] = renderTable(columns, rows).trimEnd().split("\n");
  let at = 0;
  const parts = tables.map(({ name, rules: some }) => {
    const own = lines.slice(at, (at += some.length));
    return `\n${name}\n${own.join("\n")}\n`;
  });
  print(`${head}\n${parts.join("")}`);
}

/** Every rule with its texts: `fix` is null where it has no edit. */
const asValues = () =>
  tables.flatMap(({ name: category, rules: some }) =>
    some.map(({ name, severity, default: standing, fix, description, why, help }) => ({
      ...{ name, category, severity, default: standing, fix: fix ?? null, description, why, help },
    })),
  );
