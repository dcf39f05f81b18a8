/** The rules in a SARIF file: all of the linter's, and what else was found. */
import type { Severity } from "../diagnostic.ts";
import type { LintReport, RuleAbout } from "./report.ts";

export const levels: { readonly [K in Severity]: string } = { error: "error", warning: "warning", info: "note" };

export function descriptorsOf({ rules, findings, accepted }: LintReport) {
  const known = new Set(rules.map(({ name }) => name));
  const found = [...findings, ...accepted.map(({ finding }) => finding)].map(({ code }) => code);
  const others = [...new Set(found.filter((code) => !known.has(code)))].sort();
  return [...rules.map(ruleDescriptor), ...others.map(otherDescriptor)];
}

const ruleDescriptor = ({ name, category, severity, on, description, why, help, page }: RuleAbout) => ({
  id: name,
  name: pascal(name),
  shortDescription: { text: description },
  fullDescription: { text: `${description} Why: ${why}.` },
  help: {
    text: `Why: ${why}.\nInstead: ${help}.\n\`dnnc explain ${name}\` shows an example that fails and one that passes.`,
    markdown: [
      `**Why:** ${why}.`,
      `**Instead:** ${help}.`,
      `\`dnnc explain ${name}\` shows an example that fails and one that passes${page === undefined ? "" : `, as does [its page](${page})`}.`,
    ].join("\n\n"),
  },
  helpUri: page,
  defaultConfiguration: { enabled: on, level: levels[severity] },
  properties: { category, tags: [category], "problem.severity": severity === "info" ? "recommendation" : severity },
});

/** A kind of error that no rule stands for: the spec cannot be read or has no meaning. */
const otherDescriptor = (code: string) => ({
  id: code,
  name: pascal(code),
  shortDescription: { text: `The spec cannot be understood: ${code.replaceAll("-", " ")}` },
  defaultConfiguration: { level: "error" },
  properties: { category: "language", tags: ["language"], "problem.severity": "error" },
});

/** `SeluInit`, as SARIF wants names that people read. */
const pascal = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
