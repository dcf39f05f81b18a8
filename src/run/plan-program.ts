/** A program as a list of calls: the graph laid out, then its outputs kept, then its updates. */
import type { Feed, Graph } from "../graph/ir.ts";
import type { Buffer } from "./heap.ts";
import type { Call } from "./kernels/kernel.ts";
import { copy } from "./kernels/movement.ts";
import { layOut, type Surroundings } from "./layout.ts";
import { gatherFeed, known, writeFeed, type FeedWriter } from "./needs.ts";
import type { Program } from "./session.ts";

export function planProgram(
  surroundings: Surroundings,
  graph: Graph,
  seed: number,
): { program: Program; dispose(): void } {
  const { heap, variables, written } = surroundings;
  const region = heap.region();
  let currentStep = 0;
  const { calls, operands, feeds, lasting } = layOut(surroundings, region, graph, seed, () => currentStep);
  const bufferOf = (variable: string): Buffer => variables.get(variable)!.buffer;

  const copied = (from: Buffer, to: Buffer): Call => copy(heap, from, to, [{ from: 0, to: 0 }], from.size);
  /** The buffer as it is when everything is computed, though it be written before it is read. */
  const kept = (buffer: Buffer, isWritten: boolean): Buffer => {
    if (!isWritten) return buffer;
    const own = region.buffer(buffer.size, buffer.dtype);
    calls.push(copied(buffer, own));
    return own;
  };
  const outputs = new Map(
    Object.entries(graph.outputs).map(([name, id]) => {
      const buffer = operands[id]!.straight.buffer();
      return [name, kept(buffer, lasting.has(buffer))];
    }),
  );
  const targets = new Set(graph.updates.map(({ variable }) => bufferOf(variable)));
  const moves = graph.updates.flatMap(({ variable, value }) => {
    const target = bufferOf(variable);
    const source = operands[value]!.straight.buffer();
    return source === target ? [] : [copied(kept(source, targets.has(source)), target)];
  });
  for (const move of moves) calls.push(move);

  const write = (name: string, put: (node: Feed, writer: FeedWriter) => void): void => {
    const { node, buffer } = known(feeds, "feed", name);
    put(node, { target: heap.floats, start: buffer.offset >>> 2 });
    written.add(buffer);
  };
  const program: Program = {
    feed: (name, values) => write(name, (node, writer) => writeFeed(node, writer, values)),
    gather: (name, source, width, rows, first) =>
      write(name, (node, writer) => gatherFeed(node, writer, source, width, rows, first)),
    run(step) {
      currentStep = step;
      for (const call of calls) call();
      for (const target of targets) written.add(target);
    },
    output(name) {
      const { offset, size, dtype } = known(outputs, "output", name);
      if (dtype === "bool") return Float32Array.from(heap.bytes.subarray(offset, offset + size));
      return heap.floats.slice(offset >>> 2, (offset >>> 2) + size);
    },
    scalar(name) {
      const { offset, dtype } = known(outputs, "output", name);
      return dtype === "bool" ? heap.bytes[offset]! : heap.floats[offset >>> 2]!;
    },
  };
  const dispose = (): void => {
    region.dispose();
    calls.length = 0;
    feeds.clear();
    outputs.clear();
  };
  return { program, dispose };
}
