/** The forms for other programs, each held against its own schema, or a strict reader where it has none. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { judge } from "../../src/lint/judge.ts";
import { rulesAbout } from "../../src/cli/lint-report.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { forms, type FormName } from "../../src/diagnostics/forms/index.ts";
import { renderPretty } from "../../src/diagnostics/render-pretty.ts";
import type { LintReport } from "../../src/diagnostics/forms/report.ts";
import { decodeSource } from "../../src/text/read.ts";
import type { Source, Span } from "../../src/text/source.ts";

const span = (source: Source, text: string): Span => {
  const start = source.text.indexOf(text);
  return { source, start, end: start + text.length };
};

const finding = (at: Span, more: Partial<Diagnostic> = {}): Diagnostic => ({
  ...{ code: "selu-init", severity: "error", message: "weights drawn by `he_normal` do not fit", at },
  ...more,
});

const report = (findings: readonly Diagnostic[], more: Partial<LintReport> = {}): LintReport => ({
  version: "1.2.3",
  files: [...new Set(findings.map(({ at }) => at.source.path))],
  findings,
  accepted: [],
  unreadable: [],
  rules: rulesAbout("https://example.org/rules"),
  isFailing: ({ severity }) => severity === "error",
  pathOf: (path) => path,
  ...more,
});

const spec: Source = {
  path: "specs/a.dnn",
  text: "network a {\n  input(20)\n  dense(64, activation: selu, init: he_normal)\n  dense(1)\n}\n",
};
const at = span(spec, "init: he_normal");
const plain = finding(at, {
  why: "mean 0 and variance 1 are a fixed point",
  help: "write `init: lecun_normal`",
  related: [{ at: span(spec, "activation: selu"), label: "claimed here" }],
  fix: { safe: true, edits: [{ start: at.start, end: at.end, text: "init: lecun_normal" }] },
});
const warning = finding(span(spec, "dense(1)"), { code: "other", severity: "warning", message: "unwise" });
const info = finding(span(spec, "input(20)"), { code: "third", severity: "info", message: "know it" });
const accepted = finding(span(spec, "dense(64"), { message: "old" });

const whole = report([info, plain, warning], {
  accepted: [
    { finding: accepted, by: "baseline", reason: "" },
    { finding: finding(span(spec, "a {")), by: "comment", reason: "to compare" },
  ],
  unreadable: [{ path: "specs/b.dnn", message: "there is no such file", help: "check the path" }],
});

/** Texts that break what is not escaped. */
const hostile = report([
  finding(span({ path: "a, b:c%/<d>\"&'.dnn", text: "x\n<x>]]>" }, "<x>"), {
    message: "a\r\n::error::b %0A <&\"'>]]> [a](1) \u0000\u001b\ud800 ##[error]",
    help: "\t]]>\n",
  }),
]);

describe("sarif", () => {
  const require = createRequire(import.meta.url);
  const schema = readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8");
  const ajv = new Ajv({ schemaId: "auto", allErrors: true, meta: false });
  ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
  const validate = ajv.compile(JSON.parse(schema));
  const logOf = (of: LintReport) => {
    const log = JSON.parse(forms.sarif(of));
    expect(validate(log) || validate.errors).toBe(true);
    return log.runs[0];
  };

  test("the schema is one that can fail", () => {
    expect(validate({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
    expect(validate({ version: "2.1.0", runs: [{ tool: { driver: { name: "a" } }, columnKind: "bytes" }] })).toBe(
      false,
    );
  });

  test("a result has its rule, its place, related places, an edit and a fingerprint", () => {
    const { results, columnKind, tool } = logOf(whole);
    expect(columnKind).toBe("utf16CodeUnits");
    const result = results[1];
    const region = { startLine: 3, startColumn: 31, endLine: 3, endColumn: 46 };
    const artifactLocation = { uri: "specs/a.dnn", uriBaseId: "%SRCROOT%" };
    expect(result).toEqual({
      ruleId: "selu-init",
      ruleIndex: tool.driver.rules.findIndex(({ id }: { id: string }) => id === "selu-init"),
      level: "error",
      message: {
        text: "weights drawn by `he_normal` do not fit. Why: mean 0 and variance 1 are a fixed point. Help: write `init: lecun_normal`.",
      },
      locations: [{ physicalLocation: { artifactLocation, region } }],
      relatedLocations: [
        {
          id: 0,
          message: { text: "claimed here" },
          physicalLocation: { artifactLocation, region: { startLine: 3, startColumn: 13, endLine: 3, endColumn: 29 } },
        },
      ],
      partialFingerprints: { "dnncFinding/v1": expect.stringMatching(/^[0-9a-f]{32}$/) },
      fixes: [
        {
          description: { text: "write `init: lecun_normal`" },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [{ deletedRegion: region, insertedContent: { text: "init: lecun_normal" } }],
            },
          ],
          properties: { safe: true },
        },
      ],
      suppressions: [],
    });
  });

  test("severities are levels, and what is accepted is suppressed, with the reason", () => {
    const { results } = logOf(whole);
    expect(results.map(({ level }: { level: string }) => level)).toEqual([
      "note",
      "error",
      "warning",
      "error",
      "error",
    ]);
    expect(results.slice(3).map(({ suppressions }: { suppressions: unknown }) => suppressions)).toEqual([
      [{ kind: "external", status: "accepted" }],
      [{ kind: "inSource", status: "accepted", justification: "to compare" }],
    ]);
  });

  test("a file that cannot be read is told as a notification", () => {
    const [invocation] = logOf(whole).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications[0].message.text).toContain("there is no such file");
  });

  test("every rule has help, a level, a category and a page", () => {
    const { rules } = logOf(whole).tool.driver;
    for (const { name } of whole.rules) {
      const found = rules.find(({ id }: { id: string }) => id === name);
      expect(found.help.markdown).toContain("**Why:**");
      expect(found.helpUri).toBe(`https://example.org/rules/${name}.md`);
      expect(["error", "warning", "note"]).toContain(found.defaultConfiguration.level);
    }
    expect(rules.find(({ id }: { id: string }) => id === "other")).toBeDefined();
  });

  test("paths are URIs: percent-encoded below the root, absolute outside", () => {
    const uriOf = (path: string) =>
      logOf(report([finding(span({ ...spec, path }, "dense"))])).results[0].locations[0].physicalLocation
        .artifactLocation;
    expect(uriOf("a b/é%#?.dnn")).toEqual({ uri: "a%20b/%C3%A9%25%23%3F.dnn", uriBaseId: "%SRCROOT%" });
    expect(uriOf("/x/a b.dnn")).toEqual({ uri: "file:///x/a%20b.dnn" });
    expect(uriOf("C:/x/a b.dnn")).toEqual({ uri: "file:///C:/x/a%20b.dnn" });
    expect(uriOf("<stdin>")).toEqual({ uri: "%3Cstdin%3E", uriBaseId: "%SRCROOT%" });
    expect(uriOf("a:b.dnn")).toEqual({ uri: "a%3Ab.dnn", uriBaseId: "%SRCROOT%" });
  });

  test("brackets that would be a link are none, and hostile texts are valid", () => {
    expect(logOf(hostile).results[0].message.text).toContain("\\[a](1)");
  });

  test("all that the linter finds in the rules' own examples is valid", () => {
    const found = rulesAbout(undefined).flatMap(({ name }) => {
      const page = readFileSync(new URL(`../../src/rules/${name}.md`, import.meta.url), "utf8");
      const text = /## Fails\n\n```dnn\n([^]*?)```/.exec(page)![1]!;
      return judge({ path: `${name}.dnn`, text }, { strict: true, states: new Map(), budgets: { parameters: 1 } })
        .findings;
    });
    expect(logOf(report(found)).results.length).toBe(found.length);
  });
});

describe("github", () => {
  test("an annotation a finding, with its place and its text in one line", () => {
    const lines = forms.github(whole).split("\n");
    expect(lines).toEqual([
      "::notice file=specs/a.dnn,line=2,endLine=2,col=3,endColumn=11,title=dnnc third::know it",
      "::error file=specs/a.dnn,line=3,endLine=3,col=31,endColumn=45,title=dnnc selu-init::weights drawn by `he_normal` do not fit%0Awhy: mean 0 and variance 1 are a fixed point%0Ahelp: write `init: lecun_normal`",
      "::warning file=specs/a.dnn,line=4,endLine=4,col=3,endColumn=10,title=dnnc other::unwise",
      "::error file=specs/b.dnn,title=dnnc unreadable-file::there is no such file%0Ahelp: check the path",
      "",
    ]);
  });

  test("no text ends its command or begins another", () => {
    const lines = forms.github(hostile).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=a%2C b%3Ac%25\/<d>"&'\.dnn,line=2,endLine=2,col=1,endColumn=3,title=dnnc selu-init::a%0D%0A::error::b %250A /,
    );
    expect(lines[0]).not.toMatch(/[\r\n]/);
  });

  test("a place of several lines has no columns, and one without width has one", () => {
    const wide = finding({ source: spec, start: 0, end: 20 });
    const narrow = finding({ source: spec, start: 3, end: 3 });
    const [first, second] = forms.github(report([wide, narrow])).split("\n");
    expect(first).toContain("line=1,endLine=2,title=");
    expect(second).toContain("line=1,endLine=1,col=4,endColumn=4,");
  });
});

test("gitlab takes an array of findings with the fields that it documents, each with a fingerprint of its own", () => {
  // GitLab, "Code Quality report format": description, check_name, fingerprint, severity, location.path, location.lines.begin.
  const validate = new Ajv().compile({
    type: "array",
    items: {
      type: "object",
      required: ["description", "check_name", "fingerprint", "severity", "location"],
      additionalProperties: false,
      properties: {
        description: { type: "string", minLength: 1 },
        check_name: { type: "string", pattern: "^[a-z-]+$" },
        fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
        severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
        location: {
          type: "object",
          required: ["path", "lines"],
          additionalProperties: false,
          properties: {
            path: { type: "string", not: { pattern: "^\\./" } },
            lines: {
              type: "object",
              required: ["begin"],
              properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
            },
          },
        },
      },
    },
  });
  for (const one of [whole, hostile, report([])]) {
    const found = JSON.parse(forms.gitlab(one)) as { fingerprint: string; severity: string }[];
    expect(validate(found) || validate.errors).toBe(true);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
  }
  const severities = (JSON.parse(forms.gitlab(whole)) as { severity: string }[]).map(({ severity }) => severity);
  expect(severities).toEqual(["info", "major", "minor", "blocker"]);
});

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The tree of a text that a strict reader of XML 1.0 takes. */
function xml(text: string): Element {
  const parser = new SaxesParser();
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes as Record<string, string>, children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (part) => (open.at(-1)!.text += part));
  parser.write(text).close();
  return top.children[0]!;
}

/** What may stand in what, with which attributes: those with `?` may be absent. */
type Grammar = Readonly<Record<string, { readonly attributes: string; readonly children: readonly string[] }>>;

function hold(element: Element, grammar: Grammar): void {
  const { attributes, children } = grammar[element.name]!;
  const known = attributes.split(" ").filter(Boolean);
  const required = known.filter((name) => !name.endsWith("?"));
  const given = Object.keys(element.attributes);
  expect(given).toEqual(expect.arrayContaining(required));
  expect(known.map((name) => name.replace("?", ""))).toEqual(expect.arrayContaining(given));
  for (const child of element.children) {
    expect(children).toContain(child.name);
    hold(child, grammar);
  }
}

/** Checkstyle's XMLLogger writes these. */
const checkstyleGrammar: Grammar = {
  checkstyle: { attributes: "version", children: ["file"] },
  file: { attributes: "name", children: ["error"] },
  error: { attributes: "line column? severity message source", children: [] },
};

/** Jenkins' junit-10.xsd, as far as it goes for tests without times. */
const junitGrammar: Grammar = {
  testsuites: { attributes: "name? tests? failures? errors? time?", children: ["testsuite"] },
  testsuite: { attributes: "name tests failures errors skipped? time?", children: ["testcase"] },
  testcase: { attributes: "name classname file? time?", children: ["failure", "error", "skipped", "system-out"] },
  failure: { attributes: "message type", children: [] },
  error: { attributes: "message type", children: [] },
  skipped: { attributes: "message", children: [] },
  "system-out": { attributes: "", children: [] },
};

test("checkstyle is what Checkstyle writes: files with their findings", () => {
  for (const one of [whole, hostile, report([])]) hold(xml(forms.checkstyle(one)), checkstyleGrammar);
  const [first, second] = xml(forms.checkstyle(whole)).children;
  expect(first!.attributes).toEqual({ name: "specs/a.dnn" });
  expect(first!.children[1]!.attributes).toEqual({
    line: "3",
    column: "31",
    severity: "error",
    message:
      "weights drawn by `he_normal` do not fit\nwhy: mean 0 and variance 1 are a fixed point\nhelp: write `init: lecun_normal`",
    source: "dnnc.selu-init",
  });
  expect(second!.children[0]!.attributes["source"]).toBe("dnnc.unreadable-file");
});

test("junit counts what fails the run as failures, and skips what is accepted", () => {
  for (const one of [whole, hostile, report([])]) hold(xml(forms.junit(one)), junitGrammar);
  const all = xml(forms.junit(whole));
  expect(all.attributes).toMatchObject({ tests: "6", failures: "1", errors: "1" });
  const [suite] = all.children;
  expect(suite!.attributes).toMatchObject({ name: "specs/a.dnn", tests: "5", failures: "1", skipped: "2" });
  const kinds = suite!.children.map(({ attributes, children }) => [attributes["name"], children[0]?.name]);
  expect(kinds).toEqual([
    ["third at 2:3", "system-out"],
    ["selu-init at 3:31", "failure"],
    ["other at 4:3", "system-out"],
    ["selu-init at 3:3", "skipped"],
    ["selu-init at 1:9", "skipped"],
  ]);
});

test("a spec that nothing is said about is one test that passes", () => {
  const [suite] = xml(forms.junit(report([], { files: ["a.dnn"] }))).children;
  expect(suite!.children.map(({ attributes, children }) => [attributes["name"], children.length])).toEqual([
    ["lint", 0],
  ]);
});

describe("columns count from 1 in UTF-16 units", () => {
  const cases: readonly (readonly [what: string, text: string, line: number, column: number])[] = [
    ["tabs are one", "data a {\n\t\tHERE\n}", 2, 3],
    ["CRLF ends a line and is no column", "data a {\r\n  HERE\r\n}\r\n", 2, 3],
    ["a byte-order mark is none", "\ufeffHERE", 1, 1],
    ["wide characters are one", "层数HERE", 1, 3],
    ["astral characters are two", "😀HERE", 1, 3],
    ["combining characters are one each", "e\u0301HERE", 1, 3],
    ["a carriage return alone ends no line", "a\rHERE", 1, 3],
    ["CRLF after a carriage return ends one line", "a\r\r\nHERE", 2, 1],
    ["a line separator ends no line", "a\u2028HERE", 1, 3],
    ["a paragraph separator ends no line", "a\u2029HERE", 1, 3],
    ["a next line, a vertical tab and a form feed end no line", "a\u0085\v\fHERE", 1, 5],
    ["an emoji of several characters is all their units", "👩‍🔬HERE", 1, 6],
    ["a byte-order mark within is one", "a\ufeffHERE", 1, 3],
    ["tabs between wide characters", "\t层\t😀\tHERE", 1, 7],
  ];
  test.each(cases)("%s", (_, text, line, column) => {
    const read = decodeSource("a.dnn", new TextEncoder().encode(text));
    if (!("source" in read)) throw new Error("not read");
    const here = report([finding(span(read.source, "HERE"))]);
    const end = column + 4;
    const [result] = JSON.parse(forms.sarif(here)).runs[0].results;
    const region = { startLine: line, startColumn: column, endLine: line, endColumn: end };
    expect(result.locations[0].physicalLocation.region).toEqual(region);
    expect(forms.github(here)).toContain(`line=${line},endLine=${line},col=${column},endColumn=${end - 1},`);
    expect(xml(forms.checkstyle(here)).children[0]!.children[0]!.attributes).toMatchObject({
      line: String(line),
      column: String(column),
    });
    expect(xml(forms.junit(here)).children[0]!.children[0]!.attributes["name"]).toBe(`selu-init at ${line}:${column}`);
    expect(JSON.parse(forms.gitlab(here))[0].location.lines).toEqual({ begin: line, end: line });
    expect(JSON.parse(forms.json(here)).diagnostics[0].range).toEqual({
      start: { line, column, offset: read.source.text.indexOf("HERE") },
      end: { line, column: end, offset: read.source.text.indexOf("HERE") + 4 },
    });
    expect(renderPretty(here.findings, { colors: false })).toContain(`a.dnn:${line}:${column}\n`);
  });
});

test.each(Object.keys(forms) as FormName[])("%s says the same each time", (name) => {
  expect(forms[name](whole)).toBe(forms[name](whole));
});
