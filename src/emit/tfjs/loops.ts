/** Stretches of a network that repeat, so that a program can walk them in a loop as the spec does. */
import { weightsOf } from "../../graph/step.ts";
import type { Layer, Network } from "../../network/network.ts";
import { printValue } from "../../network/value.ts";

/** `count` times `period` layers from `start` on, each time the same but for the weights and what is drawn. */
export interface Loop {
  readonly start: number;
  readonly period: number;
  readonly count: number;
  /** How far the streams of random numbers of one time are from those of the next. */
  readonly stride: number;
}

/** A stretch of fewer times is as short written out. */
const fewest = 3;

/**
 * The loops of a network, in order: layers that stand in the same steps of the spec, with equal arguments and shapes, each time fed by
 * the time before alone. Layers for which `isOutside` holds stay out; `isAlike` says whether two are computed in the same way.
 */
export function loopsOf(
  network: Network,
  isOutside: (layer: Layer) => boolean,
  isAlike: (a: Layer, b: Layer) => boolean,
): readonly Loop[] {
  const { layers } = network;
  const alike = (a: number, b: number): boolean => {
    const [one, other] = [layers[a]!, layers[b]!];
    return !isOutside(one) && !isOutside(other) && isSame(network, one, other) && isAlike(one, other);
  };
  const found: Loop[] = [];
  for (let start = 1; start < layers.length;) {
    // A time begins with a layer that is written, not with what one has behind it.
    const loop = layers[start]!.from.kind === "written" ? loopAt(network, start, alike) : undefined;
    if (loop !== undefined) found.push(loop);
    start += loop === undefined ? 1 : loop.period * loop.count;
  }
  return found;
}

/** The loop that begins at `start` with the shortest period. */
function loopAt(network: Network, start: number, alike: (a: number, b: number) => boolean): Loop | undefined {
  const { layers } = network;
  for (let period = 1; start + period * fewest <= layers.length; period++) {
    let end = start + period;
    while (end < layers.length && alike(end - period, end)) end++;
    for (let count = Math.floor((end - start) / period); count >= fewest; count--) {
      const loop = { start, period, count };
      if (isClosed(network, loop)) return { ...loop, stride: strideOf(network, loop) };
    }
  }
  return undefined;
}

/** How far the streams of the layers that draw move on from one time to the next. */
function strideOf({ layers }: Network, { start, period }: Omit<Loop, "stride">): number {
  const drawing = layers.slice(start, start + period).find(({ stream }) => stream > 0);
  return drawing === undefined ? 0 : layers[drawing.id + period]!.stream - drawing.stream;
}

/** Whether a layer does what another one does, later on. */
function isSame(network: Network, one: Layer, other: Layer): boolean {
  const { layers } = network;
  const distance = other.id - one.id;
  return (
    one.kind === other.kind &&
    one.at.source === other.at.source &&
    one.at.start === other.at.start &&
    one.frozen === other.frozen &&
    one.stream > 0 === other.stream > 0 &&
    one.inputs.length === other.inputs.length &&
    one.inputs.every(
      (id, i) => id + distance === other.inputs[i] && sameText(layers[id]!, layers[other.inputs[i]!]!),
    ) &&
    sameText(one, other) &&
    printedArguments(one) === printedArguments(other)
  );
}

const sameText = (one: Layer, other: Layer): boolean => one.shape.join() === other.shape.join();

const printedArguments = ({ arguments: args }: Layer): string =>
  Object.entries(args)
    .map(([name, { value }]) => `${name}: ${printValue(value)}`)
    .join("; ");

/** Whether each time reads the last value of the time before and its own, and only the last value of all is read behind the loop. */
function isClosed({ layers }: Network, { start, period, count }: Omit<Loop, "stride">): boolean {
  const end = start + period * count;
  const timeOf = (id: number): number => Math.floor((id - start) / period);
  const isLast = (id: number): boolean => (id - start) % period === period - 1;
  return layers.every(({ id, inputs }) =>
    inputs.every((input) => {
      if (id >= start && id < end) {
        const before = start + timeOf(id) * period - 1;
        return input >= before;
      }
      return input < start || input >= end || (input === end - 1 && isLast(input));
    }),
  );
}

/** The first time a loop goes through stands for all of them. */
export const templateOf = ({ layers }: Network, { start, period }: Loop): readonly Layer[] =>
  layers.slice(start, start + period);

/** The loop that a layer stands in. */
export const loopAround = (loops: readonly Loop[], { id }: Layer): Loop | undefined =>
  loops.find(({ start, period, count }) => id >= start && id < start + period * count);

/** The layers with weights of a loop's first time. */
export const weighted = (network: Network, loop: Loop): readonly Layer[] =>
  templateOf(network, loop).filter((layer) => weightsOf(network, layer).length > 0);
