/** What is added up, or the largest: how it begins, takes in numbers, and ends. */
import type { LoopResult } from "../../graph/loop.ts";
import type { Body, Local } from "./body.ts";
import { depthOf } from "./walks.ts";

export interface Reducer {
  readonly start: number;
  readonly ofNothing: number;
  /** Leaves `held` with `next` taken in on the stack: one float32 number. */
  one(body: Body, held: Local, next: Local): void;
  /** Likewise for four, lane by lane. */
  four(body: Body, held: Local, next: Local): void;
}

const sum: Reducer = {
  start: 0,
  ofNothing: 0,
  one: (body, held, next) => body.get(held, next).op("f32.add"),
  four: (body, held, next) => body.get(held, next).op("f32x4.add"),
};

export const reducers: Record<Exclude<LoopResult["how"], "store">, Reducer> = {
  sum,
  mean: { ...sum, ofNothing: NaN },
  // The first of equal ones (0 and -0), and NaN where there is one.
  max: {
    start: -Infinity,
    ofNothing: -Infinity,
    one: (body, held, next) =>
      body.get(next, held, next, held).op("f32.gt").get(next, next).op("f32.ne", "i32.or", "select"),
    four: (body, held, next) =>
      body.get(next, held, next, held).op("f32x4.gt").get(next, next).op("f32x4.ne", "v128.or", "v128.bitselect"),
  },
};

/** How many numbers make one of the result. */
export const reducedCount = (space: readonly number[], { strides }: LoopResult): number =>
  space.reduce((count, side, axis) => (strides[axis] === 0 ? count * side : count), 1);

/** Whether a reduction is left and taken up again: an axis is reduced outside of one that is kept. It then goes on from memory. */
export const isResumed = (result: LoopResult): boolean =>
  result.strides.slice(0, depthOf(result)).some((stride) => stride === 0);
