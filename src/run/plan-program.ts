/** Lays a graph out on the heap: where each value lies, and the calls in their order. */
import { sizeOf, type Feed, type Graph, type Node, type Shape } from "../graph/ir.ts";
import { drawer } from "./draw.ts";
import type { Buffer, DataType, Heap } from "./heap.ts";
import { updatedInPlace } from "./in-place.ts";
import { kernelOf, kernels } from "./kernels/index.ts";
import type { Call, ComputedNode, Operand, Place } from "./kernels/kernel.ts";
import { copy } from "./kernels/movement.ts";
import { keepsOrder, transposition } from "./kernels/transposition.ts";
import { gatherFeed, known, neededNodes, ofNothing, writeFeed } from "./needs.ts";
import type { PlannedVariable } from "./plan.ts";
import type { Program } from "./session.ts";

/**
 * `written` holds the variables and feeds that were written since a product last packed them; all programs of a session share it.
 * XNNPACK keeps its packed copy of a second operand by tensor id, and would go on with the old numbers.
 */
export function planProgram(
  heap: Heap,
  variables: ReadonlyMap<string, PlannedVariable>,
  written: Set<Buffer>,
  graph: Graph,
  seed: number,
): { program: Program; dispose(): void } {
  const region = heap.region();
  const { buffer: scratch, integers } = region;
  const calls: Call[] = [];
  const feeds = new Map<string, { node: Feed; buffer: Buffer }>();
  /** Buffers that only `feed`, `write` and updates write, and not the calls of this program. */
  const lasting = new Set<Buffer>();
  const updated = new Set(graph.updates.map((update) => update.variable));
  const inPlace = updatedInPlace(graph);
  let currentStep = 0;

  /** The transpose of what lies at `straight`, made when it is first asked for. */
  const turn = (shape: Shape, dtype: DataType, straight: Place): Place => {
    if (keepsOrder(shape, [1, 0])) return straight;
    let made: Buffer | undefined;
    const make = (): Buffer => {
      const from = straight.buffer();
      const turned = scratch(from.size, dtype);
      if (from.size > 0) calls.push(transposition({ heap, integers }, from, shape, [1, 0], turned));
      return turned;
    };
    return {
      steady: false,
      get ready() {
        return made !== undefined;
      },
      buffer: () => (made ??= make()),
    };
  };

  const operand = (shape: Shape, dtype: DataType, straight: Place, turned = turn(shape, dtype, straight)): Operand => ({
    shape,
    dtype,
    straight,
    turned,
  });

  const refresh = (buffer: Buffer): Call =>
    lasting.has(buffer)
      ? () => {
          if (written.delete(buffer)) heap.forget(buffer);
        }
      : () => heap.forget(buffer);

  const lay = (node: Node, steady: boolean, buffer: Buffer): Operand => {
    if (node.op !== "draw") lasting.add(buffer);
    return operand(node.shape, node.dtype, { ready: true, steady, buffer: () => buffer });
  };

  function operandOf(node: Node, inputs: readonly Operand[]): Operand {
    const size = sizeOf(node.shape);
    if (node.op === "variable") return lay(node, !updated.has(node.name), variables.get(node.name)!.buffer);
    if (node.op === "feed") {
      const buffer = feeds.get(node.name)?.buffer ?? scratch(size, "float32");
      feeds.set(node.name, { node, buffer });
      return lay(node, false, buffer);
    }
    if (node.op === "constant") {
      const buffer = scratch(size, "float32");
      fill(heap, buffer, node.value);
      return lay(node, true, buffer);
    }
    if (node.op === "draw") {
      const buffer = scratch(size, "float32");
      const draw = drawer(node.draw, size, seed);
      calls.push(() => draw(heap.floats, buffer.offset >>> 2, currentStep));
      return lay(node, false, buffer);
    }
    return computed(node, inputs);
  }

  function computed(node: ComputedNode, inputs: readonly Operand[]): Operand {
    const kernel = kernelOf(kernels, node);
    if ("view" in kernel) {
      const x = inputs[0]!;
      return kernel.view(x, node, (shape, straight, turned) => operand(shape, x.dtype, straight, turned));
    }
    const variable = inPlace.get(node.id);
    const output = variable === undefined ? scratch(sizeOf(node.shape), node.dtype) : variables.get(variable)!.buffer;
    const shapes = inputs.map((input) => input.shape);
    const nothing = ofNothing(shapes, kernel.ofNothing);
    if (nothing !== undefined) fill(heap, output, nothing);
    else if (output.size > 0) {
      const own = kernel.plan({ heap, inputs, output, scratch, integers, refresh }, node);
      calls.push(...own);
    }
    if (variable !== undefined) calls.push(() => written.add(output));
    return operand(node.shape, node.dtype, { ready: true, steady: false, buffer: () => output });
  }

  const operands: Operand[] = [];
  for (const node of neededNodes(graph)) {
    operands[node.id] = operandOf(
      node,
      node.inputs.map((id) => operands[id]!),
    );
  }

  const copied = (from: Buffer, to: Buffer): Call => copy(heap, from, to, [{ from: 0, to: 0 }], from.size);
  /** The buffer as it is when everything is computed, though it be written before it is read. */
  const kept = (buffer: Buffer, isWritten: boolean): Buffer => {
    if (!isWritten) return buffer;
    const own = scratch(buffer.size, buffer.dtype);
    calls.push(copied(buffer, own));
    return own;
  };
  const outputs = new Map(
    Object.entries(graph.outputs).map(([name, id]) => {
      const buffer = operands[id]!.straight.buffer();
      return [name, kept(buffer, lasting.has(buffer))];
    }),
  );
  const targets = new Set([...updated].map((name) => variables.get(name)!.buffer));
  const moves = graph.updates.flatMap(({ variable, value }) => {
    const target = variables.get(variable)!.buffer;
    const source = operands[value]!.straight.buffer();
    return source === target ? [] : [copied(kept(source, targets.has(source)), target)];
  });
  calls.push(...moves);

  const write = (name: string, put: (node: Feed, place: { target: Float32Array; start: number }) => void): void => {
    const { node, buffer } = known(feeds, "feed", name);
    put(node, { target: heap.floats, start: buffer.offset >>> 2 });
    written.add(buffer);
  };
  const program: Program = {
    feed: (name, values) => write(name, (node, place) => writeFeed(node, place, values)),
    gather: (name, source, width, rows, first) =>
      write(name, (node, place) => gatherFeed(node, place, source, width, rows, first)),
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

function fill(heap: Heap, { offset, size, dtype }: Buffer, value: number): void {
  if (dtype === "bool") heap.bytes.fill(value, offset, offset + size);
  else heap.floats.fill(value, offset >>> 2, (offset >>> 2) + size);
}
