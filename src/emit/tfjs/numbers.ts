import { printCode } from "../../formula/print-code.ts";
import type { Program } from "../../formula/program.ts";
import { number, substitute, type Formula } from "../../formula/formula.ts";
import { simplify } from "../../formula/simplify.ts";
import { lowerFormula } from "../../graph/lower-formula.ts";
import type { NamedWeight } from "../../graph/step.ts";
import type { Training } from "../../network/resolve-train.ts";
import { printUse, printValue } from "../../network/value.ts";
import { givenRanks } from "../../vocabulary/instantiate.ts";
import type { Rank } from "../../formula/rank.ts";
import { docComment, type Names } from "./names.ts";
import { textAlgebra } from "./text-algebra.ts";

/** What the step's numbers are called in a program. */
const provided: Readonly<Record<string, string>> = {
  steps_per_epoch: "stepsPerEpoch",
  total: "total",
  step: "step",
  epoch: "epoch",
  t: "t",
  rate: "rate",
};

export interface ScheduleText {
  readonly code: readonly string[];
  /** Reads the numbers of a step into `rate` and what else the schedule drives. */
  readonly read: string;
  /** `let` declarations of those numbers, for the history. */
  readonly driven: readonly string[];
}

/** Prints the learning-rate schedule; a rate that never changes is a constant. */
export function scheduleText(
  { schedule, scheduleProgram: program, arguments: args, optimizerProgram }: Training,
  names: Names,
): ScheduleText {
  const written = printValue(args["learning_rate"]!.value);
  const [line] = program.lines;
  if (program.lines.length === 1 && program.states.length === 0 && line!.value.op === "number")
    return {
      code: [`/** learning_rate: ${written} */`, `const rate = ${printCode(line!.value)};`],
      read: "",
      driven: [],
    };
  const driven = [...program.results.keys()].filter((name) => name !== "rate" && readBy(optimizerProgram, name));
  const scope = names.inner();
  const locals = new Map(program.lines.map(({ name }) => [name, scope.fresh(name.replace(/'(\d+)$/, "$1"))]));
  const text = (name: string): string => locals.get(name) ?? provided[name] ?? name;
  const uses = (name: string): boolean => program.lines.some(({ value }) => mentionsVariable(value, name));
  const moments = ["step", "total", "stepsPerEpoch"].filter(
    (name) =>
      name === "step" ||
      uses(name === "stepsPerEpoch" ? "steps_per_epoch" : name) ||
      (name === "stepsPerEpoch" && uses("epoch")),
  );
  const head = docComment(`learning_rate: ${written}\n${schedule.word.doc}`);
  const signature = moments.map((name) => `${name}: number`).join(", ");
  const epoch = uses("epoch") ? [`const epoch = Math.floor(step / stepsPerEpoch);`] : [];
  const states = program.states.map(({ name, initial }) => `let ${text(name)} = ${printCode(initial, text)};`);
  if (program.states.length > 0) {
    // A schedule with a memory is a closure: it is asked once for each step, in order.
    const updates = program.states.map(({ name }) => `${text(name)} = ${text(program.results.get(name) ?? name)};`);
    const body = program.lines.map(({ name, value }) => `const ${text(name)} = ${printCode(value, text)};`);
    const result = `return { ${["rate", ...driven].map((name) => `${name}: ${text(program.results.get(name)!)}`).join(", ")} };`;
    return {
      code: [
        head,
        `function makeSchedule() {`,
        ...states,
        `return (${signature}) => {`,
        ...epoch,
        ...body,
        ...updates,
        result,
        "};",
        "}",
      ],
      read: `({ ${["rate", ...driven].join(", ")} } = schedule(${moments.join(", ")}));`,
      driven,
    };
  }
  if (program.lines.length === 1 && epoch.length === 0)
    return {
      code: [head, `const learningRate = (${signature}): number => ${printCode(line!.value, text)};`],
      read: `rate = learningRate(${moments.join(", ")});`,
      driven,
    };
  const needed = neededLines(program, ["rate", ...driven]);
  const body = program.lines
    .filter(({ name }) => needed.has(name))
    .map(({ name, value }) => `const ${text(name)} = ${printCode(value, text)};`);
  const entries = ["rate", ...driven].map((name) => {
    const value = text(program.results.get(name)!);
    return value === name ? name : `${name}: ${value}`;
  });
  return {
    code: [head, `function schedule(${signature}) {`, ...epoch, ...body, `return { ${entries.join(", ")} };`, "}"],
    read: `({ ${["rate", ...driven].join(", ")} } = schedule(${moments.join(", ")}));`,
    driven,
  };
}

const mentionsVariable = (formula: Formula, name: string): boolean =>
  formula.op === "variable"
    ? formula.name === name
    : "args" in formula && formula.args.some((arg) => mentionsVariable(arg, name));

const readBy = (program: Program, name: string): boolean =>
  program.lines.some(({ value }) => mentionsVariable(value, name));

/** The lines that the results need. */
function neededLines(program: Program, results: readonly string[]): ReadonlySet<string> {
  const needed = new Set(results.map((name) => program.results.get(name)!));
  for (const { name, value } of [...program.lines].reverse())
    if (needed.has(name))
      for (const other of program.lines) if (mentionsVariable(value, other.name)) needed.add(other.name);
  return needed;
}

export interface OptimizerText {
  readonly code: readonly string[];
  /** The states of each weight, by name, with their first values; none where empty. */
  readonly states: readonly { readonly name: string; readonly initial: string }[];
  /** The call for weight `w` with gradient `g`. */
  readonly call: string;
  /** Lines before a run, and before the updates of a step: the optimizer's plain numbers. */
  readonly before: readonly string[];
  readonly each: readonly string[];
}

/** Prints the optimizer as a function that moves one weight. */
export function optimizerText(
  { optimizer, optimizerProgram: program }: Training,
  driven: readonly string[],
  trainable: readonly NamedWeight[],
  names: Names,
): OptimizerText {
  const scope = names.inner();
  for (const name of ["w", "g", "state", "rate", "t", "decayed", ...driven]) scope.fresh(name);
  const ranks = new Map<string, Rank>(givenRanks);
  const locals = new Map<string, string>();
  const text = (name: string): string => locals.get(name) ?? provided[name] ?? name;
  const tensors = program.states.filter(({ rank }) => rank !== "number");
  const numbers = program.states.filter(({ rank }) => rank === "number");
  for (const { name, rank } of program.states) ranks.set(name, rank);
  const each: string[] = [];
  for (const { name } of numbers) locals.set(name, scope.fresh(name));
  const values = new Map<string, string>([
    ["w", "w"],
    ["g", "g"],
    ...tensors.map(({ name }) => [name, `state.${name}`] as [string, string]),
  ]);
  const algebra = textAlgebra(scope, text);
  for (const { name, written, value, rank } of program.lines) {
    ranks.set(name, rank);
    if (rank === "number") {
      const local = scope.fresh(name.replace(/'(\d+)$/, "$1"));
      each.push(`const ${local} = ${printCode(value, text)};`);
      locals.set(name, local);
    } else {
      const last = program.results.get(name.replace(/'\d+$/, "")) === name && written === "w";
      const lowered = lowerFormula(value, { algebra, ranks, values, axis: -1, width: undefined });
      values.set(name, last ? lowered : algebra.keep(written === "w" ? "moved" : written, lowered));
    }
  }
  const assigns = tensors.map(({ name }) => `state.${name}.assign(${values.get(program.results.get(name) ?? name)});`);
  for (const { name } of numbers) each.push(`${text(name)} = ${text(program.results.get(name) ?? name)};`);
  const all = program.lines.filter(({ rank }) => rank !== "number").map(({ value }) => value);
  const uses = (name: string): boolean => all.some((value) => mentionsVariable(value, name));
  const outer = [...locals].filter(([name]) => uses(name)).map(([, local]) => local);
  const given = [...["rate", "t", ...driven].filter(uses), ...outer, ...(uses("decayed") ? ["decayed"] : [])];
  const states = tensors.map(({ name, initial }) => ({ name, initial: printCode(initial) }));
  const stateType =
    states.length > 0 ? `, state: { ${states.map(({ name }) => `${name}: tf.Variable`).join("; ")} }` : "";
  const doc = docComment(`optimizer: ${printUse(optimizer)}\n${optimizer.word.doc}`);
  const moved = values.get(program.results.get("w") ?? "w")!;
  const decays = trainable.map(({ kind }) => (kind === "kernel" ? 1 : 0));
  return {
    code: [
      doc,
      `function update(w: tf.Variable, g: Tensor${stateType}${given.map((name) => `, ${name}: number`).join("")}): void {`,
      ...algebra.statements,
      ...assigns,
      `w.assign(${moved});`,
      "}",
    ],
    states,
    call: `update(w, grads[w.name]!${states.length > 0 ? ", states[i]!" : ""}${given.map((name) => (name === "t" ? ", step + 1" : name === "decayed" ? `, [${decays.join(", ")}][i]!` : `, ${name}`)).join("")})`,
    before: numbers.map(({ name, initial }) => `let ${text(name)} = ${printCode(initial, text)};`),
    each: each.length > 0 && each.some((line) => /\bt\b/.test(line)) ? ["const t = step + 1;", ...each] : each,
  };
}

/** A word's formula with `outputs` known. */
export const withOutputs = (formula: Formula, outputs: number): Formula =>
  simplify(substitute(formula, new Map([["outputs", number(outputs)]])));
