import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderJson } from "../../src/diagnostics/render-json.ts";
import { renderPretty } from "../../src/diagnostics/render-pretty.ts";
import { atMost, sorted } from "../../src/diagnostics/sort.ts";
import type { Source, Span } from "../../src/text/source.ts";
import { widthOf } from "../../src/text/width.ts";

const span = (source: Source, text: string, from = 0): Span => {
  const start = source.text.indexOf(text, from);
  return { source, start, end: start + text.length };
};
const found = (at: Span, more: Partial<Diagnostic> = {}): Diagnostic => ({
  ...{ code: "syntax", severity: "error", message: "something is wrong", at },
  ...more,
});
const pretty = (...diagnostics: Diagnostic[]): string => renderPretty(diagnostics, { colors: false });

const skip: Source = {
  path: "examples/skip.dnn",
  text: "\n\n\n\n\n  dense(100, activation: selu)\n  relu\n  relu\n  add(skip)\n",
};
const sample = found(span(skip, "add(skip)"), {
  code: "selu-sequential",
  message: "selu cannot keep its mean and variance through `add`",
  label: "a skip connection joins two paths",
  related: [{ at: span(skip, "activation: selu"), label: "self-normalization is claimed here" }],
  why: "self-normalization is proven for a plain stack of dense layers only (Klambauer et al. 2017)",
  help: "use `activation: elu` with `init: he_normal`, or take the skip connection out",
});

test("the sample of the language's design is printed as designed", () => {
  expect(renderPretty([sample], { colors: false, explained: () => true })).toBe(
    `error[selu-sequential]: selu cannot keep its mean and variance through \`add\`
  ┌─ examples/skip.dnn:9:3
  │
6 │   dense(100, activation: selu)
  │              ---------------- self-normalization is claimed here
9 │   add(skip)
  │   ^^^^^^^^^ a skip connection joins two paths
  │
  = why: self-normalization is proven for a plain stack of dense layers only (Klambauer et al. 2017)
  = help: use \`activation: elu\` with \`init: he_normal\`, or take the skip connection out
  = more: dnnc explain selu-sequential
`,
  );
});

test("a finding without notes ends with its line, and a blank line stands between two", () => {
  const source = { path: "a.dnn", text: "data a\r\ndata b\r\n" };
  expect(pretty(found(span(source, "a", 5)), found(span(source, "b")))).toBe(`error[syntax]: something is wrong
  ┌─ a.dnn:1:6
  │
1 │ data a
  │      ^

error[syntax]: something is wrong
  ┌─ a.dnn:2:6
  │
2 │ data b
  │      ^
`);
});

test("lines that are far apart have a mark between them, and the gutter fits the largest number", () => {
  const source = { path: "a.dnn", text: `first\n${"\n".repeat(8)}tenth\n` };
  const at = span(source, "tenth");
  expect(pretty(found(at, { related: [{ at: span(source, "first"), label: "here" }], help: "one\ntwo" }))).toBe(
    `error[syntax]: something is wrong
   ┌─ a.dnn:10:1
   │
 1 │ first
   │ ----- here
   ·
10 │ tenth
   │ ^^^^^
   │
   = help: one
           two
`,
  );
});

test("two places on one line stand below each other", () => {
  const source = { path: "a.dnn", text: "dense(10" };
  expect(pretty(found(span(source, "10"), { related: [{ at: span(source, "("), label: "opened here" }] }))).toContain(`
1 │ dense(10
  │      - opened here
  │       ^^
`);
});

test("a place in another file has its own header", () => {
  const source = { path: "a.dnn", text: "add(skip)" };
  const other = { path: "words/b.dnn", text: "\nloss mse" };
  expect(pretty(found(span(source, "skip"), { related: [{ at: span(other, "mse"), label: "declared here" }] })))
    .toContain(`
  ┌─ a.dnn:1:5
  │
1 │ add(skip)
  │     ^^^^
  ┌─ words/b.dnn:2:6
  │
2 │ loss mse
  │      --- declared here
`);
});

test("a file that could not be read has a header alone", () => {
  const source = { path: "absent.dnn", text: "" };
  expect(
    pretty(found({ source, start: 0, end: 0 }, { message: "there is no such file", help: "check the path" })),
  ).toBe("error[syntax]: there is no such file\n  ┌─ absent.dnn\n  = help: check the path\n");
});

test("the end of a file, a place without width and a place over several lines are marked", () => {
  const source = { path: "a.dnn", text: "train a {\n  epochs\n" };
  expect(pretty(found({ source, start: 18, end: 18 }))).toContain("2 │   epochs\n  │         ^\n");
  expect(pretty(found({ source, start: 19, end: 19 }))).toContain("3 │\n  │ ^\n");
  expect(pretty(found({ source, start: 8, end: 18 }))).toContain("1 │ train a {\n  │         ^\n");
});

test.each([
  ["tabs", '\tsource:\tcsv("x")'],
  ["wide characters", '  /* 层数 한글 😀 */ csv("x")'],
  ["combining characters", '  e\u0301e\u0301 csv("x")'],
  ["Windows line ends", '  csv("x")\r\n\r\n'],
])("%s do not move the mark", (_name, text) => {
  const source = { path: "a.dnn", text };
  const lines = pretty(found(span(source, 'csv("x")'))).split("\n");
  const code = lines[3]!;
  expect(lines[4]!.indexOf("^")).toBe(widthOf(code.slice(0, code.indexOf("csv"))));
  expect(lines[4]!.trimEnd().endsWith("^".repeat(8))).toBe(true);
  expect(lines.join("")).not.toContain("\r");
});

test("a long line is cut around its place", () => {
  for (const [before, after] of [
    ["a ".repeat(5), "b ".repeat(5000)],
    ["层 ".repeat(3000), "b ".repeat(3000)],
    ["a ".repeat(3000), ""],
  ] as const) {
    const source = { path: "a.dnn", text: `${before}HERE${after}` };
    const [, , , code, mark] = pretty(found(span(source, "HERE"))).split("\n") as [
      string,
      string,
      string,
      string,
      string,
    ];
    expect(widthOf(code)).toBeLessThan(115);
    expect(mark.indexOf("^")).toBe(widthOf(code.slice(0, code.indexOf("HERE"))));
    expect(mark.trim().endsWith("^^^^")).toBe(true);
  }
});

test("no text of a spec steers the terminal", () => {
  const source = { path: "a\u001b[2J.dnn", text: 'csv("\u001b[31m\u202e")' };
  const text = pretty(found(span(source, "csv"), { message: "no \u001b[31m", help: "\u0007" }));
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test("colours are there when asked for, and change nothing else", () => {
  const colored = renderPretty([sample], { colors: true });
  expect(colored).toContain("\u001b[31m");
  expect(colored.replaceAll(/\u001b\[\d+m/g, "")).toBe(pretty(sample));
});

test("findings are sorted by file, place and severity, and each is said once", () => {
  const [a, b] = [
    { path: "a.dnn", text: "0123456789" },
    { path: "b.dnn", text: "0123456789" },
  ];
  const first = found(span(a, "1"));
  const warning = found(span(a, "1"), { severity: "warning", code: "other" });
  const second = found(span(a, "2"));
  const last = found(span(b, "0"));
  const unsorted = [last, second, { ...second }, warning, first];
  expect(sorted(unsorted)).toEqual([first, warning, second, last]);
  expect(unsorted[0]).toBe(last);
});

test("other programs get one object with every place, edit and count", () => {
  const source = { path: "a.dnn", text: "train a {\n  lr: 1\n}" };
  const at = span(source, "lr");
  const fix = { safe: true, edits: [{ start: at.start, end: at.end, text: "learning_rate" }] };
  const related = [{ at: span(source, "train"), label: "in this block" }];
  const text = renderJson(
    [found(at, { related, help: "write `learning_rate`", fix }), found(at, { severity: "info" })],
    3,
  );
  expect(text).not.toContain("\n");
  expect(JSON.parse(text)).toEqual({
    version: 1,
    files: 3,
    diagnostics: [
      {
        rule: "syntax",
        severity: "error",
        message: "something is wrong",
        file: "a.dnn",
        range: { start: { line: 2, column: 3, offset: 12 }, end: { line: 2, column: 5, offset: 14 } },
        related: [
          {
            file: "a.dnn",
            range: { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 6, offset: 5 } },
            message: "in this block",
          },
        ],
        help: "write `learning_rate`",
        fix,
      },
      expect.objectContaining({ severity: "info", related: [] }),
    ],
    summary: { errors: 1, warnings: 0, infos: 1 },
  });
});

test("of more findings than anyone reads the first are kept, and the number of the others is told", () => {
  const source = { path: "a.dnn", text: "0123456789" };
  const all = [...source.text].map((text) => found(span(source, text), { severity: "warning" }));
  expect(atMost(all, 10)).toEqual(all);
  const [first, second, last, ...none] = atMost([...all, found(span(source, "9"))], 3);
  expect([first, second, none]).toEqual([all[0], all[1], []]);
  expect(last).toMatchObject({ severity: "error", message: "9 more findings are not shown", at: all[2]!.at });
});
