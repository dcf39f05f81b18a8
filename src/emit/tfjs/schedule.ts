import { mentions } from "../../formula/formula.ts";
import { printCode } from "../../formula/print-code.ts";
import { neededProgram, type Program, type State } from "../../formula/program.ts";
import { drivenParameters, type Training } from "../../network/resolve-train.ts";
import { printValue } from "../../network/value.ts";
import { docComment, makeNames, type Names } from "./names.ts";

/** What is provided to the numbers of a step, and what it is called in a program. */
export const moments: Readonly<Record<string, string>> = {
  step: "step",
  total: "total",
  steps_per_run: "total",
  steps_per_epoch: "stepsPerEpoch",
};

export interface ScheduleText {
  readonly code: readonly string[];
  /** What the rate is called where a step is done. */
  readonly rate: string;
  /** Reads the numbers of a step into `rate` and what else the schedule drives; empty where the rate never changes. */
  readonly read: string;
  /** Makes the schedule before the run, where it has a memory. */
  readonly make: readonly string[];
  /** Tells it, after each epoch, the measure that it watches. */
  readonly watch: ((measure: string) => string) | undefined;
  /** The optimizer's parameters that it drives: their names in the spec, and in the program. */
  readonly driven: readonly { readonly name: string; readonly text: string }[];
  /** What the run must know: some of `moments`. */
  readonly needs: ReadonlySet<string>;
}

/** A line's or a state's name without its version. */
export const plainName = (name: string): string => name.replace(/'(\d+)$/, "$1");

/** Prints the learning-rate schedule; a rate that never changes is a constant. */
export function scheduleText(
  { schedule, scheduleProgram, watchedProgram, arguments: args, optimizer, optimizerProgram }: Training,
  names: Names,
  /** A comment that says where in the spec an entry stands. */
  placeOf: (entry: string) => string,
): ScheduleText {
  const written = `learning_rate: ${printValue(args["learning_rate"]!.value)}`;
  // A line or a state called `g` or `t` is the schedule's own: only what the optimizer's signature lets one set is driven.
  const driven = [...drivenParameters(scheduleProgram, optimizer)]
    .filter((name) => optimizerProgram.lines.some(({ value }) => mentions(value, name)))
    .map((name) => ({ name, text: names.fresh(name) }));
  const results = ["rate", ...driven.map(({ name }) => name)];
  const last = results.map((name) => scheduleProgram.results.get(name)!);
  const program = neededProgram(scheduleProgram, results);
  const { lines } = program;
  const rate = lines.find(({ name }) => name === last[0]);
  if (rate?.value.op === "number" && driven.length === 0)
    return {
      code: [`const learningRate = ${printCode(rate.value)};${placeOf("learning_rate")}`],
      rate: "learningRate",
      read: "",
      make: [],
      watch: undefined,
      driven,
      needs: new Set(),
    };

  const read = (name: string): boolean => last.includes(name) || readBy(lines, name);
  const watched =
    watchedProgram && watchedFor(watchedProgram, watchedProgram.states.map(({ name }) => name).filter(read));
  const given = givenTo(lines);
  const givenToWatch = givenTo(watched?.lines ?? []);
  const states = [...program.states, ...(watched?.states ?? [])];
  const givenToStates = ["steps_per_run", "steps_per_epoch"].filter((name) =>
    states.some(({ initial }) => mentions(initial, name)),
  );
  // The function knows its parameters and its own lines, and calls nothing of the program.
  const scope = makeNames([...Object.values(moments), "epoch", "monitored"]);
  const locals = new Map(
    [...states, ...lines, ...(watched?.lines ?? [])].map(({ name }) => [name, scope.fresh(plainName(name))]),
  );
  const text = (name: string): string => locals.get(name) ?? moments[name] ?? name;
  const signature = (of: readonly string[]): string =>
    textsOf(of)
      .map((name) => `${name}: number`)
      .join(", ");
  const head = docComment(`${written}${placeOf("learning_rate")}\n${schedule.word.doc}`);
  const call = `(${textsOf(given).join(", ")})`;
  const asked = watched === undefined ? "schedule" : "schedule.at";
  const reading = `({ ${["rate", ...driven.map(({ name, text: own }) => (own === name ? name : `${name}: ${own}`))].join(", ")} } = ${asked}${call});`;
  const needs = new Set([...given, ...givenToWatch, ...givenToStates]);
  const epoch = "const epoch = Math.floor(step / stepsPerEpoch);";
  const ofEpoch = readBy(lines, "epoch");
  if (rate !== undefined && lines.length === 1 && driven.length === 0 && states.length === 0 && !ofEpoch)
    return {
      code: [head, `const learningRate = (${signature(given)}): number => ${printCode(rate.value, text)};`],
      rate: "rate",
      read: `rate = learningRate${call};`,
      make: [],
      watch: undefined,
      driven,
      needs,
    };

  const bodyOf = (of: Program["lines"]): readonly string[] => [
    ...(readBy(of, "epoch") ? [epoch] : []),
    ...of.map(({ name, value }) => `const ${text(name)} = ${printCode(value, text)};`),
  ];
  const updatesOf = ({ states: kept, results: last }: Program): readonly string[] =>
    kept
      .map(({ name }) => [text(name), text(last.get(name) ?? name)] as const)
      .flatMap(([name, value]) => (name === value ? [] : [`${name} = ${value};`]));
  const entries = results.map((name) => {
    const value = text(program.results.get(name)!);
    return value === name ? name : `${name}: ${value}`;
  });
  const body = [...bodyOf(lines), ...updatesOf(program), `return { ${entries.join(", ")} };`];
  if (states.length === 0)
    return {
      code: [head, `function schedule(${signature(given)}) {`, ...body, "}"],
      rate: "rate",
      read: reading,
      make: [],
      watch: undefined,
      driven,
      needs,
    };
  const stepper =
    watched === undefined
      ? // A schedule with a memory is asked once for each step, in order.
        [`return (${signature(given)}) => {`, ...body, "};"]
      : [
          "return {",
          `at(${signature(given)}) {`,
          ...body,
          "},",
          "/** After each epoch: the loss that is watched. */",
          `watch(${["monitored: number", signature(givenToWatch)].filter(Boolean).join(", ")}): void {`,
          ...bodyOf(watched.lines),
          ...updatesOf(watched),
          "},",
          "};",
        ];
  return {
    code: [
      head,
      `function makeSchedule(${signature(givenToStates)}) {`,
      ...states.map(({ name, initial }) => `let ${text(name)} = ${printCode(initial, text)};`),
      ...stepper,
      "}",
    ],
    rate: "rate",
    read: reading,
    make: [`const schedule = makeSchedule(${textsOf(givenToStates).join(", ")});`],
    watch: watched && ((measure) => `schedule.watch(${[measure, ...textsOf(givenToWatch)].join(", ")});`),
    driven,
    needs,
  };
}

/** What these are called in a program, each once. */
const textsOf = (given: readonly string[]): readonly string[] => [...new Set(given.map((name) => moments[name]!))];

const readBy = (lines: Program["lines"], name: string): boolean => lines.some(({ value }) => mentions(value, name));

/** Which of `moments` the lines read; the epoch is made of two of them. */
const givenTo = (lines: Program["lines"]): readonly string[] =>
  Object.keys(moments).filter(
    (name) => readBy(lines, name) || (readBy(lines, "epoch") && (name === "step" || name === "steps_per_epoch")),
  );

/** A program that watches, as far as the states with these names need it. */
function watchedFor(program: Program, wanted: readonly string[]): Program {
  const needed = neededProgram(program, wanted);
  const isKept = (state: State): boolean => wanted.includes(state.name) || needed.states.includes(state);
  return { ...needed, states: program.states.filter(isKept) };
}
