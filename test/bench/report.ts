/** A small report, as a bench might write it. */
import type { Finished } from "../../scripts/bench/race.ts";
import type { Report } from "../../scripts/bench/report.ts";
import { spreadOf } from "../../scripts/bench/statistics.ts";

/** A contender that took these milliseconds a step, round by round. */
export const finished = (name: string, times: readonly number[], more: Partial<Finished> = {}): Finished => ({
  name,
  notes: [],
  steps: 10,
  times,
  time: spreadOf(times),
  kept: 0,
  firstStep: 500,
  peak: 120 * 2 ** 20,
  loss: 1,
  ...more,
});

const contender = (name: string, isOurs: boolean, threads = 1) => ({ name, title: name, isOurs, threads });

/** dnnc takes 1 ms for a step at the book's network, the others more; PyTorch is absent with two threads. */
export const report: Report = {
  version: 1,
  date: "2026-11-23 12:00",
  machine: {
    processor: "A processor",
    cores: 2,
    memory: 8 * 2 ** 30,
    system: "linux x64",
    node: "20.0.0",
    v8: "11.3",
    versions: { torch: "1.13" },
    load: { before: 0.1, after: 1 },
  },
  timing: { rounds: 3, roundTime: 300 },
  contenders: [
    contender("dnnc", true),
    contender("emitted", false),
    contender("tfjs-layers", false),
    contender("pytorch-1", false),
    contender("pytorch-2", false, 2),
  ],
  roofline: {
    products: [
      { way: "dnnc", size: 256, gigaflops: 20 },
      { way: "TF.js", size: 256, gigaflops: 25 },
    ],
    cacheBandwidth: 50,
    memoryBandwidth: 10,
  },
  cases: [
    {
      name: "book-32",
      batchSize: 32,
      dataBytes: 26 * 10 ** 6,
      arithmetic: { products: 20e6, others: 5e6, updateBytes: 5e6, parameters: 266_610, activationBytes: 205_312 },
      results: [
        finished("dnnc", [1, 1.5, 0.5]),
        finished("emitted", [9, 9, 9]),
        finished("tfjs-layers", [16, 24, 8], { notes: ["a constant rate"] }),
        finished("pytorch-1", [0.9, 0.9, 0.9]),
        { name: "pytorch-2", failed: "/usr/bin/python3 has no torch" },
      ],
    },
  ],
  own: {
    words: [{ what: "loss", built: "relu", own: "own-loss" }],
    results: [finished("relu", [1, 1, 1]), finished("own-loss", [1.4, 1.4, 1.4])],
  },
  memory: [{ name: "tabular", steps: 10_000, epochs: 40, growth: 1e5, tensors: 0, tensorBytes: 8, garbage: 100 }],
  tools: {
    start: { "bare node": spreadOf([40]), "dnnc --version": spreadOf([60]), "dnnc lint": spreadOf([80]) },
    lints: [
      { specs: 250, time: 600 },
      { specs: 500, time: 1000 },
      { specs: 1000, time: 1800 },
    ],
    parser: spreadOf([20, 50, 30]),
  },
};
