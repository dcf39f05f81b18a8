import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import { readRows, restoreDeviations, restoreTargets } from "../data/predict-input.ts";
import type { TargetSpec } from "../data/spec.ts";
import type { Head } from "../network/heads.ts";
import { wordOf } from "../network/value.ts";
import { goesBySide } from "../vocabulary/loss-reading.ts";
import type { BackendName } from "../run/backend.ts";
import { predict } from "../run/model.ts";
import { predictByMean, type Predicted } from "../run/monte-carlo.ts";
import { scalingsOf } from "../run/recorder.ts";
import { activationTraits } from "../vocabulary/traits.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./failure.ts";
import { loadRun, withinMemory, type LoadedRun } from "./loaded-run.ts";
import { checkRandom, monteCarlo } from "./monte-carlo.ts";
import { choice } from "./options.ts";
import { tellFindings } from "./prepare.ts";
import { print, tell } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly input: string;
  readonly output: string | undefined;
  readonly backend: BackendName;
  readonly monteCarlo: number | undefined;
}

export const define: Define = (command) => {
  command
    .argument("<run>", "the folder of a run")
    .requiredOption("--input <file>", "examples: a table with the columns of the training data, or an IDX file")
    .option("--output <file>", "a file that ends in .csv or .json; standard output, as CSV, where none is given")
    .option("--backend <name>", "wasm or cpu", choice("backend", ["wasm", "cpu"]), "wasm")
    .option("--monte-carlo <count>", ...monteCarlo)
    .action(run);
};

async function run(folder: string, { input, output, backend, monteCarlo: samples }: Options): Promise<void> {
  const format = output === undefined ? ".csv" : extname(output);
  if (format !== ".csv" && format !== ".json")
    throw new UsageError(
      `${output} is neither .csv nor .json`,
      "name the output `predictions.csv` or `predictions.json`",
    );
  const loaded = await loadRun(folder, backend);
  const { training, model, resolved } = loaded;
  if (samples !== undefined) checkRandom(folder, training.network);
  const kind = training.data.spec.sources.train.kind;
  if (kind === "generator")
    throw new UsageError(
      "the network was trained on made data, which has no files",
      "`predict` takes files like those of the training",
    );
  const rows = await readRows(input, kind, resolved.fitted, model.width);
  tellFindings(rows.diagnostics);
  if (rows.rows === undefined) return void (process.exitCode = exitCodes.usage);
  const { rows: features, count } = rows;
  const { mean, deviation } = withinMemory(() =>
    samples === undefined
      ? { mean: predict(model, features, count), deviation: undefined }
      : single(predictByMean(model, features, count, { samples, seed: training.seed })),
  );
  const table = tabulate(loaded, mean, deviation && restoreDeviations(deviation, resolved.fitted), count);
  const text =
    format === ".json"
      ? `${JSON.stringify(
          table.map((row) => Object.fromEntries(row)),
          null,
          2,
        )}\n`
      : await csv(table);
  model.session.dispose();
  if (output === undefined) return print(text);
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw new UsageError(`cannot write ${output}: ${(error as Error).message}`);
  }
  tell(`${rows.count.toLocaleString("en")} predictions in ${output}`);
}

type Cell = readonly [column: string, value: string | number];

async function csv(table: readonly (readonly Cell[])[]): Promise<string> {
  const { stringify } = await import("csv-stringify/sync");
  return stringify([table[0]?.map(([column]) => column) ?? [], ...table.map((row) => row.map(([, value]) => value))]);
}

interface Scale {
  /** From where on an output says yes. */
  readonly threshold: number;
  /** What an output of a class is called. */
  readonly called: "probability" | "output";
}

/** Yes is above 0 where the loss goes by the side of 0, as hinge does; and what can leave 0 to 1 is no probability. */
function scaleOf({ loss, layer, width }: Head): Scale {
  const last = wordOf(layer.arguments["activation"]);
  const range = last && activationTraits(last).range;
  const shares = range !== undefined && range.low >= 0 && range.high <= 1;
  return { threshold: goesBySide(loss, width) ? 0 : 0.5, called: shares ? "probability" : "output" };
}

type Reading = (outputs: readonly number[], names: readonly string[], scale: Scale) => readonly Cell[];

/** What the outputs of an example say, by the kind of target: the class and its probabilities, or the numbers in their own units. */
const readings: { readonly [K in TargetSpec["kind"]]: Reading } = {
  class(outputs, names, { called }) {
    const best = outputs.reduce((most, value, i) => (value > outputs[most]! ? i : most), 0);
    return [["class", names[best]!], ...outputs.map((value, i): Cell => [`${called} ${names[i]}`, value])];
  },
  binary: ([output], names, { threshold, called }) => [
    ["class", names[output! > threshold ? 1 : 0] ?? (output! > threshold ? "1" : "0")],
    [called, output!],
  ],
  multi_label: (outputs, names) => outputs.map((value, i): Cell => [names[i] ?? `label ${i}`, value]),
  regression: (outputs, names) => outputs.map((value, i): Cell => [names[i] ?? "prediction", value]),
  none: (outputs) => outputs.map((value, i): Cell => [`output ${i}`, value]),
};

/** A row of cells for each example; of several outputs each cell is named after its own. */
function tabulate(
  { training, resolved: { fitted } }: LoadedRun,
  outputs: readonly ArrayLike<number>[],
  deviations: ArrayLike<number> | undefined,
  count: number,
): readonly (readonly Cell[])[] {
  const heads = training.heads.map((head, i) => {
    const { target, begin, width } = head;
    // Of labels that stand apart an output has its own.
    const labels = (target.kind === "multi_label" && fitted.classes?.slice(begin, begin + width)) || fitted.classes;
    const named = target.kind === "regression" ? target.columns : labels;
    const names = named ?? (target.kind === "class" ? Array.from({ length: width }, (_, place) => String(place)) : []);
    const values = restoreTargets(outputs[i]!, { targets: scalingsOf(head, { fitted }) });
    return { ...head, names, values, scale: scaleOf(head) };
  });
  return Array.from({ length: count }, (_, row) =>
    heads.flatMap(({ name, target, width, names, values, scale }) => {
      const own = Array.from({ length: width }, (_, i) => values[row * width + i]!);
      const read = readings[target.kind](own, names, scale);
      const cells = deviations === undefined ? read : withDeviations(read, deviations, row * width);
      return name === undefined ? cells : cells.map(([column, value]): Cell => [`${name} ${column}`, value]);
    }),
  );
}

/** The numbers among the cells are the outputs in their order, those of this row from `first` on. */
function withDeviations(cells: readonly Cell[], deviations: ArrayLike<number>, first: number): readonly Cell[] {
  let at = first;
  return cells.flatMap((cell): readonly Cell[] =>
    typeof cell[1] === "number" ? [cell, [`${cell[0]}_deviation`, deviations[at++]!]] : [cell],
  );
}

/** Monte Carlo dropout is for a network with one output: `checkRandom` has seen to that. */
const single = ({ mean, deviation }: Predicted) => ({ mean: [mean], deviation });
