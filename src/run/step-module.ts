/** A schedule as one WebAssembly module: a step is one call, in which every kernel is called with the addresses that are its own. */
import type {
  AllReduceLaunch,
  BufferId,
  DrawLaunch,
  ForeignLaunch,
  Launch,
  LoopLaunch,
  ProductLaunch,
  Schedule,
} from "../graph/schedule.ts";
import { Assembler, type FunctionIndex, type FunctionType } from "./codegen/assembler.ts";
import type { Body } from "./codegen/body.ts";
import { generateLoop } from "./codegen/loop-kernel.ts";
import { loopKey } from "./codegen/walks.ts";
import { foreignCall } from "./foreign.ts";
import type { Heap, Region } from "./heap.ts";
import type { AllReduceValues } from "./session.ts";
import { drawCall, drawParameters } from "./kernels/draw-call.ts";
import { productForm, type KernelMode, type Kernels } from "./kernels/assembled.ts";

/** What a module is made for. */
export interface Site {
  readonly heap: Heap;
  /** Memory that lives as long as the module. */
  readonly region: Region;
  readonly kernels: Kernels;
  readonly mode: KernelMode;
  readonly seed: number;
  /** Where the tables of exact kernels lie, and the working memory of products. */
  readonly tables: number;
  readonly scratch: number;
  readonly allReduce: AllReduceValues | undefined;
  addressOf(buffer: BufferId): number;
}

type LaunchOf<K extends Launch["kind"]> = Extract<Launch, { readonly kind: K }>;

/** Writes the call of a launch; `step` is the local that holds the step's number. */
type Write = (body: Body, step: number) => void;

/** Compiles a schedule. What comes back runs one step. */
export function compileStep(schedule: Schedule, site: Site): (step: number) => void {
  const { heap, kernels, region, seed, allReduce, addressOf } = site;
  const assembler = new Assembler();
  assembler.importMemory("env", "memory");
  const imports: Record<string, WebAssembly.ImportValue> = { memory: heap.memory };
  const known = new Map<string, FunctionIndex>();
  const imported = (name: string, type: FunctionType, value: () => WebAssembly.ImportValue): FunctionIndex => {
    const before = known.get(name);
    if (before !== undefined) return before;
    imports[name] = value();
    const index = assembler.importFunction("env", name, type);
    known.set(name, index);
    return index;
  };

  const writers: { readonly [K in Launch["kind"]]: (launch: LaunchOf<K>) => Write } = {
    product({ m, k, n, left, right, output, leftTransposed, rightTransposed }: ProductLaunch) {
      const index = imported("product", numbersOnly(8), () => kernels.product);
      const form = productForm(leftTransposed, rightTransposed);
      const values = [form, m, n, k, addressOf(left), addressOf(right), addressOf(output), site.scratch];
      return (body) => call(body, index, values);
    },
    loop({ loop, inputs, results }: LoopLaunch) {
      const values = [...inputs, ...results].map(addressOf);
      return (body) => call(body, loops(loop), values);
    },
    draw({ draw, output }: DrawLaunch) {
      const { kernel, values } = drawCall(draw, seed, schedule.buffers[output]!.size);
      const types = drawParameters[kernel];
      const index = imported(kernel, { parameters: types, results: [] }, () => kernels[kernel]);
      const address = addressOf(output);
      return (body, step) => {
        body.i32(address).get(step);
        values.forEach((value, i) => body[types[i + 2]!](value));
        body.call(index);
      };
    },
    allReduce({ combine, inputs, outputs }: AllReduceLaunch) {
      if (allReduce === undefined) throw new Error("a graph for one of several workers, and there are no others");
      const pieces = inputs.map((input, i) => ({
        from: addressOf(input) >>> 2,
        to: addressOf(outputs[i]!) >>> 2,
        size: schedule.buffers[input]!.size,
      }));
      const exchange = (): void => {
        for (const { from, to, size } of pieces) if (from !== to) heap.floats.copyWithin(to, from, from + size);
        const values = pieces.map(({ to, size }) => heap.floats.subarray(to, to + size));
        allReduce(values, combine);
      };
      const index = imported(`exchange ${known.size}`, numbersOnly(0), () => exchange);
      return (body) => void body.call(index);
    },
    foreign({ op, inputs, output }: ForeignLaunch) {
      const place = (id: BufferId) => ({ address: addressOf(id), size: schedule.buffers[id]!.size });
      const { kernel, values } = foreignCall(op, inputs.map(place), place(output), region);
      const index = imported(kernel, numbersOnly(values.length), () => heap.kernel(kernel));
      return (body) => call(body, index, values);
    },
  };

  const kernelsOfLoops = new Map<string, FunctionIndex>();
  /** Equal loops are one function. */
  const loops = (loop: LoopLaunch["loop"]): FunctionIndex => kernelsOfLoops.get(loopKey(loop))!;

  // Imported functions come before those of the module.
  const writes = schedule.launches.map((launch) => writers[launch.kind](launch as never));
  for (const launch of schedule.launches) {
    if (launch.kind !== "loop") continue;
    const key = loopKey(launch.loop);
    if (!kernelsOfLoops.has(key)) kernelsOfLoops.set(key, assembler.add(generateLoop(launch.loop, site)));
  }
  const run = assembler.add({
    parameters: ["i32"],
    results: [],
    write: (body) => writes.forEach((write) => write(body, 0)),
  });
  assembler.export("run", run);
  const module = new WebAssembly.Module(assembler.toBytes());
  const { exports } = new WebAssembly.Instance(module, { env: imports });
  return exports["run"] as (step: number) => void;
}

const numbersOnly = (count: number): FunctionType => ({
  parameters: Array.from({ length: count }, () => "i32" as const),
  results: [],
});

function call(body: Body, index: FunctionIndex, values: readonly number[]): void {
  for (const value of values) body.i32(value);
  body.call(index);
}
