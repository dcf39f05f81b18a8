/** Where in one arena buffers lie: those whose lives do not overlap may share memory. */

/** A buffer, from the launch that first writes it to the last that reads it, both included. */
export interface Life {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface MemoryPlan {
  /** In bytes, one for each life. */
  readonly offsets: readonly number[];
  readonly bytes: number;
}

export const alignment = 64;

export const aligned = (bytes: number): number => Math.ceil(Math.max(bytes, 1) / alignment) * alignment;

/** So many take a second to place, and one order must do. */
const manyLives = 5000;

/** Places buffers one by one into the smallest gap that holds them; of several orders the one is taken that needs least. */
export function planMemory(lives: readonly Life[]): MemoryPlan {
  const orders: ((a: Life, b: Life) => number)[] = [
    (a, b) => b.bytes - a.bytes || a.first - b.first,
    (a, b) => span(b) - span(a) || b.bytes - a.bytes,
    (a, b) => a.first - b.first || b.bytes - a.bytes,
    (a, b) => b.bytes * span(b) - a.bytes * span(a) || a.first - b.first,
  ];
  const least = mostAlive(lives);
  let best: MemoryPlan | undefined;
  for (const order of orders) {
    const plan = placed(lives, order);
    if (best === undefined || plan.bytes < best.bytes) best = plan;
    if (best.bytes === least || lives.length > manyLives) break;
  }
  return best!;
}

const span = ({ first, last }: Life): number => last - first + 1;

function placed(lives: readonly Life[], order: (a: Life, b: Life) => number): MemoryPlan {
  const offsets: number[] = [];
  const done: { readonly life: Life; readonly begin: number; readonly end: number }[] = [];
  let bytes = 0;
  const turns = lives.map((life, i) => ({ life, i })).sort((a, b) => order(a.life, b.life) || a.i - b.i);
  for (const { life, i } of turns) {
    const size = aligned(life.bytes);
    let [best, gap, free] = [-1, Infinity, 0];
    // `done` stands in the order of the places, so that gaps are met one after the other.
    for (const { life: other, begin, end } of done) {
      if (other.last < life.first || life.last < other.first) continue;
      if (begin - free >= size && begin - free < gap) [best, gap] = [free, begin - free];
      free = Math.max(free, end);
    }
    const begin = best < 0 ? free : best;
    offsets[i] = begin;
    const at = done.findIndex((one) => one.begin > begin);
    done.splice(at < 0 ? done.length : at, 0, { life, begin, end: begin + size });
    bytes = Math.max(bytes, begin + size);
  }
  return { offsets, bytes };
}

/** No plan needs less: the most that lives at once. */
export function mostAlive(lives: readonly Life[]): number {
  const changes = new Map<number, number>();
  const change = (at: number, bytes: number): void => void changes.set(at, (changes.get(at) ?? 0) + bytes);
  for (const { bytes, first, last } of lives) {
    change(first, aligned(bytes));
    change(last + 1, -aligned(bytes));
  }
  let [alive, most] = [0, 0];
  for (const [, bytes] of [...changes].sort(([a], [b]) => a - b)) most = Math.max(most, (alive += bytes));
  return most;
}
