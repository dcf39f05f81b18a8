/** Gives the buffers of launches their places: results over what dies as they are computed, everything else in one arena. */
import type { Buffer } from "./buffers.ts";
import { planMemory, type Life } from "./memory-plan.ts";
import type { BufferId, Launch, Schedule } from "./schedule.ts";
import { isInOrder } from "./walks.ts";

export const bytesPerNumber = 4;

export const readBy = (launch: Launch): readonly BufferId[] =>
  launch.kind === "product" ? [launch.left, launch.right] : launch.kind === "draw" ? [] : launch.inputs;

export const writtenBy = (launch: Launch): readonly BufferId[] =>
  launch.kind === "loop" ? launch.results : launch.kind === "allReduce" ? launch.outputs : [launch.output];

/** The first launch that writes a buffer and the last that uses it, one behind the end where it is an output. */
interface Use {
  first: number;
  last: number;
}

function usesOf(launches: readonly Launch[], outputs: Iterable<BufferId>): Map<BufferId, Use> {
  const uses = new Map<BufferId, Use>();
  const use = (buffer: BufferId, at: number): void => {
    const known = uses.get(buffer);
    if (known === undefined) uses.set(buffer, { first: at, last: at });
    else known.last = at;
  };
  for (const [at, launch] of launches.entries())
    for (const buffer of [...readBy(launch), ...writtenBy(launch)]) use(buffer, at);
  for (const buffer of outputs) use(buffer, launches.length);
  return uses;
}

/** For each buffer the one whose memory it has: its own, or that of an input that dies where it is made. */
function takenOver(launches: readonly Launch[], buffers: readonly Buffer[], uses: Map<BufferId, Use>): BufferId[] {
  const place = buffers.map((_, buffer) => buffer);
  const isArena = (buffer: BufferId): boolean => buffers[buffer]!.place === undefined;
  for (const [at, launch] of launches.entries()) {
    const sources = readBy(launch).map((buffer) => place[buffer]!);
    const taken = new Set<BufferId>();
    for (const [i, result] of writtenBy(launch).entries()) {
      const { size } = buffers[result]!;
      if (!isArena(result) || uses.get(result)!.first !== at || place[result] !== result) continue;
      const source = sources.find(
        (one) =>
          isArena(one) &&
          uses.get(one)!.last === at &&
          !taken.has(one) &&
          buffers[one]!.size === size &&
          sources.every((other, j) => other !== one || goesAlike(launch, j, i, size)),
      );
      if (source === undefined) continue;
      place[result] = source;
      uses.get(source)!.last = uses.get(result)!.last;
      taken.add(source);
    }
  }
  return place;
}

/** Whether a launch reads an input where, and when, it writes a result of that size. */
function goesAlike(launch: Launch, input: number, result: number, size: number): boolean {
  if (launch.kind === "allReduce") return input === result;
  if (launch.kind !== "loop") return false;
  const { space, inputs, results } = launch.loop;
  const { how, ...to } = results[result]!;
  return how === "store" && isInOrder(to, space, size) && isInOrder(inputs[input]!, space, size);
}

/** Without the buffers that nothing uses. */
export function placeBuffers(
  launches: readonly Launch[],
  buffers: readonly Buffer[],
  outputs: Readonly<Record<string, BufferId>>,
): Schedule {
  const uses = usesOf(launches, Object.values(outputs));
  const place = takenOver(launches, buffers, uses);
  const left = [...buffers.keys()].filter(
    (buffer) => place[buffer] === buffer && (buffers[buffer]!.place !== undefined || uses.has(buffer)),
  );
  const arena = left.filter((buffer) => buffers[buffer]!.place === undefined);
  const plan = planMemory(
    arena.map((buffer) => ({ bytes: bytesPerNumber * buffers[buffer]!.size, ...uses.get(buffer)! })),
  );
  const offsets = new Map(arena.map((buffer, i) => [buffer, plan.offsets[i]!]));
  const number = new Map(left.map((buffer, i) => [buffer, i]));
  const final = (buffer: BufferId): BufferId => number.get(place[buffer]!)!;
  return {
    launches: launches.map((launch) => renamed(launch, final)),
    buffers: left.map((buffer) => {
      const { size, place } = buffers[buffer]!;
      return { size, place: place ?? { kind: "arena", offset: offsets.get(buffer)! } };
    }),
    arenaBytes: plan.bytes,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, buffer]) => [name, final(buffer)])),
  };
}

function renamed(launch: Launch, name: (buffer: BufferId) => BufferId): Launch {
  switch (launch.kind) {
    case "product":
      return { ...launch, left: name(launch.left), right: name(launch.right), output: name(launch.output) };
    case "loop":
      return { ...launch, inputs: launch.inputs.map(name), results: launch.results.map(name) };
    case "draw":
      return { ...launch, output: name(launch.output) };
    case "allReduce":
      return { ...launch, inputs: launch.inputs.map(name), outputs: launch.outputs.map(name) };
    case "foreign":
      return { ...launch, inputs: launch.inputs.map(name), output: name(launch.output) };
  }
}

/** The lives of the arena's buffers, as the launches use them. */
export function livesOf({ launches, buffers, outputs }: Schedule): readonly Life[] {
  const uses = usesOf(launches, Object.values(outputs));
  return [...uses]
    .filter(([buffer]) => buffers[buffer]!.place.kind === "arena")
    .map(([buffer, use]) => ({ bytes: bytesPerNumber * buffers[buffer]!.size, ...use }));
}
