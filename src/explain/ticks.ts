/** Round numbers along an axis. */

/** The ends of an axis and the numbers on it, from low to high, each a multiple of one step. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** The smallest of 1, 2 and 5 times a power of ten that goes into `span` at most `most` times. */
export function niceStep(span: number, most: number): number {
  const least = span / most;
  const power = Math.floor(Math.log10(least) + 1e-9);
  const factor = [1, 2, 5, 10].find((one) => one * 10 ** power >= least * (1 - 1e-9))!;
  return Number(`${factor}e${power}`);
}

const slack = 1e-6;

/** An axis whose ends are round and hold `low` and `high` between them. */
export function scaleAround(low: number, high: number, most = 6): Scale {
  // A single value lies in the middle of its axis.
  const half = low === high ? (low === 0 ? 1 : Math.abs(low) / 2) : 0;
  const step = niceStep(high - low + 2 * half, most);
  const first = Math.floor((low - half) / step + slack);
  const last = Math.ceil((high + half) / step - slack);
  return scaleOf(step, first, last);
}

/** The round numbers between two given ends. */
export function scaleWithin(low: number, high: number, most = 5): Scale {
  const step = niceStep(high - low, most);
  const { ticks } = scaleOf(step, Math.ceil(low / step - slack), Math.floor(high / step + slack));
  return { low, high, ticks };
}

function scaleOf(step: number, first: number, last: number): Scale {
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = Number(((first + i) * step).toPrecision(12));
    return { value, text: tickText(value, step) };
  });
  return { low: ticks[0]!.value, high: ticks.at(-1)!.value, ticks };
}

/** As many digits as the step has; a power of ten beyond five digits. */
function tickText(value: number, step: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || step < 1e-4) return value.toExponential().replace("e+", "e");
  return String(Number(value.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))));
}
