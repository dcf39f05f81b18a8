/**
 * The order of the launches: what is needed comes before, and a variable takes its new value as soon as nothing reads the old one any
 * more, so that gradients do not live long.
 */
import type { Group } from "./groups.ts";
import type { Item, ItemId, Items } from "./items.ts";
import { isInOrder } from "./walks.ts";

export interface Order {
  readonly groups: readonly Group[];
  /** The variables whose memory their new value is put into at once; the others take it at the end. */
  readonly direct: ReadonlySet<string>;
}

type Edges = ReadonlyMap<Group, ReadonlySet<Group>>;

export function orderOf({ items, updates }: Items, groups: readonly Group[]): Order {
  const next = new Map(groups.map((group) => [group, new Set(group.next)]));
  const home = new Map<ItemId, Group>();
  const readers = new Map<string, Set<Group>>();
  for (const group of groups) {
    for (const id of group.members) {
      if (items[id]!.kind !== "value" || group.stored.has(id)) home.set(id, group);
      for (const { item } of items[id]!.reads) {
        const name = variableOf(items[item]!);
        if (name !== undefined) readers.set(name, (readers.get(name) ?? new Set()).add(group));
      }
    }
  }
  const direct = new Set<string>();
  for (const { variable, value } of updates) {
    const writer = home.get(value)!;
    const others = [...(readers.get(variable) ?? [])].filter((one) => one !== writer);
    if (!mayWrite(items, writer, value, variable) || others.some((one) => reaches(next, writer, one))) continue;
    for (const reader of others) next.get(reader)!.add(writer);
    direct.add(variable);
  }
  return { groups: sorted(groups, next), direct };
}

const variableOf = (item: Item): string | undefined =>
  item.kind === "given" && item.from === "variable" ? item.name : undefined;

/** Whether the group that computes a variable's new value may put it over the old one: what it reads of that, it reads in order. */
function mayWrite(items: readonly Item[], { members }: Group, value: ItemId, variable: string): boolean {
  const { kind } = items[value]!;
  if (kind === "whole") return false;
  const readings = [...members].flatMap((id) =>
    items[id]!.reads.filter(({ item }) => variableOf(items[item]!) === variable).map((access) =>
      isInOrder(access, items[id]!.space, items[access.item]!.size),
    ),
  );
  return readings.length === 0 || (kind === "value" && readings.every((inOrder) => inOrder));
}

function reaches(next: Edges, from: Group, to: Group): boolean {
  const visited = new Set([from]);
  for (const group of visited) {
    if (group === to) return true;
    for (const one of next.get(group)!) visited.add(one);
  }
  return false;
}

function turned(next: Edges): Edges {
  const previous = new Map([...next.keys()].map((group) => [group, new Set<Group>()]));
  for (const [group, followers] of next) for (const one of followers) previous.get(one)!.add(group);
  return previous;
}

/** Every group after those that it needs, each as late as the first that needs it allows; `roots` are taken in their order. */
function afterNeeded(roots: readonly Group[], needs: (group: Group) => readonly Group[]): Group[] {
  const done = new Set<Group>();
  const opened = new Set<Group>();
  const open = roots.toReversed();
  for (let group = open.at(-1); group !== undefined; group = open.at(-1)) {
    const missing = opened.has(group) ? [] : needs(group).filter((one) => !done.has(one));
    opened.add(group);
    open.push(...missing.toReversed());
    if (missing.length > 0) continue;
    done.add(group);
    open.pop();
  }
  return [...done];
}

/**
 * What nothing else needs, an update above all, is aimed at one after the other, and so is what each of them needs: first what can be
 * known first. So an update follows at once on its gradient, and gradients are computed as the updates ask for them.
 */
function sorted(groups: readonly Group[], next: Edges): readonly Group[] {
  const last = new Map(groups.map((group) => [group, Math.max(...group.members)]));
  const data = turned(new Map(groups.map((group) => [group, group.next])));
  /** The last item among all that a group is computed from. */
  const latest = new Map<Group, number>();
  for (const group of afterNeeded(groups, (one) => [...data.get(one)!]))
    latest.set(
      group,
      [...data.get(group)!].reduce((most, one) => Math.max(most, latest.get(one)!, last.get(one)!), -1),
    );
  const byTime = (a: Group, b: Group): number => latest.get(a)! - latest.get(b)! || last.get(a)! - last.get(b)!;
  const all = turned(next);
  const roots = groups.filter((group) => group.next.size === 0).sort(byTime);
  return afterNeeded(roots, (group) => [...all.get(group)!].sort(byTime));
}
