/** A figure to reach, beside what was found. */
export interface Figure {
  readonly what: string;
  /** A case or a word; empty where there is only one. */
  readonly of: string;
  readonly found: string;
  readonly wanted: string;
  readonly reached: boolean;
}

export interface Bound {
  readonly text: (value: number) => string;
  readonly least?: number;
  readonly most?: number;
}

/** The figure, where something was found. */
export function figure(what: string, of: string, found: number | undefined, bound: Bound): readonly Figure[] {
  if (found === undefined) return [];
  const { text, least = -Infinity, most = Infinity } = bound;
  const wanted = most < Infinity ? `at most ${text(most)}` : `at least ${text(least)}`;
  return [{ what, of, found: text(found), wanted, reached: found >= least && found <= most }];
}

/** As many digits as say something: 0.667, 7.31, 43.2, 120. */
export const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

export const times = (ratio: number): string => `${digits(ratio)} times`;
export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
export const milliseconds = (time: number): string => `${digits(time)} ms`;
