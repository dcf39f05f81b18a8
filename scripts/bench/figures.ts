/** What dnnc is to reach, held against a bench: its steps, its memory, and its command. */
import { figure, mebibytes, milliseconds, percent, times, type Figure } from "./figure.ts";
import type { CaseResult } from "./run-case.ts";
import { fastestOf, namesOf, resultOf, timesOf, type Report } from "./report.ts";
import { toolFigures } from "./tool-figures.ts";

/** All figures that a report can say something of. */
export const figuresOf = (report: Report): readonly Figure[] => [
  ...report.cases.flatMap((one) => againstLayers(report, one)),
  ...report.cases.flatMap((one) => againstTorch(report, one)),
  ...report.cases.flatMap((one) => againstPeak(report, one)),
  ...ownWords(report),
  ...report.cases.flatMap(emitted),
  ...report.cases.flatMap((one) => peakMemory(report, one)),
  ...memoryGrowth(report),
  ...report.cases.flatMap((one) => firstStep(report, one)),
  ...toolFigures(report.tools),
];

/** How many times as fast as TF.js layers each case is to be at least. */
const overLayers: Readonly<Record<string, number>> = { tabular: 100, "book-32": 15 };

const ours = (report: Report, { results }: CaseResult) => fastestOf(results, namesOf(report, "ours with one thread"));

function againstLayers(report: Report, one: CaseResult): readonly Figure[] {
  const ratio = timesOf(resultOf(one.results, "tfjs-layers"), ours(report, one));
  return figure("speed against TF.js layers", one.name, ratio, { text: times, least: overLayers[one.name] ?? 10 });
}

/** Small batches are to be ahead with one thread; large ones near, and ahead with workers. */
function againstTorch(report: Report, one: CaseResult): readonly Figure[] {
  const torch = fastestOf(one.results, namesOf(report, "pytorch"));
  const several = fastestOf(one.results, namesOf(report, "ours with several threads"));
  const isSmall = one.batchSize <= 32;
  const what = "speed against PyTorch, the better of its threads";
  return [
    ...figure(what, one.name, timesOf(torch, ours(report, one)), { text: times, least: isSmall ? 1 : 1 / 1.5 }),
    ...(isSmall ? [] : figure(`${what}, with workers`, one.name, timesOf(torch, several), { text: times, least: 1 })),
  ];
}

/** Milliseconds that the machine takes at its best: for the arithmetic alone, and for the products and moving the weights. */
export function limitsOf({ roofline }: Report, { arithmetic }: CaseResult) {
  if (roofline === undefined) return undefined;
  const { products, others, updateBytes } = arithmetic;
  const peak = Math.max(...roofline.products.map(({ gigaflops }) => gigaflops)) * 1e6;
  const bandwidth = 1e6 * (updateBytes < cacheSize ? roofline.cacheBandwidth : roofline.memoryBandwidth);
  return { arithmetic: (products + others) / peak, roof: products / peak + updateBytes / bandwidth };
}

/** Weights, gradients and states of more bytes are taken to come from memory. */
const cacheSize = 8 * 2 ** 20;

function againstPeak(report: Report, one: CaseResult): readonly Figure[] {
  const [step, limits] = [ours(report, one), limitsOf(report, one)];
  const share = step && limits && limits.arithmetic / step.time.median;
  return figure("arithmetic, of the rate of the best product", one.name, share, { text: percent, least: 0.7 });
}

const ownWords = ({ own }: Report): readonly Figure[] =>
  (own?.words ?? []).flatMap((pair) => {
    const ratio = timesOf(resultOf(own!.results, pair.own), resultOf(own!.results, pair.built));
    return figure(`time with a user's own ${pair.what}, against the built-in one`, pair.own, ratio, {
      text: times,
      most: 1.3,
    });
  });

function emitted({ name, results }: CaseResult): readonly Figure[] {
  const ratio = timesOf(resultOf(results, "tfjs-layers"), resultOf(results, "emitted"));
  return figure("speed of the emitted program against TF.js layers", name, ratio, { text: times, least: 2 });
}

/** What a process may hold beside its data, four times its weights, and a batch. */
const allowance = 150 * 10 ** 6;

function peakMemory(report: Report, one: CaseResult): readonly Figure[] {
  const { parameters, activationBytes } = one.arithmetic;
  const most = one.dataBytes + 4 * 4 * parameters + activationBytes + allowance;
  return figure("memory at most", one.name, ours(report, one)?.peak, { text: mebibytes, most });
}

const memoryGrowth = ({ memory }: Report): readonly Figure[] =>
  memory.flatMap(({ name, steps, growth, tensors, tensorBytes }) => [
    ...figure(`growth of the resident set over ${steps} steps`, name, growth, { text: mebibytes, most: 2 * 2 ** 20 }),
    ...figure(`growth of TF.js's tensors over ${steps} steps`, name, tensors, { text: String, most: 0 }),
    ...figure(`growth of TF.js's memory over ${steps} steps`, name, tensorBytes, { text: mebibytes, most: 0 }),
  ]);

const firstStep = (report: Report, one: CaseResult): readonly Figure[] =>
  figure("from the start of the process to the end of the first step", one.name, ours(report, one)?.firstStep, {
    text: milliseconds,
    most: 1000,
  });
