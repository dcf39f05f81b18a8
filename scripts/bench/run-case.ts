/** A case with its data, its emitted program and its contenders: one race. */
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { emitForBundler } from "../../src/emit/tfjs/index.ts";
import { withoutTypes } from "../../src/plugin/javascript.ts";
import { arithmeticOf, type Arithmetic } from "./arithmetic.ts";
import { readCase, type Case } from "./cases.ts";
import { absence, python, type Contender } from "./contenders.ts";
import { startContestant, type Contestant } from "./contestant.ts";
import type { RaceJob } from "./job.ts";
import { writeData, type DataFile } from "./made-data.ts";
import { plainTraining } from "./plain-training.ts";
import { race, type Pace, type Result } from "./race.ts";
import type { Workplace } from "./workplace.ts";

/** One of the runners of a race: a contender at a case. */
export interface Entry {
  readonly name: string;
  readonly contender: Contender;
  readonly of: Case;
}

export interface CaseResult {
  readonly name: string;
  readonly batchSize: number;
  /** Bytes of the data. */
  readonly dataBytes: number;
  readonly arithmetic: Arithmetic;
  readonly results: readonly Result[];
}

export type Timing = Pick<Pace, "rounds" | "roundTime">;

/** Lets contenders race at one case. */
export async function runCase(
  of: Case,
  contenders: readonly Contender[],
  timing: Timing,
  workplace: Workplace,
  progress: (text: string) => void,
): Promise<CaseResult> {
  const { training } = readCase(of);
  const results = await runEntries(
    contenders.map((contender) => ({ name: contender.name, contender, of })),
    timing,
    workplace,
    (text) => progress(`${of.name}: ${text}`),
  );
  const { layers, output } = training.network;
  const dataBytes = 4 * of.examples * (layers[0]!.shape[0]! + output.shape[0]!);
  return { name: of.name, batchSize: training.batchSize, dataBytes, arithmetic: arithmeticOf(training), results };
}

/** Lets entries race that have batches of the same data: the first one's. */
export async function runEntries(
  entries: readonly Entry[],
  timing: Timing,
  workplace: Workplace,
  progress: (text: string) => void,
): Promise<readonly Result[]> {
  const { of } = entries[0]!;
  progress("data is made");
  return withData(of, workplace, (data) => {
    const runners = entries.map((entry) => ({
      name: entry.name,
      threads: entry.contender.threads,
      start: () => start(entry, data, workplace),
    }));
    return race(runners, { ...timing, stepsOfData: of.examples / readCase(of).training.batchSize }, progress);
  });
}

/** Starts one contender alone, and ends it. */
export const withContestant = <T>(
  entry: Entry,
  workplace: Workplace,
  act: (contestant: Contestant) => Promise<T>,
): Promise<T> =>
  withData(entry.of, workplace, async (data) => {
    const contestant = await start(entry, data, workplace);
    try {
      return await act(contestant);
    } finally {
      await contestant.end();
    }
  });

async function withData<T>(of: Case, workplace: Workplace, act: (data: DataFile) => Promise<T>): Promise<T> {
  const { network } = readCase(of).training;
  const [inputs, outputs] = [network.layers[0]!.shape[0]!, network.output.shape[0]!];
  const data = writeData(workplace.path("data"), of.examples, { inputs, outputs, isNumber: outputs === 1 });
  try {
    return await act(data);
  } finally {
    rmSync(data.path, { force: true });
  }
}

async function start({ name, contender, of }: Entry, data: DataFile, workplace: Workplace): Promise<Contestant> {
  const missing = absence(contender);
  if (missing !== undefined) throw new Error(missing);
  const job = workplace.write(`${name}.json`, JSON.stringify(jobOf(contender, of, data, workplace)));
  return contender.peer === "pytorch"
    ? startContestant(python, [join("scripts", "bench", "torch_steps.py"), job, String(contender.threads)])
    : startContestant(process.execPath, [workplace.child, contender.peer, job]);
}

function jobOf({ peer, session, threads }: Contender, of: Case, data: DataFile, workplace: Workplace): RaceJob {
  const { training, text } = readCase(of);
  const base = { spec: of.spec, train: of.train, data, session, workers: threads };
  if (peer === "interpreted") return base;
  if (peer !== "emitted") return { ...base, plain: plainTraining(training) };
  const emitted = emitForBundler(training, { file: basename(of.spec), text });
  if (emitted.text === undefined) throw new Error(emitted.diagnostics[0]!.message);
  return {
    ...base,
    batchSize: training.batchSize,
    program: workplace.write(`${of.name}.mjs`, withoutTypes(emitted.text)),
  };
}
