/** What the sections of a program are put together from, and what several of them ask of it. */
import { elementsOf, featureDims } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import type { ClippingText } from "./clipping.ts";
import { dimsCode } from "./initial.ts";
import type { NetworkText } from "./network.ts";
import type { OptimizerText } from "./optimizer.ts";
import { recordText, type HeadMetric, type RecordText } from "./record.ts";
import type { ScheduleText } from "./schedule.ts";

/** What the pieces of a program say of themselves. */
export interface Pieces {
  readonly training: Training;
  readonly words: NetworkText;
  readonly schedule: ScheduleText;
  readonly clipping: ClippingText;
  readonly optimizer: OptimizerText;
  readonly metrics: readonly HeadMetric[];
  /** How many numbers a target has. */
  readonly outputs: number;
  readonly evaluationBatch: number;
  /** A comment that says where in the spec an entry of the train block stands. */
  readonly placeOf: (entry: string) => string;
}

export const featuresOf = ({ training }: Pieces, part: string): string => {
  const shape = featureDims(training.network);
  const width = elementsOf(shape);
  return width === undefined
    ? `batch(${part}.features, data.inputs, [data.inputs], rows)`
    : `batch(${part}.features, ${width}, ${dimsCode(shape)}, rows)`;
};
export const targetOf = ({ outputs }: Pieces, part: string): string =>
  `batch(${part}.targets, ${outputs}, [${outputs}], rows)`;

export const isOne = ({ training }: Pieces): boolean => training.heads.length === 1;

export const recordOf = ({ training, metrics, words }: Pieces): RecordText =>
  recordText(training, metrics, words.outputs);

/** Names of what is measured, before those of the parts that are measured in inference. */
export const measureNames = (pieces: Pieces): readonly string[] => ["loss", ...recordOf(pieces).names];

export const validates = ({ data }: Training): boolean =>
  data.spec.sources.validation !== undefined || data.spec.split?.validation !== undefined;
