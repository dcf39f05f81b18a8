/** Which buffer each item's value lies in, before it is known where the arena's buffers lie. */
import type { Item, ItemId, Items } from "./items.ts";
import type { BufferId, BufferPlace } from "./schedule.ts";

export interface Buffer {
  readonly size: number;
  /** What is given lies where the session keeps it. */
  readonly place: Exclude<BufferPlace, { kind: "arena" }> | undefined;
}

export interface Buffers {
  readonly buffers: readonly Buffer[];
  /** Where an item's value is read. */
  read(item: ItemId): BufferId;
  /** Every place that it is written to. */
  written(item: ItemId): readonly BufferId[];
  variable(name: string): BufferId;
}

/** `direct` are the variables whose new values go over the old ones. */
export function buffersOf({ items, outputs, updates }: Items, direct: ReadonlySet<string>): Buffers {
  const buffers: Buffer[] = [];
  const variables = new Map<string, BufferId>();
  const own = new Map<ItemId, BufferId>();
  const add = (size: number, place: Buffer["place"]): BufferId => buffers.push({ size, place }) - 1;
  const given = (kind: "feed" | "variable", name: string, size: number): BufferId => {
    const known = kind === "variable" ? variables.get(name) : undefined;
    const buffer = known ?? add(size, { kind, name });
    if (kind === "variable") variables.set(name, buffer);
    return buffer;
  };
  for (const item of items) if (item.kind === "given") own.set(item.id, given(item.from, item.name, item.size));
  const targets = new Map<ItemId, BufferId[]>();
  for (const { variable, value } of updates) {
    const buffer = given("variable", variable, items[value]!.size);
    if (direct.has(variable)) targets.set(value, [...(targets.get(value) ?? []), buffer]);
  }
  const shown = new Set(Object.values(outputs));
  const ownOf = (item: Item): BufferId => {
    const buffer = own.get(item.id) ?? add(item.size, undefined);
    own.set(item.id, buffer);
    return buffer;
  };
  const written = (id: ItemId): readonly BufferId[] => {
    const taken = targets.get(id) ?? [];
    // An output keeps memory of its own, for variables are written between runs.
    return taken.length === 0 || shown.has(id) ? [ownOf(items[id]!), ...taken] : taken;
  };
  return { buffers, read: (id) => written(id)[0]!, written, variable: (name) => variables.get(name)! };
}
