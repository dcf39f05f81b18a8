/** What a program keeps of each batch for the metrics and losses of its outputs, as pieces of text. */
import type { Head } from "../../network/heads.ts";
import { metricNames } from "../../network/metric-names.ts";
import type { Training } from "../../network/resolve-train.ts";
import { hasScalings } from "./data-targets.ts";
import { makeNames, type Names } from "./names.ts";
import { metricText, type MetricText } from "./metrics.ts";

/** A metric of one of the outputs. */
export interface HeadMetric extends MetricText {
  /** A place in `Training.heads`. */
  readonly head: number;
}

/** The metrics of every output, each named after its own where there are several; equal functions are printed once. */
export function headMetrics({ heads }: Training, names: Names): readonly HeadMetric[] {
  const known = new Map<string, MetricText>();
  return heads.flatMap(({ name: head, width, metrics }, i) => {
    const own = metricNames(metrics);
    return metrics.map((use, k): HeadMetric => {
      const key = `${width} ${metricText(use, own[k]!, width, makeNames()).code.join("\n")}`;
      const before = known.get(key);
      const text = before ?? metricText(use, own[k]!, width, names);
      known.set(key, text);
      const name = head === undefined ? own[k]! : `${head}_${own[k]!}`;
      return { ...text, name, code: before === undefined ? text.code : [], head: i };
    });
  });
}

/** Whether outputs and targets are brought back into the target's own units. */
export const isRestored = ({ spec }: Training["data"]): boolean => hasScalings(spec.target);

export interface RecordText {
  /** Makes room for `count` examples. */
  readonly declare: (count: string) => readonly string[];
  /** Takes the outputs of the rows from `first` on out of `prediction`. */
  readonly keep: readonly string[];
  /** Adds the losses of `losses`, of each output its own; nothing for a single output. */
  readonly add: readonly string[];
  /** The names of everything told, in order, and their values of a part as entries of an object. */
  readonly names: readonly string[];
  readonly entries: (part: string, count: string, rows?: string) => readonly string[];
}

/** A product, where there is something to multiply by. */
const times = (what: string, by: number): string => (by === 1 ? what : `${what} * ${by}`);

/** The text of an output, from its part of a prediction. */
export const outputText = (functionName: string | undefined, prediction: string): string =>
  functionName === undefined ? prediction : `${functionName}(${prediction})`;

/** Prints the record of the outputs of a training; `functions` are those from predictions to outputs. */
export function recordText(
  { heads, data }: Training,
  metrics: readonly HeadMetric[],
  functions: readonly (string | undefined)[],
): RecordText {
  const one = heads.length === 1;
  const measured = heads.flatMap((head, i) => (metrics.some((metric) => metric.head === i) ? [{ head, i }] : []));
  const place = ({ name }: Head, of: string): string => (one ? of : `${of}.${name}`);
  const restores = isRestored(data);
  const whole = data.outputs ?? heads[0]!.width;
  const targets = ({ begin, width }: Head, part: string): string =>
    width === whole ? `${part}.targets` : `columns(${part}.targets, ${whole}, ${begin}, ${width})`;
  const units = ({ begin, width }: Head, values: string): string => {
    if (!restores) return values;
    return `restored(${values}, data.scalings${width === whole ? "" : `.slice(${begin}, ${begin + width})`})`;
  };
  const room = ({ width }: Head, count: string): string => `new Float32Array(${times(count, width)})`;
  return {
    declare: (count) => [
      ...(measured.length === 0
        ? []
        : one
          ? [`const outputs = ${room(heads[0]!, count)};`]
          : [`const outputs = { ${measured.map(({ head }) => `${head.name}: ${room(head, count)}`).join(", ")} };`]),
      ...(one ? [] : [`const sums = { ${heads.map(({ name }) => `${name}: 0`).join(", ")} };`]),
    ],
    keep: measured.map(
      ({ head, i }) =>
        `${place(head, "outputs")}.set(${outputText(functions[i], place(head, "prediction"))}.dataSync(), ${times("first", head.width)});`,
    ),
    add: one ? [] : heads.map(({ name }) => `sums.${name} += losses.${name}.dataSync()[0]! * rows.length;`),
    names: heads.flatMap(({ name }, i) => [
      ...(name === undefined ? [] : [`${name}_loss`]),
      ...metrics.filter(({ head }) => head === i).map((metric) => metric.name),
    ]),
    entries: (part, count, rows) =>
      heads.flatMap((head, i) => [
        ...(head.name === undefined ? [] : [`${head.name}_loss: sums.${head.name} / ${count}`]),
        ...metrics
          .filter((metric) => metric.head === i)
          .map(({ name, functionName }) => {
            const given = [
              units(head, place(head, "outputs")),
              units(head, targets(head, part)),
              ...(rows === undefined ? [] : [rows]),
            ];
            return `${name}: ${functionName}(${given.join(", ")})`;
          }),
      ]),
  };
}

/** Whether a metric compares an output with some numbers of the target alone. */
export const measuresColumns = ({ heads, data }: Training): boolean =>
  heads.some(({ metrics, width }) => metrics.length > 0 && width !== (data.outputs ?? heads[0]!.width));

/** Takes some numbers out of every row; printed once where a metric compares such a part. */
export const columnsText: readonly string[] = [
  "/** Of each row of `width` numbers, `size` from `begin` on. */",
  "function columns(values: Float32Array, width: number, begin: number, size: number): Float32Array {",
  "const taken = new Float32Array((values.length / width) * size);",
  "for (let row = 0; row * width < values.length; row++) taken.set(values.subarray(row * width + begin, row * width + begin + size), row * size);",
  "return taken;",
  "}",
  "",
];
