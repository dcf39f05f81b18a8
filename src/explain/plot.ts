/** Curves as text, for a terminal and for a page: pure functions from numbers to lines. */
import { dotsAcross, dotsDown, makeCanvas, type Canvas } from "./canvas.ts";
import { scaleAround, scaleWithin, type Scale, type Tick } from "./ticks.ts";

/** One curve with its axes. */
export interface Panel {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Not finite where there is no curve. */
  readonly curve: (x: number) => number;
  /** The upright axis reaches 0. */
  readonly withZero?: boolean;
}

export interface PlotStyle {
  /** Characters for the curve alone, without the numbers beside it. */
  readonly columns: number;
  readonly rows: number;
  /** ASCII alone. */
  readonly plain: boolean;
}

/** Samples to a column of dots: so a corner stands where it is. */
const samplesToDot = 8;

/** A panel's lines, each as wide as the widest: the title, the curve with numbers on the left, the axis, its numbers. */
export function plotPanel(panel: Panel, style: PlotStyle): readonly string[] {
  const { columns, rows, plain } = style;
  const canvas = makeCanvas(columns, rows);
  const across = scaleWithin(panel.from, panel.to);
  const up = upright(panel, canvas.width * samplesToDot);
  const place = placing(canvas, across, up);
  drawZeros(canvas, place, across, up);
  drawCurve(canvas, place, panel);

  const labels = rowLabels(up, place, rows);
  const margin = Math.max(...[...labels.values()].map((text) => text.length));
  const [tick, side, corner, foot, mark] = plain ? ["+", "|", "+", "-", "+"] : ["┤", "│", "└", "─", "┬"];
  const body = canvas
    .rows(plain)
    .map((text, row) => `${(labels.get(row) ?? "").padStart(margin)} ${labels.has(row) ? tick : side}${text}`);
  const at = (one: Tick): number => Math.floor(place.x(one.value) / dotsAcross);
  const marked = new Set(across.ticks.map(at));
  const axis = Array.from({ length: columns }, (_, i) => (marked.has(i) ? mark : foot)).join("");
  const lines = [
    `${" ".repeat(margin + 2)}${panel.title}`,
    ...body,
    `${" ".repeat(margin + 1)}${corner}${axis}`,
    columnLabels(across.ticks, at, margin + 2),
  ];
  const width = Math.max(...lines.map((text) => text.length));
  return lines.map((text) => text.padEnd(width));
}

/** Panels next to one another, no blanks at a line's end. */
export const sideBySide = (panels: readonly (readonly string[])[], gap = 3): string =>
  panels[0]!
    .map(
      (_, row) =>
        `${panels
          .map((lines) => lines[row]!)
          .join(" ".repeat(gap))
          .trimEnd()}\n`,
    )
    .join("");

/** The values that are there, but for the few that lie far beyond all others: at a pole. */
function upright({ curve, from, to, withZero }: Panel, samples: number): Scale {
  const values = Array.from({ length: samples + 1 }, (_, i) => curve(from + ((to - from) * i) / samples))
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
  if (values.length === 0) return scaleAround(0, 1);
  const part = (share: number): number => values[Math.round(share * (values.length - 1))]!;
  const reach = 4 * (part(0.95) - part(0.05));
  const low = Math.max(values[0]!, part(0.05) - (reach || Infinity));
  const high = Math.min(values.at(-1)!, part(0.95) + (reach || Infinity));
  return withZero === true ? scaleAround(Math.min(low, 0), Math.max(high, 0)) : scaleAround(low, high);
}

interface Placing {
  /** In dots, not rounded to where a dot is. */
  x(value: number): number;
  y(value: number): number;
}

const placing = ({ width, height }: Canvas, across: Scale, up: Scale): Placing => ({
  x: (value) => Math.round(((value - across.low) / (across.high - across.low)) * (width - 1)),
  y: (value) => Math.round(((up.high - value) / (up.high - up.low)) * (height - 1)),
});

/** Dotted lines where a coordinate is 0, inside the canvas. */
function drawZeros(canvas: Canvas, place: Placing, across: Scale, up: Scale): void {
  if (up.low < 0 && up.high > 0) for (let x = 0; x < canvas.width; x += 3) canvas.thin(x, place.y(0), "-");
  if (across.low < 0 && across.high > 0) for (let y = 0; y < canvas.height; y += 3) canvas.thin(place.x(0), y, "|");
}

/** Dots that touch, but where the curve jumps or is not there. */
function drawCurve(canvas: Canvas, place: Placing, { curve, from, to }: Panel): void {
  const samples = (canvas.width - 1) * samplesToDot;
  let before: { readonly x: number; readonly y: number } | undefined;
  for (let i = 0; i <= samples; i++) {
    const x = from + ((to - from) * i) / samples;
    const y = curve(x);
    const here = Number.isFinite(y) ? { x, y } : undefined;
    if (here !== undefined) {
      const [dotX, dotY] = [place.x(x), place.y(y)];
      const isJump = before === undefined || (Math.abs(dotY - place.y(before.y)) > 1 && jumps(curve, before.x, x));
      if (isJump) canvas.dot(dotX, dotY);
      else canvas.line(place.x(before!.x), place.y(before!.y), dotX, dotY);
    }
    before = here;
  }
}

/** Whether most of the difference between two places stays, however near they come. */
function jumps(curve: (x: number) => number, from: number, to: number): boolean {
  const all = Math.abs(curve(to) - curve(from));
  let [low, high] = [from, to];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    const [left, right] = [Math.abs(curve(middle) - curve(low)), Math.abs(curve(high) - curve(middle))];
    if (left > right) high = middle;
    else low = middle;
  }
  return Math.abs(curve(high) - curve(low)) > all / 2;
}

/** The upright axis's numbers by row; of two in one row the lower. */
const rowLabels = ({ ticks }: Scale, place: Placing, rows: number): ReadonlyMap<number, string> =>
  new Map(
    ticks.toReversed().map(({ value, text }) => [Math.min(rows - 1, Math.floor(place.y(value) / dotsDown)), text]),
  );

/** Numbers below their marks, each in the middle; one that would touch its neighbour is left out. */
function columnLabels(ticks: readonly Tick[], at: (tick: Tick) => number, margin: number): string {
  let line = "";
  for (const tick of ticks) {
    const minus = tick.text.startsWith("-") ? 1 : 0;
    const start = margin + at(tick) - minus - Math.floor((tick.text.length - minus - 1) / 2);
    if (line === "" || start > line.length) line = line.padEnd(start) + tick.text;
  }
  return line;
}
