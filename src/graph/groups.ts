/**
 * Items put together: a group becomes one launch. Going from the last item to the first, a value joins a group that reads it element
 * by element, and groups that read the same are made one, unless one of them needs what the other makes in another way.
 */
import { sizeOf } from "./ir.ts";
import type { Item, ItemId, Items } from "./items.ts";
import { isWorthwhile, recomputations } from "./recompute.ts";
import { isInOrder } from "./walks.ts";

export interface Group {
  /** What it computes. */
  readonly members: ReadonlySet<ItemId>;
  /** The values among them that are kept in memory, for other groups or for good. */
  readonly stored: ReadonlySet<ItemId>;
  /** The groups that need it to be done before them. */
  readonly next: ReadonlySet<Group>;
}

interface Growing {
  /** The space of a loop; undefined for what is launched alone. */
  readonly space: string | undefined;
  members: Set<ItemId>;
  stored: Set<ItemId>;
  /** What it reads, from memory if it does not come to compute it itself. */
  reads: Set<ItemId>;
  next: Set<Growing>;
  /** The group that it has been made part of. */
  joined: Growing | undefined;
  /** The search that came by last. */
  visit: number;
}

/** A loop that walks more than this at once runs out of registers. */
const mostWalks = 24;
const mostMembers = 150;

const union = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> => new Set([...a, ...b]);
const countNew = <T>(known: ReadonlySet<T>, found: Iterable<T>): number => {
  let count = 0;
  for (const one of found) if (!known.has(one)) count++;
  return count;
};

const loopKinds: ReadonlySet<Item["kind"]> = new Set<Item["kind"]>(["value", "reduction", "part"]);
const spaceOf = (item: Item): string | undefined => (loopKinds.has(item.kind) ? item.space.join() : undefined);

/** Without `fuse`, every item is a group of its own. */
export function groupsOf({ items, outputs, updates }: Items, fuse: boolean): readonly Group[] {
  const kept = new Set<ItemId>([...Object.values(outputs), ...updates.map(({ value }) => value)]);
  const again = recomputations(items, new Set([...kept, ...readOtherwise(items)]));
  const spaces = items.map(spaceOf);
  const groups: Growing[] = [];
  let visits = 0;
  /** Who reads an item, and whether in the order of its elements. */
  const readers: { readonly group: Growing; readonly inOrder: boolean }[][] = items.map(() => []);

  const current = (group: Growing): Growing => {
    let found = group;
    while (found.joined !== undefined) found = found.joined;
    return found;
  };

  function join(group: Growing, item: Item): void {
    group.members.add(item.id);
    group.reads.delete(item.id);
    for (const access of item.reads) {
      const from = items[access.item]!;
      const inOrder = group.space !== undefined && isInOrder(access, item.space, from.size);
      readers[from.id]!.push({ group, inOrder });
      if (from.kind !== "constant") group.reads.add(from.id);
    }
    for (const before of item.after) readers[before]!.push({ group, inOrder: false });
  }

  function found(item: Item): Growing {
    const group: Growing = {
      ...{ space: spaces[item.id], members: new Set<ItemId>(), stored: new Set<ItemId>() },
      ...{ reads: new Set<ItemId>(), next: new Set<Growing>(), joined: undefined, visit: 0 },
    };
    groups.push(group);
    join(group, item);
    return group;
  }

  function reaches(from: Growing, to: Growing): boolean {
    const visit = ++visits;
    const open = [from];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      for (const one of group.next) {
        const next = current(one);
        if (next === to) return true;
        if (next.visit === visit) continue;
        next.visit = visit;
        open.push(next);
      }
    }
    return false;
  }

  const hasRoom = (reads: number, members: number, results: number): boolean =>
    reads + results <= mostWalks && members <= mostMembers;
  const resultsOf = (group: Growing): number =>
    group.stored.size + [...group.members].filter((id) => items[id]!.kind !== "value").length;

  function mergeable(a: Growing, b: Growing): boolean {
    const reads = a.reads.size + countNew(a.reads, b.reads);
    const fits = hasRoom(reads, a.members.size + b.members.size, resultsOf(a) + resultsOf(b));
    return a.space === b.space && fits && !reaches(a, b) && !reaches(b, a);
  }

  function merge(a: Growing, b: Growing): Growing {
    a.members = union(a.members, b.members);
    a.stored = union(a.stored, b.stored);
    a.reads = union(a.reads, b.reads);
    a.next = union(a.next, b.next);
    b.joined = a;
    return a;
  }

  /** Groups that read the same in order, made as few as may be. */
  function merged(alike: readonly Growing[]): Growing[] {
    const left: Growing[] = [];
    for (const group of alike) {
      const place = left.findIndex((one) => mergeable(one, group));
      if (place < 0) left.push(group);
      else left[place] = merge(left[place]!, group);
    }
    return left;
  }

  function readersOf(item: Item): { alike: Growing[]; others: Growing[] } {
    const inOrder = new Map<Growing, boolean>();
    for (const one of readers[item.id]!) {
      const group = current(one.group);
      inOrder.set(group, (inOrder.get(group) ?? true) && one.inOrder);
    }
    const all = [...inOrder.keys()];
    const isAlike = (group: Growing): boolean => inOrder.get(group)!;
    const others = all.filter((group) => !isAlike(group));
    return { alike: fuse ? merged(all.filter(isAlike)) : all.filter(isAlike), others };
  }

  /** The item is kept in memory by its group, for these. */
  function store(group: Growing, item: Item, needed: readonly Growing[]): void {
    if (item.kind === "value") group.stored.add(item.id);
    for (const one of needed) if (one !== group) group.next.add(one);
  }

  function place(item: Item): void {
    const { alike, others } = readersOf(item);
    const all = [...alike, ...others];
    if (item.kind !== "value") return store(found(item), item, all);
    const fitting = fuse ? alike.filter((group) => fits(group, item)) : [];
    if (!kept.has(item.id) && fitting.length === all.length) {
      const unwilling = fitting.filter((group) => !isWorthwhile(again[item.id]!, group.reads));
      if (unwilling.length <= 1) return fitting.forEach((group) => join(group, item));
    }
    const home = fitting.find((group) => all.every((one) => one === group || !reaches(one, group)));
    if (home === undefined) return store(found(item), item, all);
    join(home, item);
    store(home, item, all);
  }

  function fits(group: Growing, item: Item): boolean {
    const reads = group.reads.size + countNew(group.reads, new Set(item.reads.map((access) => access.item)));
    return group.space === spaces[item.id] && hasRoom(reads, group.members.size + 1, resultsOf(group) + 1);
  }

  for (const item of items.toReversed()) {
    if (item.kind === "given" || item.kind === "constant") readersOf(item);
    else place(item);
  }
  return finished(groups, current);
}

/** What is read from memory in any case: by a product, by a loop over another space. */
function readOtherwise(items: readonly Item[]): Set<ItemId> {
  const found = new Set<ItemId>();
  for (const reader of items)
    for (const access of reader.reads) {
      const { space, size, id } = items[access.item]!;
      const within = space.join() === spaceOf(reader) && isInOrder(access, reader.space, size);
      if (!within || sizeOf(space) !== size) found.add(id);
    }
  return found;
}

function finished(groups: readonly Growing[], current: (group: Growing) => Growing): readonly Group[] {
  for (const group of groups) group.next = new Set([...group.next].map(current));
  return groups.filter((group) => group.joined === undefined);
}
