import { mentions } from "../../formula/formula.ts";
import { printCode } from "../../formula/print-code.ts";
import type { Program } from "../../formula/program.ts";
import type { Training } from "../../network/resolve-train.ts";
import { printValue } from "../../network/value.ts";
import { docComment, makeNames, type Names } from "./names.ts";

/** What is provided to the numbers of a step, and what it is called in a program. */
export const moments: Readonly<Record<string, string>> = {
  step: "step",
  total: "total",
  steps_per_epoch: "stepsPerEpoch",
};

export interface ScheduleText {
  readonly code: readonly string[];
  /** Reads the numbers of a step into `rate` and what else the schedule drives; empty where the rate never changes. */
  readonly read: string;
  /** Makes the schedule before the run, where it has a memory. */
  readonly make: readonly string[];
  /** The optimizer's parameters that it drives: their names in the spec, and in the program. */
  readonly driven: readonly { readonly name: string; readonly text: string }[];
  /** What the run must know: some of `moments`. */
  readonly needs: ReadonlySet<string>;
}

/** A line's or a state's name without its version. */
export const plainName = (name: string): string => name.replace(/'(\d+)$/, "$1");

/** Prints the learning-rate schedule; a rate that never changes is a constant. */
export function scheduleText(
  { schedule, scheduleProgram: program, arguments: args, optimizerProgram }: Training,
  names: Names,
): ScheduleText {
  const written = `learning_rate: ${printValue(args["learning_rate"]!.value)}`;
  const driven = [...program.results.keys()]
    .filter((name) => name !== "rate" && optimizerProgram.lines.some(({ value }) => mentions(value, name)))
    .map((name) => ({ name, text: names.fresh(name) }));
  const rate = program.lines.find(({ name }) => name === program.results.get("rate"))!;
  if (rate.value.op === "number" && driven.length === 0)
    return {
      code: [docComment(written), `const rate = ${printCode(rate.value)};`],
      read: "",
      make: [],
      driven,
      needs: new Set(),
    };

  const results = ["rate", ...driven.map(({ name }) => name)];
  const lines = neededLines(program, results);
  const formulas = lines.map(({ value }) => value);
  const reads = (name: string): boolean => formulas.some((formula) => mentions(formula, name));
  const ofEpoch = reads("epoch");
  const given = Object.keys(moments).filter((name) => reads(name) || (ofEpoch && name !== "total"));
  const ofStates = program.states.some(({ initial }) => mentions(initial, "steps_per_epoch"));
  // The function knows its parameters and its own lines, and calls nothing of the program.
  const scope = makeNames([...Object.values(moments), "epoch"]);
  const locals = new Map([...program.states, ...lines].map(({ name }) => [name, scope.fresh(plainName(name))]));
  const text = (name: string): string => locals.get(name) ?? moments[name] ?? name;
  const signature = given.map((name) => `${moments[name]}: number`).join(", ");
  const head = docComment(`${written}\n${schedule.word.doc}`);
  const call = `(${given.map((name) => moments[name]).join(", ")})`;
  const read = `({ ${["rate", ...driven.map(({ name, text: own }) => (own === name ? name : `${name}: ${own}`))].join(", ")} } = schedule${call});`;
  const needs = new Set([...given, ...(ofStates ? ["steps_per_epoch"] : [])]);
  if (lines.length === 1 && driven.length === 0 && program.states.length === 0 && !ofEpoch)
    return {
      code: [head, `const learningRate = (${signature}): number => ${printCode(rate.value, text)};`],
      read: `rate = learningRate${call};`,
      make: [],
      driven,
      needs,
    };

  const body = [
    ...(ofEpoch ? ["const epoch = Math.floor(step / stepsPerEpoch);"] : []),
    ...lines.map(({ name, value }) => `const ${text(name)} = ${printCode(value, text)};`),
  ];
  const entries = results.map((name) => {
    const value = text(program.results.get(name)!);
    return value === name ? name : `${name}: ${value}`;
  });
  const result = `return { ${entries.join(", ")} };`;
  if (program.states.length === 0)
    return { code: [head, `function schedule(${signature}) {`, ...body, result, "}"], read, make: [], driven, needs };
  // A schedule with a memory is asked once for each step, in order.
  const states = program.states.map(({ name, initial }) => `let ${text(name)} = ${printCode(initial, text)};`);
  const updates = program.states.map(({ name }) => `${text(name)} = ${text(program.results.get(name) ?? name)};`);
  return {
    code: [
      head,
      `function makeSchedule(${ofStates ? "stepsPerEpoch: number" : ""}) {`,
      ...states,
      `return (${signature}) => {`,
      ...body,
      ...updates,
      result,
      "};",
      "}",
    ],
    read,
    make: [`const schedule = makeSchedule(${ofStates ? "stepsPerEpoch" : ""});`],
    driven,
    needs,
  };
}

/** The lines that the results and the states of a program need, in their order. */
function neededLines(program: Program, results: readonly string[]): Program["lines"] {
  const needed = new Set(
    [...results, ...program.states.map(({ name }) => name)].map((name) => program.results.get(name)),
  );
  for (const { name, value } of [...program.lines].reverse())
    if (needed.has(name)) for (const other of program.lines) if (mentions(value, other.name)) needed.add(other.name);
  return program.lines.filter(({ name }) => needed.has(name));
}
