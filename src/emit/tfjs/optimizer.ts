import { mentions, number, variable } from "../../formula/formula.ts";
import { printCode } from "../../formula/print-code.ts";
import { rankOf, type Rank } from "../../formula/rank.ts";
import { lowerFormula } from "../../graph/lower-formula.ts";
import type { NamedWeight } from "../../graph/step.ts";
import { multiplierOf } from "../../network/rate-multiplier.ts";
import type { Training } from "../../network/resolve-train.ts";
import { printUse } from "../../network/value.ts";
import { updateRanks } from "../../vocabulary/instantiate.ts";
import { assignmentLines } from "./assignments.ts";
import { docComment, makeNames, type Names } from "./names.ts";
import { moments, plainName, type ScheduleText } from "./schedule.ts";
import { textAlgebra, type Expression } from "./text-algebra.ts";

export interface OptimizerText {
  readonly code: readonly string[];
  /** The states of each weight, by name, with their first values; none where empty. */
  readonly states: readonly { readonly name: string; readonly initial: string }[];
  /** The call for weight `w`, the `i`-th. */
  readonly call: string;
  readonly callsByPlace: boolean;
  /** Lines before a run, before the updates of a step, and behind them: the optimizer's plain numbers. */
  readonly before: readonly string[];
  readonly each: readonly string[];
  readonly after: readonly string[];
  /** What the run must know: some of `moments`. */
  readonly needs: ReadonlySet<string>;
}

/** Prints the optimizer as a function that moves one weight; its lines of plain numbers stand in the loop over the steps. */
export function optimizerText(
  { optimizer, optimizerProgram: program }: Training,
  { driven, rate: loopRate }: ScheduleText,
  trainable: readonly NamedWeight[],
  names: Names,
  /** The gradient of weight `w`. */
  gradient: string,
  placeOf: (entry: string) => string,
): OptimizerText {
  const tensors = program.states.filter(({ rank }) => rank !== "number");
  const numbers = program.states.filter(({ rank }) => rank === "number");
  /** What numbers are called in the loop, and so in the function that is given them. */
  const called = new Map([
    ...driven.map(({ name, text }) => [name, text] as const),
    ...numbers.map(({ name }) => [name, names.fresh(name)] as const),
    ...program.lines
      .filter(({ rank }) => rank === "number")
      .map(({ name }) => [name, names.fresh(plainName(name))] as const),
  ]);
  const text = (name: string): string => called.get(name) ?? moments[name] ?? name;
  /** What a name is in the loop over the steps, where a rate that never changes has its own. */
  const outside = (name: string): string => (name === "rate" && !called.has(name) ? loopRate : text(name));
  const reading = (into: Set<string>) => (name: string) => {
    into.add(name);
    return into === inLoop ? outside(name) : text(name);
  };
  const [inLoop, inUpdate] = [new Set<string>(), new Set<string>()];
  const before = numbers.map(({ name, initial }) => `let ${text(name)} = ${printCode(initial, reading(inLoop))};`);
  const each = program.lines
    .filter(({ rank }) => rank === "number")
    .map(({ name, value }) => `const ${text(name)} = ${printCode(value, reading(inLoop))};`);
  const after = numbers.flatMap(({ name }) => {
    const last = program.results.get(name);
    return last === undefined ? [] : [`${text(name)} = ${text(last)};`];
  });

  const scope = makeNames([
    "tf",
    "w",
    "g",
    "state",
    "t",
    "rate",
    "decayed",
    ...Object.values(moments),
    ...called.values(),
  ]);
  const algebra = textAlgebra({ numberName: reading(inUpdate) });
  const w = algebra.input("w");
  const stateOf = new Map(
    tensors.map(({ name }) => [
      name,
      algebra.input(/^[A-Za-z_]\w*$/.test(name) ? `state.${name}` : `state[${JSON.stringify(name)}]`),
    ]),
  );
  const ranks = new Map<string, Rank>([
    ...updateRanks,
    ...program.states.map(({ name, rank }) => [name, rank] as const),
  ]);
  /** How far a line's value reaches: what is made of `decayed` or a multiplied rate alone is a number for each weight. */
  const reach = new Map<string, Rank>(ranks);
  const values = new Map<string, Expression>([["w", w], ["g", algebra.input("g")], ...stateOf]);
  for (const { name, written, value, rank } of program.lines) {
    ranks.set(name, rank);
    reach.set(name, rankOf(value, reach));
    if (rank === "number") continue;
    const lowered = lowerFormula(value, { algebra, ranks, values, axis: -1, width: undefined });
    values.set(name, algebra.keep(written === "w" ? "moved" : written, lowered));
  }
  /** What is not of the weight's shape, a number or one for each row, is spread over it. */
  const whole = (name: string): Expression => {
    const value = values.get(name) ?? algebra.scalar(variable(name));
    if (reach.get(name) === "tensor") return value;
    return algebra.elementwise("add", value, algebra.elementwise("mul", w, algebra.scalar(number(0))));
  };
  const results = [...tensors.map(({ name }) => [name, stateOf.get(name)!] as const), ["w", w] as const];
  const assignments = results.flatMap(([name, variable]) => {
    const last = program.results.get(name);
    return last === undefined ? [] : [{ variable, value: whole(last) }];
  });
  const lines = assignmentLines(algebra, assignments, scope);

  const given = [...inUpdate];
  const decays = trainable.map(({ kind }) => (kind === "kernel" ? 1 : 0));
  const multipliers = trainable.map(({ layer }) => multiplierOf(layer));
  const multiplied = multipliers.some((multiplier) => multiplier !== 1) && inUpdate.has("rate");
  const argument = (name: string): string => {
    if (name === "t") return "step + 1";
    if (name === "decayed") return `[${decays.join(", ")}][i]!`;
    return name === "rate" && multiplied ? `${outside(name)} * [${multipliers.join(", ")}][i]!` : outside(name);
  };
  const stateType =
    tensors.length > 0 ? [`state: { ${tensors.map(({ name }) => `${name}: tf.Variable`).join("; ")} }`] : [];
  const readsGradient = program.lines.some(({ value }) => mentions(value, "g"));
  const signature = [
    "w: tf.Variable",
    `${readsGradient ? "g" : "_g"}: Tensor`,
    ...stateType,
    ...given.map((name) => `${text(name)}: number`),
  ];
  return {
    code: [
      docComment(
        [
          `optimizer: ${printUse(optimizer)}${placeOf("optimizer")}`,
          optimizer.word.doc,
          ...driven.map(({ name }) => `The schedule says what \`${name}\` is at each step.`),
        ].join("\n"),
      ),
      `function update(${signature.join(", ")}): void {`,
      ...lines,
      "}",
    ],
    states: tensors.map(({ name, initial }) => ({ name, initial: printCode(initial, reading(inLoop)) })),
    call: `update(${["w", gradient, ...(tensors.length > 0 ? ["states[i]!"] : []), ...given.map(argument)].join(", ")})`,
    callsByPlace: tensors.length > 0 || inUpdate.has("decayed") || multiplied,
    before,
    each: inLoop.has("t") && each.length > 0 ? ["const t = step + 1;", ...each] : each,
    after,
    needs: new Set([...inLoop, ...inUpdate].filter((name) => name in moments)),
  };
}
