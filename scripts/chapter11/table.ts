/** The comparison as text for a terminal and as Markdown for docs/chapter11.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { book, type Figures } from "./book.ts";
import { differences, isWithin, largest, orderings, type Accuracy, type Ordering } from "./compare.ts";
import type { Outcome } from "./experiment.ts";

const digits = (value: number | undefined): string => value?.toFixed(4) ?? "";
const pair = (loss: number | undefined, accuracy: number | undefined): string =>
  [digits(loss), digits(accuracy)].filter(Boolean).join(" / ");

/** `.3097 / .8881 → .3656 / .8672`, as far as it is known. */
export const figuresText = ({ trainLoss, trainAccuracy, validationLoss, validationAccuracy }: Figures): string =>
  [pair(trainLoss, trainAccuracy), pair(validationLoss, validationAccuracy)].filter(Boolean).join(" → ");

/** Test accuracy, and that of Monte Carlo dropout. */
export const testText = ({ testAccuracy, monteCarloAccuracy }: Figures): string =>
  [digits(testAccuracy), monteCarloAccuracy === undefined ? "" : `MC ${digits(monteCarloAccuracy)}`]
    .filter(Boolean)
    .join(", ");

const names: Readonly<Record<Accuracy, string>> = {
  trainAccuracy: "train",
  measuredAccuracy: "train in inference",
  validationAccuracy: "validation",
  testAccuracy: "test",
  monteCarloAccuracy: "MC",
};

/** The largest difference in an accuracy that the book prints, and whether all are within what one seed explains. */
export function verdict(name: string, ours: Figures): string {
  const found = differences(name, ours);
  const most = largest(found);
  if (most === undefined) return "";
  const value = `${most.value < 0 ? "-" : "+"}${Math.abs(most.value).toFixed(4)}`;
  return `${value} ${names[most.of]}${isWithin(found) ? "" : ", off"}`;
}

const cells = (name: string, { figures, seconds, history }: Outcome): readonly string[] => [
  name,
  String(history.length),
  figuresText(book[name]!),
  figuresText(figures),
  testText(book[name]!),
  testText(figures),
  verdict(name, figures),
  figures.parameters!.toLocaleString("en"),
  seconds.toFixed(0),
];

const head = [
  "spec",
  "epochs",
  "the book: train → validation",
  "dnnc: train → validation",
  "the book: test",
  "dnnc: test",
  "largest difference",
  "parameters",
  "seconds",
];

const holdsText = ({ holds }: Ordering): string => (holds === undefined ? "not known" : holds ? "holds" : "does not");

/** One experiment, in the lines that a terminal shows. */
export function experimentText(name: string, { figures, seconds, epoch, history }: Outcome): string {
  const which = epoch === history.length ? `epoch ${epoch}` : `epoch ${epoch}, the best of ${history.length}`;
  const line = (who: string, of: Figures): string => {
    const parts = [
      figuresText(of),
      testText(of) && `test ${testText(of)}`,
      of.measuredAccuracy && `training images measured ${digits(of.measuredAccuracy)}`,
      of.parameters && `${of.parameters.toLocaleString("en")} parameters`,
    ].filter(Boolean);
    return parts.length === 0 ? `  ${who} no run printed` : `  ${who} ${parts.join("   ")}`;
  };
  const judged = verdict(name, figures);
  return [
    `${name}  (${which}, ${seconds.toFixed(0)} s)`,
    line("book", book[name]!),
    line("ours", figures),
    ...(judged === "" ? [] : [`  ${judged.endsWith("off") ? judged : `${judged}, within`}`]),
  ].join("\n");
}

export const orderingText = (ordering: Ordering): string =>
  `${holdsText(ordering)}: ${ordering.claim} (${ordering.because})`;

/** Writes the table and the orderings between the marks of the page; the learning-rate finder has a part of its own. */
export async function writePage(page: string, outcomes: ReadonlyMap<string, Outcome>): Promise<void> {
  const row = (of: readonly string[]): string => `| ${of.join(" | ")} |`;
  const table = [head, head.map(() => "---"), ...[...outcomes].map(([name, outcome]) => cells(name, outcome))];
  const figures = new Map([...outcomes].map(([name, outcome]) => [name, outcome.figures]));
  const claims = orderings(figures).map((one) => [one.claim, holdsText(one), one.because]);
  const missing = Object.keys(book).filter((name) => !outcomes.has(name) && name !== "rate_finder");
  const written = {
    table: [
      table.map(row).join("\n"),
      ...(missing.length === 0
        ? []
        : [`Not trained for this table: ${missing.map((name) => `\`${name}\``).join(", ")}.`]),
    ].join("\n\n"),
    orderings: [["what the chapter says", "here", "accuracies"], ["---", "---", "---"], ...claims].map(row).join("\n"),
  };
  for (const [part, body] of Object.entries(written)) await writePart(page, part, body);
}

/** Writes between the marks of a part of the page. */
export async function writePart(page: string, part: string, body: string): Promise<void> {
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(`<!-- ${part} -->`);
  const after = rest?.split(`<!-- end of ${part} -->`)[1];
  if (after === undefined) throw new Error(`${page} has no marks for the ${part}`);
  const whole = `${before}<!-- ${part} -->\n\n${body}\n\n<!-- end of ${part} -->${after}`;
  writeFileSync(page, await format(whole, { parser: "markdown", printWidth: 120 }));
}
