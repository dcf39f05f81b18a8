/** A word as a picture, drawn from its formula: so a spec's own word has one too. */
import { evaluate, type Value } from "../formula/evaluate.ts";
import { variablesOf, type Formula } from "../formula/formula.ts";
import type { WordUse } from "../network/value.ts";
import type { FormulaKind } from "../syntax/ast.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial } from "../vocabulary/learned.ts";
import { derivativeOf, isRowwise } from "./derivative.ts";
import { fans, initialDraws } from "./initial-draws.ts";
import { plotPanel, sideBySide, type Panel } from "./plot.ts";
import { betterEpochs, scheduleRun, stepsPerEpoch } from "./schedule-run.ts";

/** The curves of a word, or of a word with arguments; `undefined` where there is nothing to see. */
export function wordPlot(use: WordUse, plain: boolean): string | undefined {
  const panels = panelsOf[use.word.kind as FormulaKind]?.(use) ?? [];
  if (panels.length === 0) return undefined;
  const columns = panels.length === 1 ? 60 : 30;
  return sideBySide(panels.map((panel) => plotPanel(panel, { columns, rows: 13, plain })));
}

const panelsOf: { readonly [K in FormulaKind]?: (use: WordUse) => readonly Panel[] } = {
  activation: activationPanels,
  initializer: densityPanel,
  schedule: schedulePanels,
  regularizer: (use) => valueAndSlope(use, "w", {}, "penalty of a weight w", [-1, 1]),
  constraint: (use) => constraintPanel(use),
  loss: lossPanels,
};

/** The number of a formula, where a row stands for it its first. */
const first = (value: Value): number => (typeof value === "number" ? value : value[0]!);

/** A formula as a function of one of its names; of a row the first, beside others that stay. */
function along(formula: Formula, by: string, given: Readonly<Record<string, Value>>, beside: readonly number[] = []) {
  const width = 1 + beside.length;
  return (x: number): number => first(evaluate(formula, { ...given, [by]: width === 1 ? x : [x, ...beside] }, width));
}

function valueAndSlope(
  use: WordUse,
  by: string,
  given: Readonly<Record<string, Value>>,
  title: string,
  [from, to]: readonly [number, number],
  beside: readonly number[] = [],
): readonly Panel[] {
  const formula = formulaOf(use);
  if (formula === undefined || !knowsAll(formula, [by, ...Object.keys(given)])) return [];
  // The gradient `g` of the first value of a row alone.
  const upward = { ...given, g: [1, ...beside.map(() => 0)] };
  const slope = along(derivativeOf(formula, by), by, upward, beside);
  return [
    { title, from, to, curve: along(formula, by, given, beside), withZero: true },
    { title: "derivative", from, to, curve: slope, withZero: true },
  ];
}

const knowsAll = (formula: Formula, known: readonly string[]): boolean =>
  [...variablesOf(formula)].every((name) => known.includes(name));

/** From -4 to 4, before training and without noise; a value that hangs together with others is shown beside one that is 0. */
function activationPanels(written: WordUse): readonly Panel[] {
  const use = atInitial(written);
  const formula = formulaOf(use);
  if (formula === undefined) return [];
  const isRow = isRowwise(formula);
  const title = isRow ? "first value of [x, 0]" : `${use.word.name}(x)`;
  return valueAndSlope(use, "x", {}, title, [-4, 4], isRow ? [0] : []);
}

/** At the target 1; of a row of classes, where the first of two is right. */
function lossPanels(use: WordUse): readonly Panel[] {
  const formula = formulaOf(use);
  if (formula === undefined) return [];
  const { stable } = use.word;
  const by = stable?.input ?? "output";
  if (!isRowwise(formula))
    return valueAndSlope(
      use,
      by,
      { target: 1, outputs: 1 },
      `at target 1, by ${by}`,
      stable === undefined ? [-2, 4] : [-4, 4],
    );
  if (stable === undefined) return [];
  return valueAndSlope(use, by, { target: [1, 0], outputs: 2 }, "target [1, 0], z = [x, 0]", [-4, 4], [0]);
}

/** What becomes of the weight of a unit that has one alone. */
function constraintPanel(use: WordUse): readonly Panel[] {
  const formula = formulaOf(use);
  if (formula === undefined || !knowsAll(formula, ["w"])) return [];
  return [
    {
      title: "a unit's only weight w, after the step",
      from: -3,
      to: 3,
      curve: along(formula, "w", {}),
      withZero: true,
    },
  ];
}

function densityPanel(use: WordUse): readonly Panel[] {
  const draws = initialDraws(use);
  if (draws === undefined) return [];
  const reach = 1.25 * draws.limit;
  const title = `density of the weights of a kernel of ${fans.fan_in} inputs and ${fans.fan_out} units`;
  const { mean } = draws;
  return [{ title, from: mean - reach, to: mean + reach, curve: (w) => draws.density(w - mean), withZero: true }];
}

function schedulePanels(use: WordUse): readonly Panel[] {
  const run = scheduleRun(use);
  if (run === undefined) return [];
  const { epochs, watches, results } = run;
  const loss = watches ? `, the loss better for ${betterEpochs}` : "";
  return Object.entries(results).map(([name, values]): Panel => {
    const at = (epoch: number): number => {
      const place = Math.min(epoch * stepsPerEpoch, values.length - 1);
      const [before, after] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
      return before + (after - before) * (place % 1);
    };
    return { title: `${name} by epoch of ${epochs}${loss}`, from: 0, to: epochs, curve: at, withZero: name === "rate" };
  });
}
