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

/**
 * C = A · B in float32: A is `[m, k]`, or `[k, m]` where `form` has bit 0; B is `[k, n]`, or `[n, k]` where it has bit 1; C is `[m, n]`,
 * all without gaps. Each number is 0 + a₁b₁ + a₂b₂ + … in the order of k. At `scratch` there are `scratchBytes`. Nothing may overlap.
 */
export function product(form: u32, m: usize, n: usize, k: usize, a: usize, b: usize, c: usize, scratch: usize): void {
  if (m == 0 || n == 0) return;
  if (k == 0) return memory.fill(c, 0, (m * n) << 2);
  const turned = (form & leftTransposed) != 0 && m > 1;
  const across = (form & rightTransposed) != 0 && n > 1 && k > 1;
  if (isNear(m, k)) panelByPanel(turned, across, m, n, k, a, b, c, scratch);
  else stripByStrip(turned, across, m, n, k, a, b, c, scratch);
}
