/**
 * `warmup(over, into)`: the rate rises in equal steps to the first one of another schedule, and that one runs over what is left.
 * Both become one program, in which everything of the inner schedule is called `into.…`.
 */
import { apply, number, substitute, variable, type Formula } from "../formula/formula.ts";
import type { Program, ProgramLine, State } from "../formula/program.ts";
import { simplify } from "../formula/simplify.ts";
import type { Value, WordUse } from "../network/value.ts";
import { valueFormula } from "./instantiate.ts";
import type { Plan } from "./schedule.ts";

export function warmup({ arguments: args }: WordUse, planOf: (value: Value) => Plan | undefined): Plan | undefined {
  const inner = planOf(args["into"]!.value);
  if (inner === undefined) return undefined;
  const { program, watched, unset } = inner;
  const over = wholeSteps(args["over"]!.value);
  const length = over.op === "number" ? over : variable("warmup.steps");
  const steps = line("warmup.steps", over);
  const rising = apply("min", apply("div", apply("add", step, number(1)), length), number(1));
  const own = renaming([program, ...(watched === undefined ? [] : [watched])]);
  const moved = new Map([...own, ...moments.map((name) => [name, variable(after(name))] as const)]);
  // Where a state begins, no line has been computed yet.
  const left = new Map([["steps_per_run", stepsLeft(over)]]);
  const held = program.states.flatMap(({ name }) => holding(name, program.results.get(name), length));
  return {
    program: {
      states: program.states.map((state) => movedState(state, left)),
      lines: [
        ...(over === length ? [] : [steps]),
        line(after("step"), apply("max", apply("sub", step, length), number(0))),
        line(after("epoch"), apply("floor", apply("div", variable(after("step")), variable("steps_per_epoch")))),
        line(after("total"), stepsLeft(length)),
        line(after("steps_per_run"), variable(after("total"))),
        ...program.lines.map((one) => movedLine(one, moved)),
        line("rate", apply("mul", variable(inside(program.results.get("rate")!)), rising)),
        ...held.map(([, one]) => one),
      ],
      results: new Map([
        ...[...program.results].map(([written, name]) => [written, inside(name)] as const),
        ...held.map(([state, { name }]) => [state, name] as const),
        ["rate", "rate"],
      ]),
    },
    watched: watched && {
      states: watched.states.map((state) => movedState(state, new Map())),
      lines: watched.lines.map((one) => movedLine(one, own)),
      results: new Map([...watched.results].map(([written, name]) => [inside(written), inside(name)])),
    },
    unset,
  };
}

const step = variable("step");
/** What the inner schedule is given, counted from the end of the warm-up. */
const moments = ["step", "epoch", "total", "steps_per_run"] as const;
const after = (name: (typeof moments)[number]): string => `after.${name}`;
const inside = (name: string): string => `into.${name}`;

/** A number of steps that need not be whole, as the whole number below it. */
function wholeSteps(value: Value): Formula {
  const length = valueFormula(value) as Formula;
  const isWhole = value.kind === "number" && value.unit !== "run" && Number.isInteger(value.value);
  return isWhole ? length : simplify(apply("floor", length));
}

/** A run that is all warm-up leaves a step, so that no schedule divides by 0. */
const stepsLeft = (length: Formula): Formula =>
  apply("max", apply("sub", variable("steps_per_run"), length), number(1));

const line = (name: string, value: Formula): ProgramLine => ({
  name,
  written: name,
  value: simplify(value),
  rank: "number",
});

const movedLine = ({ name, value }: ProgramLine, values: ReadonlyMap<string, Formula>): ProgramLine =>
  line(inside(name), substitute(value, values));

const movedState = ({ name, initial, rank }: State, values: ReadonlyMap<string, Formula>): State => ({
  name: inside(name),
  initial: simplify(substitute(initial, values)),
  rank,
});

/** A state of the inner schedule stays as it is until that one begins. */
function holding(
  state: string,
  result: string | undefined,
  length: Formula,
): readonly (readonly [string, ProgramLine])[] {
  if (result === undefined) return [];
  const [before, next] = [variable(inside(state)), variable(inside(result))];
  return [[inside(state), line(`held.${inside(state)}`, apply("where", apply("less", step, length), before, next))]];
}

const renaming = (programs: readonly Program[]): ReadonlyMap<string, Formula> =>
  new Map(
    programs
      .flatMap(({ states, lines }) => [...states, ...lines])
      .map(({ name }) => [name, variable(inside(name))] as const),
  );
