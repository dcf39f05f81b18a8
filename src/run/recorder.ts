/** What is told of a part beside what is minimized: each output's metrics, and of several outputs the loss of each. */
import type { DataSet, Part } from "../data/spec.ts";
import { outputNames } from "../graph/training-graph.ts";
import type { Head } from "../network/heads.ts";
import { metricNames } from "../network/metric-names.ts";
import type { Training } from "../network/resolve-train.ts";
import { makeMeter, type Meter } from "./metrics.ts";
import type { Program } from "./session.ts";

export interface Recorder {
  /** Takes in a batch that `program` has just run. */
  add(program: Program, part: Part, ran: Ran): void;
  /** Everything since the last reading, by name: `accuracy`, or `main_loss` and `main_accuracy` of an output `main`. */
  read(): Record<string, number>;
  /** What each metric has taken in since the last reading, for the recorder of another worker; it counts as read. */
  take(): readonly Float64Array[];
  /** Adds what the recorder of another worker has taken in. */
  merge(taken: readonly Float64Array[]): void;
}

/** `count` examples, those of the part from `first` on, or at `rows[first]` and on. */
export interface Ran {
  readonly count: number;
  readonly first: number;
  readonly rows?: Uint32Array;
  /** How many the batch has of which these are a worker's: its losses are those of all. `count` where nothing is said. */
  readonly batch?: number;
}

export function makeRecorder({ heads }: Pick<Training, "heads">, data: DataSet): Recorder {
  const records = heads.map((head) => ({
    head,
    names: outputNames(head),
    prefix: head.name === undefined ? "" : `${head.name}_`,
    meters: metersOf(head, data),
    targets: targetsOf(head, data.outputs),
    loss: 0,
  }));
  let examples = 0;
  const meters = records.flatMap((record) => record.meters);
  return {
    add(program, part, { count, first, rows, batch = count }) {
      for (const record of records) {
        const { head, names, meters } = record;
        if (head.name !== undefined) record.loss += program.scalar(names.loss) * batch;
        if (meters.length === 0) continue;
        const output = program.output(names.output);
        const targets = record.targets(part);
        for (const meter of meters) meter.add(output, targets, count, first, rows);
      }
      examples += batch;
    },
    read() {
      const found: Record<string, number> = {};
      for (const record of records) {
        const { head, prefix, meters } = record;
        if (head.name !== undefined) found[`${prefix}loss`] = record.loss / examples;
        for (const meter of meters) found[`${prefix}${meter.name}`] = meter.read();
        record.loss = 0;
      }
      examples = 0;
      return found;
    },
    take: () => meters.map((meter) => meter.take()),
    merge: (taken) => taken.forEach((one, i) => meters[i]!.merge(one)),
  };
}

/** A meter for each metric of an output. */
export const metersOf = (head: Head, data: Pick<DataSet, "fitted">): readonly Meter[] =>
  metricNames(head.metrics).map((name, i) => makeMeter(head.metrics[i]!, head.width, scalingsOf(head, data), name));

/** The scalings of an output's part of the target. */
export const scalingsOf = ({ begin, width }: Pick<Head, "begin" | "width">, { fitted }: Pick<DataSet, "fitted">) =>
  fitted.targets.slice(begin, begin + width);

/** `[count, width]`: an output's part of the targets `[count, outputs]` of a part, taken out once for each part. */
function targetsOf({ begin, width }: Head, outputs: number): (part: Part) => Float32Array {
  const taken = new WeakMap<Part, Float32Array>();
  return (part) => {
    if (width === outputs) return part.targets;
    const before = taken.get(part);
    if (before !== undefined) return before;
    const own = new Float32Array(part.count * width);
    for (let row = 0; row < part.count; row++)
      own.set(part.targets.subarray(row * outputs + begin, row * outputs + begin + width), row * width);
    taken.set(part, own);
    return own;
  };
}
