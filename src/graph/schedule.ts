/** A graph as it is run: kernels in their order, on buffers whose places are known. */
import type { Combine, Draw } from "./ir.ts";
import type { Loop } from "./loop.ts";

/** A place in `Schedule.buffers`. */
export type BufferId = number;

/** Where numbers lie. The arena is one piece of memory that values share whose lives do not overlap. */
export type BufferPlace =
  | { readonly kind: "feed" | "variable"; readonly name: string }
  /** `offset` counts bytes from the arena's start, a multiple of 64. */
  | { readonly kind: "arena"; readonly offset: number };

export interface ScheduledBuffer {
  /** float32 numbers. */
  readonly size: number;
  readonly place: BufferPlace;
}

/** `[m, k] × [k, n] → [m, n]`; a transposed operand lies in memory as `[k, m]` or `[n, k]`. */
export interface ProductLaunch {
  readonly kind: "product";
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly left: BufferId;
  readonly leftTransposed: boolean;
  readonly right: BufferId;
  readonly rightTransposed: boolean;
  readonly output: BufferId;
}

export interface LoopLaunch {
  readonly kind: "loop";
  readonly loop: Loop;
  /** One for each input of the loop, one for each result. A result may lie where an input lies if both are walked alike. */
  readonly inputs: readonly BufferId[];
  readonly results: readonly BufferId[];
}

export interface DrawLaunch {
  readonly kind: "draw";
  readonly draw: Draw;
  readonly output: BufferId;
}

/** An operation whose bits only TF.js's own C kernel gives: element by element, operands of the output's size or a single number. */
export interface ForeignLaunch {
  readonly kind: "foreign";
  readonly op: "sin" | "cos" | "pow" | "mod";
  readonly inputs: readonly BufferId[];
  readonly output: BufferId;
}

/** An exchange with the other workers (`exchanges.ts`): each output is its input combined over all of them, and may lie where that lies. */
export interface AllReduceLaunch {
  readonly kind: "allReduce";
  readonly combine: Combine;
  readonly inputs: readonly BufferId[];
  readonly outputs: readonly BufferId[];
}

export type Launch = (ProductLaunch | LoopLaunch | DrawLaunch | ForeignLaunch | AllReduceLaunch) & {
  /** What is computed, for whoever reads the plan: the nodes of the graph, in order. */
  readonly nodes: readonly number[];
};

export interface Schedule {
  readonly launches: readonly Launch[];
  readonly buffers: readonly ScheduledBuffer[];
  readonly arenaBytes: number;
  /** Where each output lies when the launches are done, and how many numbers it has. */
  readonly outputs: Readonly<Record<string, BufferId>>;
}
