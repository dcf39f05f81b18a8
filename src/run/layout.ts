/** Lays a graph out on the heap: where each value lies, and the calls that compute it, in their order. */
import { sizeOf, type AllReduce, type Feed, type Graph, type Node, type NodeId } from "../graph/ir.ts";
import { neededNodes } from "../graph/needed.ts";
import { drawer } from "./draw.ts";
import type { Buffer, DataType, Heap, Region } from "./heap.ts";
import { kernelOf, kernels } from "./kernels/index.ts";
import { copy } from "./kernels/movement.ts";
import type { Call, ComputedNode, Operand, Place } from "./kernels/kernel.ts";
import { keepsOrder, transposition } from "./kernels/transposition.ts";
import { lifetimesOf, updatedInPlace } from "./lifetimes.ts";
import { exchangesAt, ofNothing } from "./needs.ts";
import type { PlannedVariable } from "./plan.ts";
import { poolOf } from "./pool.ts";
import type { AllReduceValues } from "./session.ts";

/** What a graph is laid out among: `written` holds the variables and feeds that were written since a product last packed them. */
export interface Surroundings {
  readonly heap: Heap;
  readonly variables: ReadonlyMap<string, PlannedVariable>;
  readonly written: Set<Buffer>;
  /** With how many rows a product last packed a buffer: a column seen as a row is packed otherwise. */
  readonly packed: Map<Buffer, number>;
  readonly allReduce: AllReduceValues | undefined;
}

export interface Layout {
  readonly calls: Call[];
  readonly operands: readonly Operand[];
  readonly feeds: Map<string, { readonly node: Feed; readonly buffer: Buffer }>;
  /** The buffers that `feed`, `write` and updates write; constants too. */
  readonly lasting: ReadonlySet<Buffer>;
}

/** `stepNow` tells the step that is run, for the draws. */
export function layOut(
  { heap, variables, written, packed, allReduce }: Surroundings,
  region: Region,
  graph: Graph,
  seed: number,
  stepNow: () => number,
): Layout {
  const { integers } = region;
  const needed = neededNodes(graph);
  const exchanges = exchangesAt(needed, allReduce);
  const exchangeBuffers = new Map<NodeId, Buffer>();
  const calls: Call[] = [];
  const feeds: Layout["feeds"] = new Map();
  const lasting = new Set<Buffer>();
  const updated = new Set(graph.updates.map((update) => update.variable));
  const lifetimes = lifetimesOf(graph);
  const inPlace = updatedInPlace(graph, lifetimes);
  const pool = poolOf(region);
  /** The buffers that hold the value of a node or its transpose, to be given back when it has been read for the last time. */
  const held = new Map<NodeId, { value: Buffer | undefined; turned: Buffer[] }>();

  /** The transpose of what lies at `straight`, made when it is first asked for. */
  const turn = (node: Node, dtype: DataType, straight: Place): Place => {
    if (keepsOrder(node.shape, [1, 0])) return straight;
    let made: Buffer | undefined;
    const make = (): Buffer => {
      const from = straight.buffer();
      const turned = pool.take(from.size, dtype);
      held.get(lifetimes.source(node.id))?.turned.push(turned);
      if (from.size > 0) calls.push(transposition({ heap, integers }, from, node.shape, [1, 0], turned));
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

  const operand = (
    node: Node,
    dtype: DataType,
    straight: Place,
    turned: Place = turn(node, dtype, straight),
  ): Operand => ({ shape: node.shape, dtype, straight, turned });

  const refresh = (buffer: Buffer, rows: number): Call =>
    lasting.has(buffer)
      ? () => {
          if (!written.delete(buffer) && packed.get(buffer) === rows) return;
          packed.set(buffer, rows);
          heap.forget(buffer);
        }
      : () => heap.forget(buffer);

  /** A value that is not computed by the program. */
  const given = (node: Node, steady: boolean, buffer: Buffer): Operand => {
    lasting.add(buffer);
    held.set(node.id, { value: undefined, turned: [] });
    return operand(node, "float32", { ready: true, steady, buffer: () => buffer });
  };

  /** A value that the program's calls put into `buffer`, which is given back unless it is someone else's. */
  const made = (node: Node, buffer: Buffer, own: boolean): Operand => {
    held.set(node.id, { value: own ? buffer : undefined, turned: [] });
    return operand(node, node.dtype, { ready: true, steady: false, buffer: () => buffer });
  };

  function operandOf(node: Node, inputs: readonly Operand[]): Operand {
    const size = sizeOf(node.shape);
    if (node.op === "variable") return given(node, !updated.has(node.name), variables.get(node.name)!.buffer);
    if (node.op === "feed") {
      const buffer = feeds.get(node.name)?.buffer ?? region.buffer(size, "float32");
      feeds.set(node.name, { node, buffer });
      return given(node, false, buffer);
    }
    if (node.op === "constant") {
      const buffer = region.buffer(size, "float32");
      fill(heap, buffer, node.value);
      return given(node, true, buffer);
    }
    if (node.op === "draw") {
      const buffer = pool.take(size, "float32");
      const draw = drawer(node.draw, size, seed);
      calls.push(() => draw(heap.floats, buffer.offset >>> 2, stepNow()));
      return made(node, buffer, true);
    }
    return node.op === "allReduce" ? exchanged(node, inputs[0]!) : computed(node, inputs);
  }

  /** Takes the place of its input, or of a copy; the last of an exchange makes it for all. */
  function exchanged(node: AllReduce, x: Operand): Operand {
    const from = x.straight.buffer();
    const buffer = inherit(node) ?? pool.take(from.size, "float32");
    if (buffer !== from && from.size > 0) calls.push(copy(heap, from, buffer, [{ from: 0, to: 0 }], from.size));
    exchangeBuffers.set(node.id, buffer);
    const whole = exchanges.get(node.id);
    if (whole !== undefined) {
      const buffers = whole.members.map(({ id }) => exchangeBuffers.get(id)!);
      calls.push(() =>
        whole.exchange(buffers.map(({ offset, size }) => heap.floats.subarray(offset >>> 2, (offset >>> 2) + size))),
      );
    }
    return made(node, buffer, true);
  }

  function computed(node: ComputedNode, inputs: readonly Operand[]): Operand {
    const kernel = kernelOf(kernels, node);
    if ("view" in kernel) {
      const x = inputs[0]!;
      return kernel.view(x, (straight, turned) => operand(node, x.dtype, straight, turned));
    }
    const size = sizeOf(node.shape);
    const nothing = ofNothing(
      inputs.map((input) => input.shape),
      kernel.ofNothing,
    );
    const variable = inPlace.get(node.id);
    if (variable === undefined && nothing !== undefined) {
      const buffer = region.buffer(size, node.dtype);
      fill(heap, buffer, nothing);
      return made(node, buffer, false);
    }
    const output =
      variable !== undefined
        ? variables.get(variable)!.buffer
        : ((kernel.pointwise ? inherit(node) : undefined) ?? pool.take(size, node.dtype));
    const used: Buffer[] = [];
    const scratch = (size: number, dtype: DataType): Buffer => {
      const buffer = pool.take(size, dtype);
      used.push(buffer);
      return buffer;
    };
    if (size > 0) {
      const own = kernel.plan({ heap, inputs, output, scratch, integers, refresh }, node);
      calls.push(...own);
    }
    used.forEach(pool.give);
    if (variable !== undefined) calls.push(() => written.add(output));
    return made(node, output, variable === undefined);
  }

  /** The values that a node is the last to read. */
  const lastReadBy = ({ id, inputs }: Node): NodeId[] =>
    [...new Set(inputs.map(lifetimes.source))].filter((source) => lifetimes.lastRead(source) === id);

  /** The buffer of a value that is read for the last time, for a value of the same kind that is made element by element. */
  function inherit(node: Node): Buffer | undefined {
    for (const source of lastReadBy(node)) {
      const holder = held.get(source)!;
      const { value } = holder;
      if (value?.size !== sizeOf(node.shape) || value.dtype !== node.dtype) continue;
      holder.value = undefined;
      return value;
    }
    return undefined;
  }

  const operands: Operand[] = [];
  for (const node of needed) {
    operands[node.id] = operandOf(
      node,
      node.inputs.map((id) => operands[id]!),
    );
    for (const source of lastReadBy(node)) {
      const { value, turned } = held.get(source)!;
      if (value !== undefined) pool.give(value);
      turned.forEach(pool.give);
    }
  }
  return { calls, operands, feeds, lasting };
}

function fill(heap: Heap, { offset, size }: Buffer, value: number): void {
  heap.floats.fill(value, offset >>> 2, (offset >>> 2) + size);
}
