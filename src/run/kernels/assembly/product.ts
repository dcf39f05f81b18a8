import { panelByPanel, panelByPanelBytes, panelRows } from "./panel-by-panel";
import { stripByStrip, stripByStripBytes } from "./strip-by-strip";

/** Bits of `form`. */
const leftTransposed: u32 = 1;
const rightTransposed: u32 = 2;

/** So many numbers of A stay in the second cache. */
const nearby: usize = 65536;

/** Whether A, or as much of it as meets one panel, stays in the second cache. */
function isNear(m: usize, k: usize): bool {
  return m * min<usize>(k, panelRows) <= nearby;
}

/** How many bytes `product` works in. */
export function scratchBytes(m: usize, n: usize, k: usize): usize {
  return isNear(m, k) ? panelByPanelBytes(k) : stripByStripBytes(n, k);
}

/** A cache line, and the sizes of B that are worth being called near: many lines, and not more than stay in the second cache. */
const lineBytes: usize = 64;
const fewest: usize = 4096;
const most: usize = 262144;

/**
 * Brings what lies at `from` near, line after line, as the processor fetches ahead best: panels read a few columns of every row, and would
 * wait for each. The sum is kept at `to` so that nothing of this is left out.
 */
function bringNear(from: usize, bytes: usize, to: usize): void {
  let one: i32 = 0;
  let other: i32 = 0;
  const end = from + bytes - (3 * lineBytes + 3);
  for (let at = from; at < end; at += 4 * lineBytes) {
    one += load<i32>(at) + load<i32>(at + lineBytes);
    other += load<i32>(at + 2 * lineBytes) + load<i32>(at + 3 * lineBytes);
  }
  store<i32>(to, one + other);
}

/**
 * C = A · B in float32: A is `[m, k]`, or `[k, m]` where `form` has bit 0; B is `[k, n]`, or `[n, k]` where it has bit 1; C is `[m, n]`,
 * all without gaps. Each number is 0 + a₁b₁ + a₂b₂ + … in the order of k. At `scratch` there are `scratchBytes`. Nothing may overlap.
 */
export function product(form: u32, m: usize, n: usize, k: usize, a: usize, b: usize, c: usize, scratch: usize): void {
  if (m == 0 || n == 0) return;
  if (k == 0) return memory.fill(c, 0, (m * n) << 2);
  const turned = (form & leftTransposed) != 0 && m > 1;
  const bytes = (k * n) << 2;
  if (bytes >= fewest && bytes <= most) bringNear(b, bytes, scratch);
  const across = (form & rightTransposed) != 0 && n > 1 && k > 1;
  if (isNear(m, k)) panelByPanel(turned, across, m, n, k, a, b, c, scratch);
  else stripByStrip(turned, across, m, n, k, a, b, c, scratch);
}
