/**
 * A schedule carried out launch by launch in plain float32, by nothing but what it says. Each place of the arena knows the buffer that
 * last wrote it, so that reading what was never written or what is dead is an error.
 */
import { sizeOf, type Shape } from "../../src/graph/ir.ts";
import type { LoopResult, LoopValue, Walk } from "../../src/graph/loop.ts";
import type { BufferId, Launch, LoopLaunch, Schedule } from "../../src/graph/schedule.ts";
import { numberOps } from "../support/float64.ts";
import { drawn, exchanged, multiply, reducers, type Given, type Numbers, type Outcome } from "./interpret-graph.ts";

interface Memory {
  read(buffer: BufferId, at: number): number;
  write(buffer: BufferId, at: number, value: number): void;
}

function memoryOf(
  { buffers, arenaBytes }: Schedule,
  { feeds }: Given,
  variables: ReadonlyMap<string, Numbers>,
): Memory {
  const arena = new Float32Array(arenaBytes / 4).fill(NaN);
  const owner = new Int32Array(arenaBytes / 4).fill(-1);
  const given = (buffer: BufferId): Numbers | undefined => {
    const { place } = buffers[buffer]!;
    return place.kind === "arena" ? undefined : (place.kind === "feed" ? feeds : variables).get(place.name)!;
  };
  const place = (buffer: BufferId, at: number): number => {
    const { size, place } = buffers[buffer]!;
    if (!(at >= 0 && at < size)) throw new Error(`number ${at} of buffer ${buffer}, which has ${size}`);
    if (place.kind !== "arena") return at;
    if (place.offset % 64 !== 0 || place.offset + 4 * size > arenaBytes)
      throw new Error(`buffer ${buffer} is misplaced`);
    return place.offset / 4 + at;
  };
  return {
    read(buffer, at) {
      const found = place(buffer, at);
      const numbers = given(buffer);
      if (numbers !== undefined) return numbers[found]!;
      if (owner[found] !== buffer) throw new Error(`buffer ${buffer} is not there (any more) at ${at}`);
      return arena[found]!;
    },
    write(buffer, at, value) {
      const found = place(buffer, at);
      const numbers = given(buffer);
      if (buffers[buffer]!.place.kind === "feed") throw new Error(`feed ${buffer} is written`);
      if (numbers === undefined) owner[found] = buffer;
      (numbers ?? arena)[found] = value;
    },
  };
}

const walked = ({ offset, strides }: Walk, index: readonly number[]): number =>
  strides.reduce((place, stride, axis) => place + index[axis]! * stride, offset);

function computeValue(value: LoopValue, numbers: readonly number[]): number {
  if (value.op === "constant") return Math.fround(value.value);
  if (value.arguments.some((i) => !(i < numbers.length))) throw new Error("a value is used before it is computed");
  return Math.fround(numberOps[value.op](...value.arguments.map((i) => numbers[i]!)));
}

/** Where a reduction begins, also where there is nothing to reduce. */
function startsOf(result: LoopResult, space: Shape): [number, { value: number; count: number }][] {
  if (result.how === "store") return [];
  const { start } = reducers[result.how];
  const places = space.reduce(
    (found, side, axis) =>
      result.strides[axis] === 0
        ? found
        : found.flatMap((place) => Array.from({ length: side }, (_, i) => place + i * result.strides[axis]!)),
    [result.offset],
  );
  return places.map((place) => [place, { value: start, count: 0 }]);
}

function runLoop({ loop, inputs, results }: LoopLaunch, memory: Memory): void {
  const { space } = loop;
  const index = space.map(() => 0);
  const totals = loop.results.map(
    (result) => new Map<number, { value: number; count: number }>(startsOf(result, space)),
  );
  const size = sizeOf(space);
  for (let i = 0; i < size; i++) {
    const numbers = loop.inputs.map((input, j) => memory.read(inputs[j]!, walked(input, index)));
    for (const value of loop.values) numbers.push(computeValue(value, numbers));
    loop.results.forEach((result, j) => {
      const [at, x] = [walked(result, index), numbers[result.from]!];
      if (result.how === "store") return memory.write(results[j]!, at, x);
      const { value, count } = totals[j]!.get(at)!;
      totals[j]!.set(at, { value: reducers[result.how].next(value, x), count: count + 1 });
    });
    for (let axis = space.length - 1; axis >= 0 && ++index[axis]! === space[axis]; axis--) index[axis] = 0;
  }
  loop.results.forEach(({ how }, j) => {
    for (const [at, { value, count }] of totals[j]!)
      memory.write(results[j]!, at, how === "store" ? NaN : reducers[how].end(value, count));
  });
}

function runLaunch(launch: Launch, buffers: Schedule["buffers"], memory: Memory): void {
  const fill = (size: number, value: (i: number) => number): void => {
    const numbers = Array.from({ length: size }, (_, i) => value(i));
    numbers.forEach((number, i) => memory.write((launch as { output: BufferId }).output, i, number));
  };
  if (launch.kind === "loop") return runLoop(launch, memory);
  if (launch.kind === "allReduce") {
    launch.inputs.forEach((input, j) => {
      const output = launch.outputs[j]!;
      for (let i = 0; i < buffers[input]!.size; i++)
        memory.write(output, i, exchanged[launch.combine](memory.read(input, i)));
    });
    return;
  }
  const { size } = buffers[launch.output]!;
  if (launch.kind === "draw") return fill(size, (i) => drawn(launch.draw, i));
  if (launch.kind === "foreign") {
    const read = (buffer: BufferId, i: number): number => {
      const own = buffers[buffer]!.size;
      if (own !== 1 && own !== size) throw new Error(`an operand of ${own} numbers for ${size}`);
      return memory.read(buffer, own === 1 ? 0 : i);
    };
    return fill(size, (i) => Math.fround(numberOps[launch.op](...launch.inputs.map((buffer) => read(buffer, i)))));
  }
  const { m, k, n, left, right, leftTransposed, rightTransposed } = launch;
  const operand = (buffer: BufferId, rows: number, columns: number, isTransposed: boolean) => {
    if (buffers[buffer]!.size !== rows * columns) throw new Error("an operand of another size");
    const numbers = Float32Array.from({ length: rows * columns }, (_, i) => memory.read(buffer, i));
    return (row: number, column: number): number =>
      numbers[isTransposed ? column * rows + row : row * columns + column]!;
  };
  const product = multiply([m, k, n], operand(left, m, k, leftTransposed), operand(right, k, n, rightTransposed));
  fill(m * n, (i) => product[i]!);
}

export function interpretSchedule(schedule: Schedule, given: Given): Outcome {
  const variables = new Map([...given.variables].map(([name, numbers]) => [name, numbers.slice()]));
  const memory = memoryOf(schedule, given, variables);
  for (const launch of schedule.launches) runLaunch(launch, schedule.buffers, memory);
  const outputs = Object.entries(schedule.outputs).map(([name, buffer]) => {
    const { size, place } = schedule.buffers[buffer]!;
    if (place.kind !== "arena") throw new Error(`output ${name} lies where others write between runs`);
    return [name, Float32Array.from({ length: size }, (_, i) => memory.read(buffer, i))];
  });
  return { outputs: Object.fromEntries(outputs), variables };
}
