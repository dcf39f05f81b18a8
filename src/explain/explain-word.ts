/** `dnnc explain WORD`: a page as text for a terminal. */
import type { Fact, Page, ParameterRow } from "./page.ts";
import { renderTable } from "./table.ts";
import { wordPlot } from "./word-plot.ts";
import { paragraphs, wrapped } from "./wrap.ts";

export interface PageStyle {
  /** ASCII alone. */
  readonly plain: boolean;
}

const width = 80;
const margin = 14;

/** The page's signature, its doc, then what is known of it, each fact with its name, and its curves. */
export function renderPage(page: Page, { plain }: PageStyle): string {
  const doc = paragraphs(page.doc, width - 2).map((text) => `${indent(text, 2)}\n`);
  const facts = page.facts.map(factText).join("");
  const plot = page.use && wordPlot(page.use, plain);
  return [
    `${headText(page)}\n`,
    ...(page.planned ? ["  Not supported yet.\n"] : []),
    ...doc,
    ...(facts === "" ? [] : [facts]),
    ...(plot === undefined ? [] : [indent(plot, 2)]),
  ].join("\n");
}

const headText = ({ kind, signature }: Page): string =>
  indent(wrapped(`${kind} ${signature}`, width - 4), 4).trimStart();

const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

/** `  name        text`, the lines of the text below one another. */
function factText(fact: Fact): string {
  const text = "rows" in fact ? tableText(fact.rows) : wrapLines(fact.text);
  return `  ${fact.name.padEnd(margin - 2)}${indent(text, margin).trimStart()}\n`;
}

/** Each line by itself; the rest of a long one stands further in. */
const wrapLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => indent(wrapped(line, width - margin - 2), 2).trimStart())
    .join("\n");

function tableText(rows: readonly ParameterRow[]): string {
  const columns = ["", "", ""].map((head) => ({ head, align: "left" }) as const);
  const cells = rows.map((row) => [row.name, row.default, row.takes]);
  return renderTable(columns, cells).replace(/^\n/, "").trimEnd();
}
