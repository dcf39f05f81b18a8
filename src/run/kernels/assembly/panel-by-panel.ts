import { packColumns, packRows } from "./pack";
import { edgeBytes, edgeTile, firstTile, panelWidth, shareEnd, stripCount, wholeTiles } from "./strip";

/** The most rows of a panel: it stays in the first cache together with the rows of A that go by. */
export const panelRows: usize = 512;

/** What it works in: a tile at the right edge, and a panel. */
export function panelByPanelBytes(k: usize): usize {
  return edgeBytes + (min<usize>(k, panelRows) << 5);
}

/**
 * A product whose A stays in the second cache: for a panel of B all strips of A in turn. The first strip reads B where it lies, and
 * leaves a panel for those that follow.
 */
export function panelByPanel(
  turned: bool,
  across: bool,
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  b: usize,
  c: usize,
  scratch: usize,
): void {
  const panel = scratch + edgeBytes;
  const aStep = (turned ? m : k) << 2;
  const aRow = turned ? 4 : aStep;
  const bStep = (across ? k : n) << 2;
  const cStep = n << 2;
  const strips = stripCount(<u32>m);
  const low = <u32>m / strips;
  const highStrips = <u32>m - low * strips;
  const lowStrips = strips - highStrips;
  const lowFrom = highStrips * (low + 1);
  const blocks = (k + panelRows - 1) / panelRows;
  let start: usize = 0;
  for (let block: usize = 0; block < blocks; block++) {
    const end = shareEnd(k, block, blocks);
    const depth = end - start;
    const more = block > 0;
    const aFrom = a + (turned ? start * aStep : start << 2);
    for (let column: usize = 0; column < n; column += 8) {
      const columns = min<usize>(n - column, 8);
      const width = panelWidth(columns);
      const bFrom = b + (across ? column * bStep + (start << 2) : start * bStep + (column << 2));
      const into = c + (column << 2);
      if (columns != width) {
        if (across) packColumns(depth, columns, width, bFrom, bStep, panel);
        else packRows(depth, columns, width, bFrom, bStep, panel);
        for (let strip: u32 = 0, row: u32 = 0; strip < strips; strip++) {
          const rows = strip < highStrips ? low + 1 : low;
          edgeTile(
            turned,
            width,
            rows,
            columns,
            more,
            depth,
            aFrom + row * aRow,
            aStep,
            panel,
            into + row * cStep,
            cStep,
            scratch,
          );
          row += rows;
        }
        continue;
      }
      let bAt = bFrom;
      let step = bStep;
      let lowDone: u32 = 0;
      if (across) {
        packColumns(depth, columns, width, bFrom, bStep, panel);
        bAt = panel;
        step = width << 2;
      } else if (width == 8 && strips > 2) {
        const at = aFrom + lowFrom * aRow;
        firstTile(turned, low, more, depth, at, aStep, bFrom, bStep, into + lowFrom * cStep, cStep, panel);
        lowDone = 1;
        bAt = panel;
        step = width << 2;
      }
      const high = low + 1;
      wholeTiles(
        turned,
        width,
        high,
        highStrips,
        high * aRow,
        0,
        high * cStep,
        more,
        depth,
        aFrom,
        aStep,
        bAt,
        step,
        into,
        cStep,
      );
      const row = lowFrom + lowDone * low;
      wholeTiles(
        turned,
        width,
        low,
        lowStrips - lowDone,
        low * aRow,
        0,
        low * cStep,
        more,
        depth,
        aFrom + row * aRow,
        aStep,
        bAt,
        step,
        into + row * cStep,
        cStep,
      );
    }
    start = end;
  }
}
