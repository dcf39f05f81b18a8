/** What a run holds while it goes on: steps of a case, looked at 50 times, after half as many before. */
import { readCase, type Case } from "./cases.ts";
import type { Contender } from "./contenders.ts";
import { withContestant } from "./run-case.ts";
import type { Answer } from "./rounds.ts";
import { slope } from "./statistics.ts";
import type { Workplace } from "./workplace.ts";

export interface MemoryResult {
  readonly name: string;
  readonly steps: number;
  readonly epochs: number;
  /** Bytes that the resident set grew by over all steps, along the line through all that was seen. */
  readonly growth: number;
  /** How TF.js's count of tensors and of their bytes changed. */
  readonly tensors: number;
  readonly tensorBytes: number;
  /** Bytes of JavaScript's heap that a step uses up. */
  readonly garbage: number;
}

export async function measureMemory(
  of: Case,
  contender: Contender,
  steps: number,
  workplace: Workplace,
): Promise<MemoryResult> {
  return withContestant({ name: `${contender.name}-memory`, contender, of }, workplace, async ({ ask }) => {
    const looks = 50;
    const each = steps / looks;
    await ask(steps / 2);
    const seen: Answer[] = [];
    for (let look = 0; look < looks; look++) seen.push(await ask(each));
    const change = (what: string): number => seen.at(-1)!.watched[what]! - seen[0]!.watched[what]!;
    const used = seen.slice(1).map((answer, i) => answer.watched["heap"]! - seen[i]!.watched["heap"]!);
    const grown = used.filter((bytes) => bytes > 0); // the others saw a collection
    return {
      name: of.name,
      steps,
      epochs: (steps * readCase(of).training.batchSize) / of.examples,
      growth: slope(seen.map(({ resident }, i) => [i, resident])) * looks,
      tensors: change("tensors"),
      tensorBytes: change("tensorBytes"),
      garbage: grown.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, grown.length) / each,
    };
  });
}
