/** How much there is to evaluate in a file's own words: rules look at their formulas as curves, each of which costs its length. */
import type { Report } from "../diagnostics/diagnostic.ts";
import { visit } from "../syntax/visit.ts";
import type { Word } from "../vocabulary/word.ts";
import { printUse, type WordUse } from "./value.ts";

/** The most operations of the formulas that layers take, of those that differ, and of those that runs take. */
const most = { layers: 500_000, differing: 5_000, runs: 20_000 };

/** Counts the operations of formulas as they are used; what goes beyond is told once. */
export class FormulaSize {
  private readonly sizes = new Map<Word, number>();
  private readonly seen = new Set<string>();
  private readonly counts = { layers: 0, differing: 0, runs: 0 };
  private readonly report: Report;
  /** Whether there is more than anyone looks at. */
  isReached = false;

  constructor(report: Report) {
    this.report = report;
  }

  /** Takes the words of a layer or of a run. */
  add(uses: readonly (WordUse | undefined)[], by: "layers" | "runs"): void {
    for (const use of uses) {
      if (use === undefined || use.word.standard) continue;
      const size = this.sizeOf(use.word);
      this.counts[by] += size;
      const key = `${use.word.kind} ${printUse(use)}`;
      if (by === "layers" && !this.seen.has(key)) this.counts.differing += size;
      this.seen.add(key);
      const { layers, differing, runs } = this.counts;
      if (this.isReached || (layers <= most.layers && differing <= most.differing && runs <= most.runs)) continue;
      this.isReached = true;
      const message = "the formulas of the file's own words are too long together";
      const help = "use fewer words of your own, or shorter ones";
      this.report({ code: "too-large", severity: "error", message, at: use.at, help });
    }
  }

  private sizeOf(word: Word): number {
    const known = this.sizes.get(word);
    if (known !== undefined) return known;
    let count = 0;
    const one = (): void => void count++;
    visit(word.declaration, { binary: one, unary: one, call: one, if: one });
    this.sizes.set(word, count);
    return count;
  }
}
