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
  /** What was taken in since the last reading, for the recorder of another worker; it counts as read. */
  take(): Taken;
  /** Adds what the recorder of another worker has taken in. */
  merge(taken: Taken): void;
}

export interface Taken {
  /** How many examples the losses are of. */
  readonly examples: number;
  /** Of each output, added up over its examples. */
  readonly losses: readonly number[];
  readonly meters: readonly Float64Array[];
}

/** `count` examples, those of the part from `first` on, or at `rows[first]` and on. */
export interface Ran {
  readonly count: number;
  readonly first: number;
  readonly rows?: Uint32Array;
  /** How many examples the batch's losses count for, where not for these: they are those of all workers' examples. */
  readonly weight?: number;
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
    add(program, part, { count, first, rows, weight = count }) {
      for (const record of records) {
        const { head, names, meters } = record;
        if (head.name !== undefined) record.loss += program.scalar(names.loss) * weight;
        if (meters.length === 0) continue;
        const output = program.output(names.output);
        const targets = record.targets(part);
        for (const meter of meters) meter.add(output, targets, count, first, rows);
      }
      examples += weight;
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
    take() {
      const taken = { examples, losses: records.map(({ loss }) => loss), meters: meters.map((meter) => meter.take()) };
      for (const record of records) record.loss = 0;
      examples = 0;
      return taken;
    },
    merge(taken) {
      examples += taken.examples;
      records.forEach((record, i) => (record.loss += taken.losses[i]!));
      meters.forEach((meter, i) => meter.merge(taken.meters[i]!));
    },
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
