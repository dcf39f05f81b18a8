/** Where the workers of a team wait for one another. */

/** How things stand with a team. */
export const standing = { running: 0, ended: 1, failed: 2 } as const;

/** The run is over, or another worker has failed: whoever waits, or comes to wait, goes no further. */
export class Ended extends Error {}

/** What lies in the shared cells: how many have come, how often all have, and how things stand. */
const cell = { arrived: 0, turn: 1, standing: 2 } as const;
export const barrierCells = 3;

/** How often a worker looks whether all have come before it sleeps: longer than a wait among equals, and half a millisecond or so. */
const looks = 40_000;

/** Waits until all workers wait. A worker that has a core of its own looks for a moment before it sleeps: to be woken takes longer. */
export function makeBarrier(cells: Int32Array, workers: number, hasCore: boolean): () => void {
  const goOn = (): void => {
    if (Atomics.load(cells, cell.standing) !== standing.running) throw new Ended("the other workers have ended");
  };
  return () => {
    const turn = Atomics.load(cells, cell.turn);
    goOn();
    if (Atomics.add(cells, cell.arrived, 1) === workers - 1) {
      Atomics.store(cells, cell.arrived, 0);
      Atomics.add(cells, cell.turn, 1);
      Atomics.notify(cells, cell.turn);
    } else {
      for (let i = 0; hasCore && i < looks && Atomics.load(cells, cell.turn) === turn; i++);
      while (Atomics.load(cells, cell.turn) === turn) Atomics.wait(cells, cell.turn, turn);
    }
    goOn();
  };
}

/** Says how things stand, and wakes whoever waits. The first to say it is right. */
export function endBarrier(cells: Int32Array, how: "ended" | "failed"): void {
  Atomics.compareExchange(cells, cell.standing, standing.running, standing[how]);
  // A worker about to sleep sees another turn, and does not.
  Atomics.add(cells, cell.turn, 1);
  Atomics.notify(cells, cell.turn);
}
