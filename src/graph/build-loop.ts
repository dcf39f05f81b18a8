/** The items of one space as a loop. */
import type { Access, Item, ItemId, ValueOp } from "./items.ts";
import type { Loop, LoopInput, LoopResult, LoopValue, Walk } from "./loop.ts";
import { collapse, rowMajor } from "./walks.ts";

export interface BuiltLoop {
  readonly loop: Loop;
  /** What each input shows. */
  readonly inputs: readonly ItemId[];
  /** What each result is the value of: a value or reduction, or the part of a whole. */
  readonly results: readonly ItemId[];
}

/** Something computed: an input or a value, counted among their own kind. */
interface Place {
  readonly of: "inputs" | "values";
  readonly index: number;
}

type Pending =
  { readonly op: ValueOp; readonly arguments: readonly Place[] } | Extract<LoopValue, { readonly op: "constant" }>;

/**
 * `stores` says into how many places each of the stored values goes. Inputs and values are named in the order in which the results
 * ask for them, so that equal work gives equal loops.
 */
export function buildLoop(
  items: readonly Item[],
  members: ReadonlySet<ItemId>,
  stores: ReadonlyMap<ItemId, number>,
): BuiltLoop {
  const ids = [...members].sort((a, b) => a - b);
  const { space } = items[ids[0]!]!;
  const inputs: (LoopInput & { readonly item: ItemId })[] = [];
  const values: Pending[] = [];
  const places = new Map<string, Place>();

  const placed = (key: string, make: () => Place): Place => {
    const place = places.get(key) ?? make();
    places.set(key, place);
    return place;
  };
  const asInput = ({ item, offset, strides }: Access): Place =>
    placed(`input ${item} ${offset} ${strides.join()}`, () => {
      inputs.push({ item, offset, strides, truth: items[item]!.truth });
      return { of: "inputs", index: inputs.length - 1 };
    });
  const asValue = (value: Pending): Place => {
    values.push(value);
    return { of: "values", index: values.length - 1 };
  };
  function valueOf(item: Item): Place {
    if (item.kind === "value" && item.op !== "copy") {
      const { op, reads, id } = item;
      return placed(`value ${id}`, () => asValue({ op, arguments: reads.map(reading) }));
    }
    return reading(item.reads[0]!);
  }
  function reading(access: Access): Place {
    const from = items[access.item]!;
    if (from.kind === "constant") {
      const { value } = from;
      return placed(`constant ${Object.is(value, -0) ? "-0" : value}`, () => asValue({ op: "constant", value }));
    }
    return members.has(from.id) && from.kind === "value" ? valueOf(from) : asInput(access);
  }

  const results = ids.flatMap((id): (Omit<LoopResult, "from"> & { place: Place; item: ItemId })[] => {
    const item = items[id]!;
    const result = (how: LoopResult["how"], into: Walk, of: ItemId) => ({
      how,
      ...into,
      place: valueOf(item),
      item: of,
    });
    if (item.kind === "reduction") return [result(item.how, item.into, id)];
    if (item.kind === "part") return [result("store", item.into, item.of)];
    const whole = { offset: 0, strides: rowMajor(space) };
    return Array.from({ length: stores.get(id) ?? 0 }, () => result("store", whole, id));
  });
  const [sides, strides] = collapse(
    space,
    [...inputs, ...results].map((walk) => walk.strides),
  );
  const number = ({ of, index }: Place): number => (of === "inputs" ? index : inputs.length + index);
  const loop: Loop = {
    space: sides,
    inputs: inputs.map(({ offset, truth }, i) => ({ offset, strides: strides[i]!, truth })),
    values: values.map((value) =>
      "arguments" in value ? { op: value.op, arguments: value.arguments.map(number) } : value,
    ),
    results: results.map(({ how, offset, place }, i) => ({
      ...{ from: number(place), how, offset },
      strides: strides[inputs.length + i]!,
    })),
  };
  return { loop, inputs: inputs.map(({ item }) => item), results: results.map(({ item }) => item) };
}
