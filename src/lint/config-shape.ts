/** What `dnnc.config.json` takes, written once: its reader and its schema are made of this. */
import { rules } from "../rules/index.ts";
import { budgets } from "./budgets.ts";
import { schemaOf, type Shape } from "./shape.ts";

const states = ["off", "info", "warning", "error"];

const ruleStates: Shape = {
  kind: "record",
  about: "`rules`",
  keys: Object.fromEntries(
    rules.map(({ name, description }) => [
      name,
      { kind: "choice", of: states, about: `the state of \`${name}\``, note: description },
    ]),
  ),
};

const limits: Shape = {
  kind: "record",
  about: "`budgets`",
  keys: Object.fromEntries(budgets.map(({ key, note }) => [key, { kind: "count", about: `\`${key}\``, note }])),
};

const strict: Shape = { kind: "truth", about: "`strict`", note: "whether rules that are silent by default speak too" };
const pattern: Shape = { kind: "text", about: "a pattern for paths from the folder of this file" };

export const configShape: Shape = {
  kind: "record",
  about: "the configuration of dnnc",
  keys: {
    $schema: { kind: "text", about: "the schema of this file" },
    strict,
    requireReason: {
      kind: "truth",
      about: "`requireReason`",
      note: "whether a comment that silences a rule must give a reason, as the rule `suppression-without-reason` asks",
    },
    rules: ruleStates,
    budgets: limits,
    ignore: { kind: "list", about: "`ignore`", note: "the folders and files that are not linted", of: pattern },
    overrides: {
      kind: "list",
      about: "`overrides`",
      note: "what holds for some files, later ones over earlier ones",
      of: {
        kind: "record",
        about: "an override",
        required: ["files"],
        keys: {
          files: { kind: "list", about: "`files`", note: "the files that it is for", of: pattern },
          strict,
          rules: ruleStates,
          budgets: limits,
        },
      },
    },
  },
};

/** The schema that editors complete and check by: `"$schema": "./node_modules/dnnc/config.schema.json"`. */
export const configSchema = (): string =>
  `${JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", title: "dnnc.config.json", ...schemaOf(configShape) }, undefined, 2)}\n`;
