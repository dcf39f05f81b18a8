/** Values of several workers put together through shared memory. */
import { exchangesOf } from "../../graph/exchanges.ts";
import { sizeOf, type Combine, type Graph } from "../../graph/ir.ts";
import type { Shard } from "../../graph/shard.ts";
import type { AllReduceValues } from "../session.ts";
import { barrierCells, makeBarrier } from "./barrier.ts";

/** What all workers see. */
export interface Meeting {
  /** The barrier's. */
  readonly cells: Int32Array;
  /** Twice a slot for each worker: while one set is read, the next exchange may be written into the other. */
  readonly slots: Float32Array;
  /** How many numbers a slot has. */
  readonly slot: number;
}

/** Memory for the exchanges of these graphs. */
export function makeMeeting(graphs: readonly Graph[], workers: number): Meeting {
  const sizes = graphs.flatMap(({ nodes }) =>
    exchangesOf(nodes).map((members) => members.reduce((sum, { shape }) => sum + sizeOf(shape), 0)),
  );
  const slot = Math.max(1, ...sizes);
  return {
    cells: new Int32Array(new SharedArrayBuffer(4 * barrierCells)),
    slots: new Float32Array(new SharedArrayBuffer(4 * 2 * workers * slot)),
    slot,
  };
}

/** Puts `own`, at the same place of each slot, together from the first worker's to the last's. */
type Combining = (own: Float32Array, slots: Float32Array, place: number, slot: number, workers: number) => void;

const combining: { readonly [K in Combine]: Combining } = {
  sum(own, slots, place, slot, workers) {
    const count = own.length;
    // Two at once, so that two workers are read once and written once.
    for (let i = 0, a = place, b = place + slot; i < count; i++) own[i] = slots[a++]! + slots[b++]!;
    for (let rank = 2; rank < workers; rank++)
      for (let i = 0, a = place + rank * slot; i < count; i++) own[i] = own[i]! + slots[a++]!;
  },
  max(own, slots, place, slot, workers) {
    for (let i = 0; i < own.length; i++) {
      let most = slots[place + i]!;
      for (let rank = 1; rank < workers; rank++) most = Math.max(most, slots[place + i + rank * slot]!);
      own[i] = most;
    }
  },
};

/**
 * Each worker writes its parts into its slot, waits for the others, and adds up all slots by itself in the order of ranks: all come to the
 * same bits, whoever was first. There are two or more workers.
 */
export function makeAllReduce(
  { cells, slots, slot }: Meeting,
  { workers, rank }: Shard,
  hasCore: boolean,
): AllReduceValues {
  const wait = makeBarrier(cells, workers, hasCore);
  let set = 0;
  return (values, combine) => {
    const begin = set * workers * slot;
    set = 1 - set;
    let place = begin + rank * slot;
    for (const own of values) {
      slots.set(own, place);
      place += own.length;
    }
    wait();
    place = begin;
    for (const own of values) {
      combining[combine](own, slots, place, slot, workers);
      place += own.length;
    }
  };
}
