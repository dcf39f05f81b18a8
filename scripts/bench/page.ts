/** The tables of a report in docs/performance.md, between their marks. */
import { writePart } from "../chapter11/table.ts";
import { figuresOf } from "./figures.ts";
import type { Report } from "./report.ts";
import { figureRows, limitRows, machineLines, markdownTable, raceRows, ratioRows, rooflineRows } from "./table.ts";

export async function writePage(page: string, report: Report): Promise<void> {
  const parts: Readonly<Record<string, string>> = {
    machine: machineLines(report)
      .map((line) => `- ${line}`)
      .join("\n"),
    ratios: markdownTable(ratioRows(report)),
    figures: markdownTable(figureRows(figuresOf(report))),
    roofline: tableOrNothing(rooflineRows(report)),
    limits: tableOrNothing(limitRows(report)),
    times: markdownTable(raceRows(report)),
  };
  for (const [part, body] of Object.entries(parts)) await writePart(page, part, body);
}

const tableOrNothing = (rows: readonly (readonly string[])[]): string =>
  rows.length > 1 ? markdownTable(rows) : "Not measured in this run.";
