/** GitLab's Code Quality report, a part of Code Climate's form: what a merge request's widget and its diff show. */
import { stretchOf } from "../stretch.ts";
import type { Severity } from "../diagnostic.ts";
import { fullText, namesOf, type Form } from "./report.ts";
import { hashOf } from "../fingerprint.ts";

const severities: { readonly [K in Severity]: string } = { error: "major", warning: "minor", info: "info" };

export const gitlab: Form = (report) => {
  const names = namesOf(report);
  const found = report.findings.map((finding) => {
    const { start, end } = stretchOf(finding.at);
    return {
      description: fullText(finding),
      check_name: finding.code,
      fingerprint: names.get(finding),
      severity: severities[finding.severity],
      location: { path: report.pathOf(finding.at.source.path), lines: { begin: start.line, end: end.line } },
    };
  });
  const unread = report.unreadable.map(({ path, message, help }) => ({
    description: `${message}\nhelp: ${help}`,
    check_name: "unreadable-file",
    fingerprint: hashOf(`${report.pathOf(path)}\nunreadable-file`),
    severity: "blocker",
    location: { path: report.pathOf(path), lines: { begin: 1, end: 1 } },
  }));
  return `${JSON.stringify([...found, ...unread], undefined, 2)}\n`;
};
