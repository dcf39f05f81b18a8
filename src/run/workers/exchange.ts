/** Values of several workers put together through shared memory. */
import { exchangesOf } from "../../graph/exchanges.ts";
import { sizeOf, type Graph } from "../../graph/ir.ts";
import type { Shard } from "../../graph/shard.ts";
import type { AllReduceValues } from "../session.ts";
import { barrierCells, makeBarrier } from "./barrier.ts";
import { makeCombine } from "./combine.ts";

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

/**
 * Each worker writes its parts into its slot, waits for the others, and adds up all parts by itself in the order of ranks: all come to the
 * same bits, whoever was first. There are two or more workers.
 */
export function makeAllReduce({ cells, slots, slot }: Meeting, shard: Shard, hasCore: boolean): AllReduceValues {
  const { workers, rank } = shard;
  const wait = makeBarrier(cells, workers, hasCore);
  const combineAll = makeCombine(slots, slot, shard);
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
    combineAll(combine, begin, values);
  };
}
