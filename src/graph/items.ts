/**
 * A graph as items of work, before they are put together into launches. Reshapes, transposes and slices are gone: whoever reads
 * them walks the memory accordingly. Items stand in an order in which they can be computed.
 */
import { exchangesOf } from "./exchanges.ts";
import {
  sizeOf,
  type AllReduce,
  type Combine,
  type Concat,
  type Draw,
  type Graph,
  type Node,
  type NodeId,
  type Reduction,
  type Shape,
} from "./ir.ts";
import type { LoopResult, LoopValue, Walk } from "./loop.ts";
import { neededNodes } from "./needed.ts";
import type { ForeignLaunch, ProductLaunch } from "./schedule.ts";
import { permuted, placeIn, viewOf } from "./views.ts";
import { broadcastStrides, isWhole, rowMajor, squeezed, wholeView, type View } from "./walks.ts";

export type ItemId = number;
export type ForeignOp = ForeignLaunch["op"];

/** What an item reads: another one's value, walked over the space of the reader. */
export interface Access extends Walk {
  readonly item: ItemId;
}

export type ValueOp = Exclude<LoopValue["op"], "constant">;

type Work =
  | { readonly kind: "given"; readonly from: "feed" | "variable"; readonly name: string }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "draw"; readonly draw: Draw }
  | { readonly kind: "foreign"; readonly op: ForeignOp }
  | {
      readonly kind: "product";
      readonly form: Pick<ProductLaunch, "m" | "k" | "n" | "leftTransposed" | "rightTransposed">;
    }
  /** Computed at each element of the space from what is read there; `copy` is what is read itself. */
  | { readonly kind: "value"; readonly op: ValueOp | "copy" }
  /** Of what is read, over the axes of the space along which `into` does not move. */
  | { readonly kind: "reduction"; readonly how: Exclude<LoopResult["how"], "store">; readonly into: Walk }
  /** Puts what is read into a part of a whole. */
  | { readonly kind: "part"; readonly of: ItemId; readonly into: Walk }
  /** Puts what is read together with what the other workers have, into wholes. */
  | { readonly kind: "exchange"; readonly combine: Combine; readonly of: readonly ItemId[] }
  /** Memory that its parts, or an exchange, have filled. */
  | { readonly kind: "whole" };

interface Place {
  readonly id: ItemId;
  /** The node that asked for it. */
  readonly node: NodeId;
  /** How many numbers its value has. */
  readonly size: number;
  readonly truth: boolean;
  /** The space that it walks, without axes of side 1. */
  readonly space: Shape;
  readonly reads: readonly Access[];
  /** What must be done before, beside what is read: the parts of a whole; the zeros under a part. */
  readonly after: readonly ItemId[];
}
export type Item = Work & Place;

export interface Items {
  readonly items: readonly Item[];
  /** The item that has an output's numbers, in their order. */
  readonly outputs: Readonly<Record<string, ItemId>>;
  /** The item whose value a variable takes, in its order. */
  readonly updates: readonly { readonly variable: string; readonly value: ItemId }[];
}

/** A view of an item's value. */
interface Seen extends View {
  readonly item: ItemId;
}

/** Whether no loop computes an operation; `exponent` is that of a `pow`, where it is a constant. */
export type IsForeign = (op: string, exponent: number | undefined) => boolean;

export function itemsOf(graph: Graph, isForeign: IsForeign): Items {
  const items: Item[] = [];
  const seen: Seen[] = [];
  const given = new Map<string, ItemId>();
  const needed = neededNodes(graph);
  const exchanges = new Map(exchangesOf(needed).map((members) => [members[0]!.id, members]));
  const received = new Map<NodeId, ItemId>();

  const add = (node: Node, walked: Shape, work: Work, place: Partial<Place> = {}): ItemId => {
    const id = items.length;
    const truth = node.dtype === "bool";
    const usual = { size: sizeOf(node.shape), truth, space: squeezed(walked, walked), reads: [], after: [] };
    items.push({ ...work, ...usual, ...place, id, node: node.id });
    return id;
  };
  const read = (view: Seen, space: Shape): Access => ({
    item: view.item,
    offset: view.offset,
    strides: squeezed(broadcastStrides(view, space), space),
  });

  const isStraight = (view: Seen): boolean => {
    const { kind, size } = items[view.item]!;
    return kind !== "constant" && isWhole(view, size);
  };
  const copied = (node: Node, view: Seen): ItemId => {
    const place = { size: sizeOf(view.shape), truth: items[view.item]!.truth, reads: [read(view, view.shape)] };
    return add(node, view.shape, { kind: "value", op: "copy" }, place);
  };
  /** The item that has exactly these numbers in their order. */
  const straight = (node: Node, view: Seen): ItemId => (isStraight(view) ? view.item : copied(node, view));
  const operand = (node: Node, view: Seen): Access => {
    const item = straight(node, view);
    return { item, offset: 0, strides: rowMajor(view.shape) };
  };

  /** A product's operand lies in memory as it is or as its transpose. */
  function matrix(node: Node, view: Seen): { read: Access; transposed: boolean } {
    const turned = { ...view, ...permuted(view, [1, 0]) };
    const transposed = !isStraight(view) && isStraight(turned);
    return { read: operand(node, transposed ? turned : view), transposed };
  }

  function product(node: Node, [a, b]: readonly Seen[]): ItemId {
    const [left, right] = [matrix(node, a!), matrix(node, b!)];
    const form = {
      ...{ m: a!.shape[0]!, k: a!.shape[1]!, n: b!.shape[1]! },
      ...{ leftTransposed: left.transposed, rightTransposed: right.transposed },
    };
    return add(node, node.shape, { kind: "product", form }, { reads: [left.read, right.read] });
  }

  /** Operands of the value's size, or a single number. */
  function outside(node: Node, op: ForeignOp, inputs: readonly Seen[]): ItemId {
    const size = sizeOf(node.shape);
    const reads = inputs.map((view) => {
      const fits = sizeOf(view.shape) === 1 || sizeOf(view.shape) === size;
      const wide = { ...view, shape: node.shape, strides: broadcastStrides(view, node.shape) };
      return operand(node, fits ? view : wide);
    });
    return add(node, node.shape, { kind: "foreign", op }, { reads });
  }

  /** The numbers are taken in the order of the axes as they are named. */
  function reduction(node: Reduction, input: Seen): ItemId {
    const rank = input.shape.length;
    const axes = node.axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const isSorted = axes.every((axis, i) => i === 0 || axes[i - 1]! < axis);
    const order = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const view = isSorted ? input : { ...input, ...permuted(input, [...order, ...axes]) };
    const gone = isSorted ? axes : axes.map((_, i) => order.length + i);
    const left = view.shape.map((side, axis) => (gone.includes(axis) ? 1 : side));
    const into = { offset: 0, strides: squeezed(rowMajor(left), view.shape) };
    return add(node, view.shape, { kind: "reduction", how: node.op, into }, { reads: [read(view, view.shape)] });
  }

  const part = (node: Node, of: ItemId, view: Seen, begin: readonly number[], after: ItemId[]): ItemId => {
    const { offset, strides } = placeIn(node.shape, begin, view.shape);
    const into = { offset, strides: squeezed(strides, view.shape) };
    return add(node, view.shape, { kind: "part", of, into }, { reads: [read(view, view.shape)], after });
  };

  function joined(node: Concat, inputs: readonly Seen[]): ItemId {
    const parts = inputs.filter(({ shape }) => sizeOf(shape) > 0);
    const whole = items.length + parts.length;
    let at = 0;
    const after = parts.map((view) => {
      const begin = node.shape.map((_, axis) => (axis === node.axis ? at : 0));
      at += view.shape[node.axis]!;
      return part(node, whole, view, begin, []);
    });
    return add(node, [], { kind: "whole" }, { after });
  }

  function padded(node: Node & { readonly begin: readonly number[] }, input: Seen): ItemId {
    const origin = node.shape.map(() => 0);
    const zero = add(node, [], { kind: "constant", value: 0 }, { size: 1 });
    const whole = items.length + (sizeOf(input.shape) > 0 ? 2 : 1);
    const under = part(node, whole, { item: zero, shape: node.shape, offset: 0, strides: origin }, origin, []);
    const after = sizeOf(input.shape) > 0 ? [under, part(node, whole, input, node.begin, [under])] : [under];
    return add(node, [], { kind: "whole" }, { after });
  }

  /** All workers come to the exchanges in the same order. */
  function exchanged(node: AllReduce): ItemId {
    const members = exchanges.get(node.id);
    if (members !== undefined) {
      const reads = members.map((member) => operand(member, seen[member.inputs[0]!]!));
      const of = members.map((_, i) => items.length + 1 + i);
      const after = items.findLast(({ kind }) => kind === "exchange");
      const { combine } = node;
      const exchange = add(node, [], { kind: "exchange", combine, of }, { reads, after: after ? [after.id] : [] });
      for (const member of members) received.set(member.id, add(member, [], { kind: "whole" }, { after: [exchange] }));
    }
    return received.get(node.id)!;
  }

  function givenItem(node: Node, from: "feed" | "variable", name: string): ItemId {
    const key = `${from} ${name}`;
    const item = given.get(key) ?? add(node, [], { kind: "given", from, name });
    given.set(key, item);
    return item;
  }

  function itemOf(node: Node, inputs: readonly Seen[]): ItemId {
    switch (node.op) {
      case "feed":
      case "variable":
        return givenItem(node, node.op, node.name);
      case "constant":
        return add(node, [], { kind: "constant", value: node.value }, { size: 1 });
      case "draw":
        return add(node, [], { kind: "draw", draw: node.draw });
      case "matMul":
        return product(node, inputs);
      case "sum":
      case "mean":
      case "max":
        return reduction(node, inputs[0]!);
      case "concat":
        return joined(node, inputs);
      case "pad":
        return padded(node, inputs[0]!);
      case "allReduce":
        return exchanged(node);
      case "reshape":
      case "transpose":
      case "slice":
        return copied(node, inputs[0]!);
      default:
        if (isForeign(node.op, exponentOf(node))) return outside(node, node.op as ForeignOp, inputs);
        return add(
          node,
          node.shape,
          { kind: "value", op: node.op },
          { reads: inputs.map((view) => read(view, node.shape)) },
        );
    }
  }

  function exponentOf({ op, inputs }: Node): number | undefined {
    const exponent = op === "pow" ? graph.nodes[inputs[1]!] : undefined;
    return exponent?.op === "constant" ? exponent.value : undefined;
  }

  for (const node of needed) {
    const inputs = node.inputs.map((id) => seen[id]!);
    const view = viewOf(node, inputs[0]);
    if (view !== undefined) seen[node.id] = { ...view, item: inputs[0]!.item };
    else {
      const item = itemOf(node, inputs);
      const strides = node.op === "constant" ? node.shape.map(() => 0) : rowMajor(node.shape);
      seen[node.id] = { ...wholeView(node.shape), strides, item };
    }
  }

  const { nodes } = graph;
  const isGiven = (item: ItemId): boolean => items[item]!.kind === "given";
  // What is fed or kept may be overwritten before an output is read.
  const own = (id: NodeId): ItemId => {
    const item = straight(nodes[id]!, seen[id]!);
    return isGiven(item) ? copied(nodes[id]!, seen[id]!) : item;
  };
  const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, own(id)]));
  const taken = new Set<ItemId>(Object.values(outputs));
  const updates = graph.updates.flatMap(({ variable, value }) => {
    const view = seen[value]!;
    if (isStraight(view) && view.item === given.get(`variable ${variable}`)) return [];
    const item = own(value);
    const shared = taken.has(item) && items[item]!.kind !== "value";
    taken.add(item);
    return [{ variable, value: shared ? copied(nodes[value]!, view) : item }];
  });
  return { items, outputs, updates };
}
