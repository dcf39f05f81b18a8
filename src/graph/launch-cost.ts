/** What a launch costs. */
import { sizeOf, type Shape } from "./ir.ts";
import type { Walk } from "./loop.ts";
import type { Launch, ScheduledBuffer } from "./schedule.ts";

export interface LaunchCost {
  /** Numbers that are read and written, each once. */
  readonly read: number;
  readonly written: number;
  /** Operations on numbers: of a product a multiplication and an addition for each term, of a loop each of its own at each element. */
  readonly operations: number;
}

/** How many numbers a walk comes by. */
const numbersIn = (space: Shape, { strides }: Walk): number =>
  strides.reduce((count, stride, axis) => (stride === 0 ? count : count * space[axis]!), 1);

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

export function costOfLaunch(launch: Launch, buffers: readonly ScheduledBuffer[]): LaunchCost {
  const size = (buffer: number): number => buffers[buffer]!.size;
  switch (launch.kind) {
    case "product": {
      const { m, k, n } = launch;
      return { read: m * k + k * n, written: m * n, operations: 2 * m * k * n };
    }
    case "loop": {
      const { space, inputs, values, results } = launch.loop;
      const own = values.filter(({ op }) => op !== "constant").length;
      return {
        read: total(inputs.map((input) => numbersIn(space, input))),
        written: total(results.map((result) => numbersIn(space, result))),
        operations: sizeOf(space) * (own + results.filter(({ how }) => how !== "store").length),
      };
    }
    case "draw":
      return { read: 0, written: size(launch.output), operations: size(launch.output) };
    case "foreign":
      return { read: total(launch.inputs.map(size)), written: size(launch.output), operations: size(launch.output) };
    case "allReduce": {
      const exchanged = total(launch.outputs.map(size));
      return { read: exchanged, written: exchanged, operations: exchanged };
    }
  }
}
