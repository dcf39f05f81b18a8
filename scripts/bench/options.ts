/** The options of the bench, read strictly. */
import { parseArgs } from "node:util";
import { nearest } from "../../src/diagnostics/suggest.ts";
import { cases } from "./cases.ts";
import { contenders, type Contender } from "./contenders.ts";
import type { Timing } from "./run-case.ts";

/** What is measured beside the cases. */
export const otherParts = ["roofline", "own-words", "memory", "tools"] as const;
export type OtherPart = (typeof otherParts)[number];

export interface BenchOptions {
  /** Names of cases, and of other parts. */
  readonly parts: readonly string[];
  readonly contenders: readonly Contender[];
  readonly timing: Timing;
  /** Where the report goes as JSON. */
  readonly json: string | undefined;
  /** Whether the page of performance gets the tables. */
  readonly write: boolean;
  /** A report that was written before: nothing is measured then. */
  readonly from: string | undefined;
}

/** What is wrong with the options, and what helps. */
export class OptionError extends Error {
  readonly help: string;
  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

export function readOptions(args: readonly string[]): BenchOptions {
  const values = parsed(args);
  const names = chosen(
    values.contenders,
    contenders.map(({ name }) => name),
    "contender",
  );
  return {
    parts: chosen(values.only, [...cases.map(({ name }) => name), ...otherParts], "part"),
    contenders: contenders.filter(({ name }) => names.includes(name)),
    timing: { rounds: countOf(values.rounds, "--rounds"), roundTime: countOf(values["round-time"], "--round-time") },
    json: values.json,
    write: values.write,
    from: values.from,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        contenders: { type: "string", multiple: true },
        rounds: { type: "string", default: "5" },
        "round-time": { type: "string", default: "300" },
        json: { type: "string" },
        write: { type: "boolean", default: false },
        from: { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new OptionError((error as Error).message.split(". ")[0]!, "docs/performance.md has the options");
  }
}

/** The names asked for, in their own order; all of them where none is. */
function chosen(asked: readonly string[] | undefined, known: readonly string[], what: string): readonly string[] {
  const names = asked?.flatMap((one) => one.split(",").filter(Boolean));
  const stranger = names?.find((one) => !known.includes(one));
  if (stranger !== undefined) {
    const near = nearest(stranger, known);
    const help = near ? `did you mean \`${near}\`?` : `there are ${known.join(", ")}`;
    throw new OptionError(`there is no ${what} \`${stranger}\``, help);
  }
  return names === undefined ? known : known.filter((one) => names.includes(one));
}

function countOf(text: string, option: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new OptionError(`${option} ${text} is no whole number from 1 on`, "leave it out");
  return count;
}
