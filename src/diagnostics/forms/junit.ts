/**
 * JUnit's XML, as Jenkins, GitLab, Azure and CircleCI read it: a suite for each spec, a test for each finding. What makes the run
 * fail is a failure; what is only told is a test that passes and says so; what is accepted is skipped. No times are told.
 */
import type { Diagnostic } from "../diagnostic.ts";
import { stretchOf } from "../stretch.ts";
import { byFile, fullText, type Form, type LintReport, type Unreadable } from "./report.ts";
import { document, element } from "./xml.ts";

interface Case {
  readonly kind: "failure" | "error" | "skipped" | "passed";
  readonly lines: readonly string[];
}

export const junit: Form = (report) => {
  const { unreadable, pathOf } = report;
  const suites = [...byFile(report)].map(([path, findings]) => {
    const shown = findings.map((finding) => found(report, finding));
    const left = report.accepted
      .filter(({ finding }) => finding.at.source.path === path)
      .map(({ finding, reason, by }) => skipped(report, finding, reason === "" ? `accepted in a ${by}` : reason));
    const cases = [...shown, ...left];
    return suite(pathOf(path), cases.length === 0 ? [clean(pathOf(path))] : cases);
  });
  const unread = unreadable.map((one) => suite(pathOf(one.path), [unreadableCase(one, pathOf(one.path))]));
  const all = [...suites, ...unread];
  return document(
    element(
      "testsuites",
      { name: "dnnc lint", ...countsOf(all.flatMap(({ cases }) => cases)) },
      all.flatMap(({ lines }) => lines),
    ),
  );
};

const suite = (name: string, cases: readonly Case[]) => ({
  cases,
  lines: element(
    "testsuite",
    { name, ...countsOf(cases), skipped: count(cases, "skipped"), time: 0 },
    cases.flatMap(({ lines }) => lines),
  ),
});

const count = (cases: readonly Case[], kind: Case["kind"]): number => cases.filter((one) => one.kind === kind).length;

const countsOf = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: count(cases, "failure"),
  errors: count(cases, "error"),
});

function testcase(kind: Case["kind"], name: string, file: string, inside: readonly string[]): Case {
  return { kind, lines: element("testcase", { name, classname: file, file, time: 0 }, inside) };
}

const clean = (file: string): Case => testcase("passed", "lint", file, []);

/** `selu-init at 3:31` */
function nameOf({ code, at }: Diagnostic): string {
  const { line, column } = stretchOf(at).start;
  return `${code} at ${line}:${column}`;
}

function found({ pathOf, isFailing }: LintReport, finding: Diagnostic): Case {
  const file = pathOf(finding.at.source.path);
  const { line, column } = stretchOf(finding.at).start;
  const text = `${file}:${line}:${column}: ${finding.severity}: ${fullText(finding)}`;
  return isFailing(finding)
    ? testcase(
        "failure",
        nameOf(finding),
        file,
        element("failure", { message: finding.message, type: finding.code }, text),
      )
    : testcase("passed", nameOf(finding), file, element("system-out", {}, text));
}

const skipped = ({ pathOf }: LintReport, finding: Diagnostic, message: string): Case =>
  testcase("skipped", nameOf(finding), pathOf(finding.at.source.path), element("skipped", { message }));

const unreadableCase = ({ message, help }: Unreadable, file: string): Case =>
  testcase("error", "lint", file, element("error", { message, type: "unreadable-file" }, help));
