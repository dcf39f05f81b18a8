/** How long the launches of a step take, each by itself over and over: what they take at best, with all they read near. */
import { costOfLaunch } from "../../src/graph/launch-cost.ts";
import type { Launch, Schedule } from "../../src/graph/schedule.ts";
import { allWeights } from "../../src/graph/step.ts";
import { trainingGraph } from "../../src/graph/training-graph.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { openBackend } from "../../src/run/backend.ts";
import { tableBytes, writeTables } from "../../src/run/codegen/tables.ts";
import { mostScratch, scheduleFor } from "../../src/run/compiled.ts";
import { instantiateKernels } from "../../src/run/kernels/assembled.ts";
import { quickestMode } from "../../src/run/session.ts";
import { compileStep, type Site } from "../../src/run/step-module.ts";

/** Milliseconds of processor time, and how many operations of products were done in it. */
export interface Spent {
  readonly time: number;
  readonly operations: number;
}

export interface LaunchTimes {
  readonly launches: number;
  readonly forward: Spent;
  /** Gradients of kernels, and of what goes into a layer. */
  readonly weights: Spent;
  readonly inputs: Spent;
  readonly loops: Spent;
  readonly draws: Spent;
  /** The step as a whole, on the same made numbers. */
  readonly step: number;
}

const rounds = 12;
/** Processor time spent on one round of runs, in milliseconds. */
const roundTime = 15;

export async function launchTimes(training: Training): Promise<LaunchTimes> {
  const backend = await openBackend("wasm");
  const heap = backend.heap!;
  const mode = quickestMode(backend);
  const outputs = training.heads[0]!.width;
  const { graph } = trainingGraph(training, allWeights(training.network), training.batchSize, outputs);
  const schedule = scheduleFor(graph, { mode, fuse: true });
  const region = heap.region();
  const tables = region.bytes(tableBytes);
  writeTables(heap.memory.buffer, tables);
  const arena = region.bytes(schedule.arenaBytes);
  const places = schedule.buffers.map(({ place, size }) =>
    place.kind === "arena" ? arena + place.offset : region.bytes(4 * size),
  );
  const products = schedule.launches.filter((launch) => launch.kind === "product");
  const scratch = region.bytes(mostScratch(schedule));
  const kernels = instantiateKernels(heap.memory, mode);
  const given = { heap, region, kernels, mode, seed: 1, tables, scratch, allReduce: undefined };
  const site: Site = { ...given, addressOf: (buffer) => places[buffer]! };

  /** Numbers of an ordinary size everywhere, for those out of the ordinary take longer. */
  const fill = (): void =>
    schedule.buffers.forEach(({ size }, buffer) => {
      const start = places[buffer]! >>> 2;
      for (let i = 0; i < size; i++) heap.floats[start + i] = size === 1 ? 0.01 : 0.5 + 0.001 * (i % 100);
    });

  const timeOf = (launches: readonly Launch[]): number => {
    const run = compileStep({ ...schedule, launches }, site);
    const spend = (count: number): number => {
      fill();
      const before = process.cpuUsage();
      for (let step = 0; step < count; step++) run(step);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / count;
    };
    spend(20);
    const count = Math.min(5000, Math.max(10, Math.ceil(roundTime / Math.max(spend(20), 1e-4))));
    return Math.min(...Array.from({ length: rounds }, () => spend(count)));
  };

  const known = new Map<string, number>();
  const spent = (launches: readonly Launch[]): Spent => {
    const times = launches.map((launch) => {
      const key = keyOf(launch, schedule);
      const time = known.get(key) ?? timeOf([launch]);
      known.set(key, time);
      return time;
    });
    const counts = launches.map((one) => (one.kind === "product" ? costOfLaunch(one, schedule.buffers).operations : 0));
    const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
    return { time: total(times), operations: total(counts) };
  };

  const found = {
    launches: schedule.launches.length,
    forward: spent(products.filter(({ leftTransposed, rightTransposed }) => !leftTransposed && !rightTransposed)),
    weights: spent(products.filter(({ leftTransposed }) => leftTransposed)),
    inputs: spent(products.filter(({ leftTransposed, rightTransposed }) => rightTransposed && !leftTransposed)),
    loops: spent(schedule.launches.filter(({ kind }) => kind === "loop" || kind === "foreign")),
    draws: spent(schedule.launches.filter(({ kind }) => kind === "draw")),
    step: timeOf(schedule.launches),
  };
  region.dispose();
  return found;
}

/** Launches with equal keys take equally long. */
function keyOf(launch: Launch, { buffers }: Schedule): string {
  switch (launch.kind) {
    case "product": {
      const { m, k, n, leftTransposed, rightTransposed } = launch;
      return JSON.stringify(["product", m, k, n, leftTransposed, rightTransposed]);
    }
    case "loop":
      return JSON.stringify([launch.loop, launch.inputs.map((input) => launch.results.indexOf(input))]);
    case "draw":
      return JSON.stringify(["draw", launch.draw.kind, buffers[launch.output]!.size]);
    case "foreign":
      return JSON.stringify([launch.op, buffers[launch.output]!.size]);
    case "allReduce":
      throw new Error("a step of one worker exchanges nothing");
  }
}
