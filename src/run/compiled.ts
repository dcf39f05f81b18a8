/** The quick way to compute: each graph is compiled into one WebAssembly module that works in TF.js's own heap. */
import type { Feed, Graph, Shape } from "../graph/ir.ts";
import { sizeOf } from "../graph/ir.ts";
import { makeSchedule } from "../graph/make-schedule.ts";
import type { BufferId, Schedule } from "../graph/schedule.ts";
import { isGenerated } from "./codegen/calculation.ts";
import { tableBytes, writeTables } from "./codegen/tables.ts";
import type { Heap, Region } from "./heap.ts";
import { instantiateKernels, scratchBytes, type KernelMode, type Kernels } from "./kernels/assembled.ts";
import { checkCount, checkVariables, gatherFeed, known, writeFeed } from "./needs.ts";
import type { AllReduceValues, Program, Session } from "./session.ts";
import { compileStep } from "./step-module.ts";

interface Placed {
  readonly shape: Shape;
  /** In bytes. */
  readonly address: number;
}

export interface CompiledOptions {
  readonly mode: KernelMode;
  /** Whether operations share passes; without it each is one of its own, as a test wants it. */
  readonly fuse: boolean;
  readonly allReduce: AllReduceValues | undefined;
}

export function compiledSession(heap: Heap, options: CompiledOptions): Session {
  const region = heap.region();
  const kernels = instantiateKernels(heap.memory, options.mode);
  const tables = region.bytes(tableBytes);
  writeTables(heap.memory.buffer, tables);
  const variables = new Map<string, Placed>();
  const disposals: (() => void)[] = [];
  const put = ({ shape, address }: Placed, name: string, values: Float32Array): void => {
    checkCount(name, shape, values);
    heap.floats.set(values, address >>> 2);
  };
  return {
    variable(name, shape, initial) {
      if (variables.has(name)) throw new Error(`variable "${name}" is there already`);
      checkCount(name, shape, initial);
      const variable = { shape, address: region.bytes(4 * sizeOf(shape)) };
      put(variable, name, initial);
      variables.set(name, variable);
    },
    read(name) {
      const { address, shape } = known(variables, "variable", name);
      return heap.floats.slice(address >>> 2, (address >>> 2) + sizeOf(shape));
    },
    write: (name, values) => put(known(variables, "variable", name), name, values),
    compile(graph, seed) {
      checkVariables(graph, new Map([...variables].map(([name, { shape }]) => [name, shape])));
      const own = heap.region();
      const surroundings = { heap, region: own, kernels, tables, variables, ...options };
      try {
        const { program, dispose } = compileProgram(surroundings, graph, seed);
        disposals.push(dispose);
        return program;
      } catch (error) {
        own.dispose();
        throw error;
      }
    },
    dispose() {
      for (const dispose of disposals.splice(0)) dispose();
      variables.clear();
      region.dispose();
    },
  };
}

interface Surroundings extends CompiledOptions {
  readonly heap: Heap;
  /** Memory that lives as long as the program. */
  readonly region: Region;
  readonly kernels: Kernels;
  readonly tables: number;
  readonly variables: ReadonlyMap<string, Placed>;
}

function compileProgram(
  { heap, region, kernels, tables, variables, mode, fuse, allReduce }: Surroundings,
  graph: Graph,
  seed: number,
): { readonly program: Program; dispose(): void } {
  const schedule = scheduleFor(graph, { mode, fuse });
  const arena = region.bytes(schedule.arenaBytes);
  const feeds = new Map<string, { readonly node: Feed; readonly address: number }>();
  for (const node of graph.nodes)
    if (node.op === "feed") feeds.set(node.name, { node, address: region.bytes(4 * sizeOf(node.shape)) });
  const addressOf = (id: BufferId): number => {
    const { place } = schedule.buffers[id]!;
    if (place.kind === "arena") return arena + place.offset;
    return known<{ readonly address: number }>(place.kind === "feed" ? feeds : variables, place.kind, place.name)
      .address;
  };
  const scratch = region.bytes(mostScratch(schedule));
  let run = compileStep(schedule, { heap, region, kernels, seed, mode, tables, scratch, allReduce, addressOf });
  const outputs = new Map(
    Object.entries(schedule.outputs).map(([name, id]) => [
      name,
      { start: addressOf(id) >>> 2, size: schedule.buffers[id]!.size },
    ]),
  );
  const program: Program = {
    feed(name, values) {
      const { node, address } = known(feeds, "feed", name);
      writeFeed(node, { target: heap.floats, start: address >>> 2 }, values);
    },
    gather(name, source, width, rows, first) {
      const { node, address } = known(feeds, "feed", name);
      gatherFeed(node, { target: heap.floats, start: address >>> 2 }, source, width, rows, first);
    },
    run: (step) => run(step),
    output(name) {
      const { start, size } = known(outputs, "output", name);
      return heap.floats.slice(start, start + size);
    },
    scalar: (name) => heap.floats[known(outputs, "output", name).start]!,
  };
  const dispose = (): void => {
    region.dispose();
    run = () => {};
    feeds.clear();
    outputs.clear();
  };
  return { program, dispose };
}

/** The schedule of a graph whose loops have kernels of this mode. */
export const scheduleFor = (graph: Graph, { mode, fuse }: Pick<CompiledOptions, "mode" | "fuse">): Schedule =>
  makeSchedule(graph, { fuse, isForeign: (op, exponent) => !isGenerated(op, mode, exponent) });

/** The bytes of working memory that the products of a schedule share. */
export const mostScratch = ({ launches }: Schedule): number =>
  launches.reduce(
    (most, launch) => (launch.kind === "product" ? Math.max(most, scratchBytes(launch.m, launch.n, launch.k)) : most),
    0,
  );
