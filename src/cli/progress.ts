import type { EpochLine, Progress } from "../run/train.ts";

/** One line that is written over and over, on a terminal alone. */
export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

const width = 24;

/** How far the epoch is, how fast it goes, and when the run will be done. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (stream.isTTY !== true || process.env["TERM"] === "dumb") return { show: () => {}, clear: () => {} };
  let shown = false;
  let began: { at: number; steps: number } | undefined;
  return {
    show({ epoch, epochs, step, steps, loss }) {
      const now = performance.now();
      const done = (epoch - 1) * steps + step;
      began ??= { at: now, steps: done };
      const rate = now > began.at ? ((done - began.steps) / (now - began.at)) * 1000 : 0;
      const left = rate > 0 ? duration((epochs * steps - done) / rate) : "…";
      const filled = Math.round((step / steps) * width);
      const bar = "━".repeat(filled) + "╌".repeat(width - filled);
      const text = `epoch ${epoch}/${epochs} ${bar} ${step}/${steps}  loss ${loss.toPrecision(4)}  ${Math.round(rate)} steps/s  ${left} left`;
      stream.write(`\r\x1b[2K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write("\r\x1b[2K");
      shown = false;
    },
  };
}

/** `42 s`, `3 min 20 s`, `1 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** An epoch for people: the measures in the order in which they are told, four digits each. */
export function epochText(line: EpochLine, epochs: number): string {
  const { event: _, epoch, step: __, seconds, learning_rate: rate, ...measures } = line;
  const told = Object.entries(measures).map(([name, value]) => `${name.replaceAll("_", " ")} ${digits(Number(value))}`);
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  ${told.join("  ")}  rate ${digits(rate)}  ${seconds.toFixed(1)} s`;
}

/** Four significant digits, whole numbers from a thousand on. */
export const digits = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en")
    : Math.abs(value) < 1e-4 && value !== 0
      ? value.toExponential(2)
      : value.toPrecision(4);
