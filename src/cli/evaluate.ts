import { loadData } from "../data/load.ts";
import { partNames, type PartName } from "../data/spec.ts";
import type { BackendName } from "../run/backend.ts";
import { makeEvaluator } from "../run/model.ts";
import { evaluateByMean } from "../run/monte-carlo.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./failure.ts";
import { loadRun, withinMemory } from "./loaded-run.ts";
import { checkRandom, monteCarlo } from "./monte-carlo.ts";
import { choice } from "./options.ts";
import { tellFindings } from "./prepare.ts";
import { digits } from "./progress.ts";
import { print } from "./terminal.ts";
import { collect } from "./train.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly split: PartName | undefined;
  readonly dataDir: readonly string[];
  readonly backend: BackendName;
  readonly json: boolean;
  readonly monteCarlo: number | undefined;
}

export const define: Define = (command) => {
  command
    .argument("<run>", "the folder of a run")
    .option(
      "--split <part>",
      "train, validation or test; test where there is one, else validation",
      choice("part", partNames),
    )
    .option(
      "--data-dir <folder>",
      "where data is looked for beside the places of the run (may be given again)",
      collect,
      [],
    )
    .option("--backend <name>", "wasm or cpu", choice("backend", ["wasm", "cpu"]), "wasm")
    .option("--monte-carlo <count>", ...monteCarlo)
    .option("--json", "one JSON object on standard output", false)
    .action(run);
};

async function run(folder: string, { split, dataDir, backend, json, monteCarlo: samples }: Options): Promise<void> {
  const { training, model, resolved } = await loadRun(folder, backend);
  if (samples !== undefined) checkRandom(folder, training.network);
  const loaded = await loadData(training.data.spec, {
    folders: [...resolved.folders, ...dataDir],
    seed: training.seed,
  });
  tellFindings(loaded.diagnostics);
  const { data } = loaded;
  if (data === undefined) return void (process.exitCode = exitCodes.usage);
  const name = split ?? (data.test !== undefined ? "test" : data.validation !== undefined ? "validation" : "train");
  const part = data[name];
  if (part === undefined)
    throw new UsageError(
      `the data of ${folder} has no ${name} part`,
      `it has ${partNames.filter((one) => data[one] !== undefined).join(", ")}`,
    );
  const measures = withinMemory(() =>
    samples === undefined
      ? makeEvaluator(model, training, data)(part)
      : evaluateByMean(model, training, data, part, { samples, seed: training.seed }),
  );
  if (json)
    print(
      `${JSON.stringify({ split: name, examples: part.count, ...(samples === undefined ? {} : { samples }), ...measures })}\n`,
    );
  else
    print(
      `${name}, ${part.count.toLocaleString("en")} examples${samples === undefined ? "" : `, the mean of ${samples.toLocaleString("en")} samples`}: ${Object.entries(
        measures,
      )
        .map(([measure, value]) => `${measure} ${digits(value)}`)
        .join("  ")}\n`,
    );
  model.session.dispose();
}
