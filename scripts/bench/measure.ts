/** Everything that the bench measures, one thing after the other. */
import { cases, ownWords, type Case } from "./cases.ts";
import { absence, type Contender } from "./contenders.ts";
import { describeMachine, loadNow } from "./machine.ts";
import type { Roofline, RooflineJob } from "./measure-roofline.ts";
import { measureMemory, type MemoryResult } from "./memory.ts";
import type { BenchOptions, OtherPart } from "./options.ts";
import { probe } from "./probe.ts";
import type { Report } from "./report.ts";
import { runCase, runEntries, type CaseResult, type Timing } from "./run-case.ts";
import { measureTools } from "./tools.ts";
import { openWorkplace, type Workplace } from "./workplace.ts";

const rooflineJob: RooflineJob = { sizes: [256, 512, 1024], time: 500, cached: 2 ** 16, uncached: 2 ** 24 };

export async function measure(
  { parts, contenders, timing }: BenchOptions,
  progress: (text: string) => void,
): Promise<Report> {
  const before = loadNow();
  const workplace = await openWorkplace();
  const has = (part: OtherPart): boolean => parts.includes(part);
  // Words of one's own and memory are those of the fastest way, which is named last.
  const ours = contenders.findLast((one) => one.isOurs && one.threads === 1 && absence(one) === undefined);
  try {
    progress("roofline");
    const roofline = has("roofline") ? probe<Roofline>("roofline", rooflineJob, workplace) : undefined;
    const raced: CaseResult[] = [];
    for (const one of cases.filter(({ name }) => parts.includes(name)))
      raced.push(await runCase(one, contenders, timing, workplace, progress));
    const own = has("own-words") && ours ? await raceWords(ours, timing, workplace, progress) : undefined;
    const memory: MemoryResult[] = [];
    for (const one of has("memory") && ours ? cases.slice(0, 2) : []) {
      progress(`memory of ${one.name}`);
      memory.push(await measureMemory(one, ours!, 10_000, workplace));
    }
    const tools = has("tools") ? measureTools({ rounds: 9, specs: [250, 500, 1000] }, workplace, progress) : undefined;
    return {
      version: 1,
      date: new Date().toISOString().slice(0, 16).replace("T", " "),
      machine: describeMachine(before),
      timing,
      contenders: contenders.map(({ name, title, isOurs, threads }) => ({ name, title, isOurs, threads })),
      roofline,
      cases: raced,
      own,
      memory,
      tools,
    };
  } finally {
    workplace.dispose();
  }
}

/** All trainings of the words of one's own and of those that they repeat, side by side. */
async function raceWords(
  contender: Contender,
  timing: Timing,
  workplace: Workplace,
  progress: (text: string) => void,
): Promise<Report["own"]> {
  const all = new Map<string, Case>(ownWords.flatMap(({ built, own }) => [built, own]).map((one) => [one.name, one]));
  const entries = [...all.values()].map((of) => ({ name: of.name, contender, of }));
  return {
    words: ownWords.map(({ what, built, own }) => ({ what, built: built.name, own: own.name })),
    results: await runEntries(entries, timing, workplace, (text) => progress(`own words: ${text}`)),
  };
}
