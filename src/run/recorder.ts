/** What is told of a part beside what is minimized: each output's metrics, and of several outputs the loss of each. */
import type { DataSet, Part } from "../data/spec.ts";
import { outputNames } from "../graph/training-graph.ts";
import type { Head } from "../network/heads.ts";
import { metricNames } from "../network/metric-names.ts";
import type { Training } from "../network/resolve-train.ts";
import { makeMeter, type Meter } from "./metrics.ts";
import type { Program } from "./session.ts";

export interface Recorder {
  /** Takes in a batch that `program` has just run: `count` examples, those of the part from `first` on, or at `rows[first]` and on. */
  add(program: Program, part: Part, count: number, first: number, rows?: Uint32Array): void;
  /** Everything since the last reading, by name: `accuracy`, or `main_loss` and `main_accuracy` of an output `main`. */
  read(): Record<string, number>;
}

export function makeRecorder({ heads }: Pick<Training, "heads">, data: DataSet): Recorder {
  const records = heads.map((head) => ({
    head,
    names: outputNames(head),
    prefix: head.name === undefined ? "" : `${head.name}_`,
    meters: metersOf(head, data),
    loss: 0,
  }));
  let examples = 0;
  return {
    add(program, part, count, first, rows) {
      for (const record of records) {
        const { head, names, meters } = record;
        if (head.name !== undefined) record.loss += program.scalar(names.loss) * count;
        if (meters.length === 0) continue;
        const output = program.output(names.output);
        const targets = targetsOf(head, part, data.outputs);
        for (const meter of meters) meter.add(output, targets, count, first, rows);
      }
      examples += count;
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
  };
}

/** A meter for each metric of an output. */
export const metersOf = (head: Head, data: Pick<DataSet, "fitted">): readonly Meter[] =>
  metricNames(head.metrics).map((name, i) => makeMeter(head.metrics[i]!, head.width, scalingsOf(head, data), name));

/** The scalings of an output's part of the target. */
export const scalingsOf = ({ begin, width }: Pick<Head, "begin" | "width">, { fitted }: Pick<DataSet, "fitted">) =>
  fitted.targets.slice(begin, begin + width);

const parts = new WeakMap<Float32Array, Map<string, Float32Array>>();

/** `[count, width]`: an output's part of the targets `[count, outputs]` of a part. */
export function targetsOf(
  { begin, width }: Pick<Head, "begin" | "width">,
  { targets, count }: Part,
  outputs: number,
): Float32Array {
  if (width === outputs) return targets;
  const known = parts.get(targets) ?? new Map<string, Float32Array>();
  parts.set(targets, known);
  const key = `${begin} ${width}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const own = new Float32Array(count * width);
  for (let row = 0; row < count; row++)
    own.set(targets.subarray(row * outputs + begin, row * outputs + begin + width), row * width);
  known.set(key, own);
  return own;
}
