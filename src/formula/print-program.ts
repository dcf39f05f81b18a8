import { printFormula } from "./print-formula.ts";
import type { Program } from "./program.ts";

const known = new WeakMap<Program, string>();

/** States, lines and results, one below the other: two programs print alike only if they compute alike. */
export function printProgram(program: Program): string {
  const text = known.get(program) ?? print(program);
  known.set(program, text);
  return text;
}

const print = ({ states, lines, results }: Program): string =>
  [
    ...states.map(({ name, initial, rank }) => `state ${name}: ${printFormula(initial)} (${rank})`),
    ...lines.map(({ name, value, rank }) => `${name} = ${printFormula(value)} (${rank})`),
    ...[...results].map(([written, name]) => `${written} -> ${name}`),
  ].join("\n");
