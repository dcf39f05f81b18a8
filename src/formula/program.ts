import { nearest } from "../diagnostics/suggest.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import { statesOf, type WordBody } from "../syntax/ast.ts";
import { textOf } from "../text/source.ts";
import { buildFormula, type Scope } from "./build.ts";
import { variable, variablesOf, type Formula } from "./formula.ts";
import { rankOf, type Rank } from "./rank.ts";
import { simplify } from "./simplify.ts";

/** What a word with a body computes: states that are kept, and lines in order. */
export interface Program {
  readonly states: readonly State[];
  /** Each line's value, by states and earlier lines; a name that is assigned twice has a version, `m'2`, from the second time on. */
  readonly lines: readonly ProgramLine[];
  /** The last value of every assigned name: a variable that holds it. */
  readonly results: ReadonlyMap<string, string>;
}

export interface State {
  readonly name: string;
  readonly initial: Formula;
  /** A `number` is kept once, a `tensor` for every weight. */
  readonly rank: Rank;
}

export interface ProgramLine {
  /** Unlike any other variable of the program. */
  readonly name: string;
  /** The name as written. */
  readonly written: string;
  readonly value: Formula;
  readonly rank: Rank;
}

/**
 * Reads a body. A name stands for what was last assigned to it; a state, before that, for what it was when the step began.
 * `given` are the provided variables with their ranks; `results` the provided names that a line may set (`w`).
 */
export function buildProgram(
  body: WordBody,
  scope: Scope,
  given: ReadonlyMap<string, Rank>,
  results: readonly string[],
  report: Report,
  /** What the names are before the first step. */
  first: Scope = scope,
): Program | undefined {
  const names = new Map(scope);
  const states: { name: string; initial: Formula }[] = [];
  const kept = new Set<string>();
  let sound = true;
  const unknown = new Set<string>();
  const fail = (diagnostic: Parameters<Report>[0]): void => {
    sound = sound && diagnostic.severity !== "error";
    // A name that is missing is missing once, however often it is read.
    const name = diagnostic.code === "unknown-name" ? textOf(diagnostic.at) : undefined;
    if (name === undefined || !unknown.has(name)) report(diagnostic);
    if (name !== undefined) unknown.add(name);
  };
  for (const entry of statesOf(body)) {
    if (entry.value.kind === "entries") {
      fail({
        code: "formula",
        severity: "error",
        message: "a state has a first value",
        at: entry.span,
        help: `write \`${entry.name.name}: 0\``,
      });
      continue;
    }
    const initial = buildFormula(entry.value, first, fail);
    if (kept.has(entry.name.name))
      fail({
        code: "duplicate-name",
        severity: "error",
        message: `the state \`${entry.name.name}\` is declared twice`,
        at: entry.name.span,
      });
    if (initial === undefined) continue;
    states.push({ name: entry.name.name, initial: simplify(initial) });
    kept.add(entry.name.name);
  }
  for (const { name } of states) names.set(name, variable(name));

  const lines: { name: string; written: string; value: Formula }[] = [];
  const last = new Map<string, string>();
  const assigned = new Map<string, number>();
  for (const line of body.lines) {
    const written = line.name.name;
    const value = buildFormula(line.value, names, fail);
    const parameter = names.has(written) && !kept.has(written) && !last.has(written) && !results.includes(written);
    if (parameter) {
      const near = nearest(written, [...states.map(({ name }) => name), ...results]);
      fail({
        code: "formula",
        severity: "error",
        message: `\`${written}\` is given and cannot be set`,
        at: line.name.span,
        help: near !== undefined && near !== written ? `did you mean \`${near}\`?` : "give the line a name of its own",
      });
    }
    if (value === undefined) {
      // What is wrong in the line has been said; its name stands all the same.
      if (!names.has(written)) names.set(written, variable(written));
      last.set(written, written);
      continue;
    }
    const times = assigned.get(written) ?? 0;
    assigned.set(written, times + 1);
    const name = times === 0 && !names.has(written) ? written : `${written}'${times + 1}`;
    lines.push({ name, written, value: simplify(value) });
    names.set(written, variable(name));
    last.set(written, name);
  }
  return sound ? { ...ranked(states, lines, given), results: last } : undefined;
}

/** A state is a number as long as only numbers are assigned to it. */
function ranked(
  states: readonly { name: string; initial: Formula }[],
  lines: readonly { name: string; written: string; value: Formula }[],
  given: ReadonlyMap<string, Rank>,
): Pick<Program, "states" | "lines"> {
  const kept = new Set(states.map(({ name }) => name));
  const ranks = new Map<string, Rank>([...given, ...states.map(({ name }) => [name, "number"] as const)]);
  for (let before = -1, wide = 0; wide !== before;) {
    before = wide;
    for (const { name, written, value } of lines) {
      const rank = rankOf(value, ranks);
      ranks.set(name, rank);
      if (rank !== "number" && kept.has(written)) ranks.set(written, "tensor");
    }
    wide = [...ranks.values()].filter((rank) => rank !== "number").length;
  }
  return {
    states: states.map((state) => ({ ...state, rank: ranks.get(state.name)! })),
    lines: lines.map((line) => ({ ...line, rank: ranks.get(line.name)! })),
  };
}

/**
 * The program without the states and lines that nothing `wanted` needs, such as a velocity under a momentum of 0: what is not
 * there is not kept, saved or printed.
 */
export function neededProgram({ states, lines, results }: Program, wanted: readonly string[]): Program {
  const needed = new Set<string>();
  const need = (name: string | undefined): void => {
    if (name === undefined || needed.has(name)) return;
    needed.add(name);
    const line = lines.find((one) => one.name === name);
    if (line !== undefined) variablesOf(line.value).forEach(need);
    // What a state is now comes from what the last step made of it.
    else if (states.some((state) => state.name === name)) need(results.get(name));
  };
  for (const name of wanted) need(results.get(name));
  const kept = states.filter(({ name }) => needed.has(name));
  return {
    states: kept,
    lines: lines.filter(({ name }) => needed.has(name)),
    results: new Map(
      [...results].filter(([name]) => wanted.includes(name) || kept.some((state) => state.name === name)),
    ),
  };
}

/** A program of one line. */
export const lineProgram = (name: string, value: Formula, given: ReadonlyMap<string, Rank>): Program => ({
  states: [],
  lines: [{ name, written: name, value, rank: rankOf(value, given) }],
  results: new Map([[name, name]]),
});
