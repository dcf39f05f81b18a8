/** A reduction held in variables of a kernel, over axes that are all inside of the ones its result keeps. */
import type { Body, Local } from "./body.ts";
import { lanesOfVector } from "./lanes.ts";
import type { Reducer } from "./reduction.ts";

/** What is reduced, and where to. */
export interface Target {
  readonly reducer: Reducer;
  /** The variable with the address of the number. */
  readonly pointer: Local;
  /** Whether it goes on from the number in memory, which axes further out have left there. */
  readonly isResumed: boolean;
  /** What the number is divided by at last. */
  readonly divisor: number;
}

export interface Accumulator {
  begin(): void;
  /** Takes in the first `lanes` of a value, which are those of the elements from `first` on. */
  take(value: Local, first: number, lanes: number): void;
  /** Writes the number. */
  end(): void;
}

/** One number after the other. */
export function inOrder(body: Body, target: Target): Accumulator {
  const { reducer, pointer, isResumed } = target;
  const [held, next] = [body.local("f32"), body.local("f32")];
  return {
    begin() {
      if (isResumed) body.get(pointer).memory("f32.load").set(held);
      else body.f32(reducer.start).set(held);
    },
    take(value, _first, lanes) {
      for (let lane = 0; lane < lanes; lane++) {
        body.get(value).lane("f32x4.extract_lane", lane).set(next);
        reducer.one(body, held, next);
        body.set(held);
      }
    },
    end: () => write(body, target, held),
  };
}

/** Four numbers at once, in several variables taken in turn, so that a sum need not wait for the one before. */
export function inAnyOrder(body: Body, target: Target, turns: number): Accumulator {
  const { reducer, pointer, isResumed } = target;
  const all = Array.from({ length: turns }, () => body.local("v128"));
  const first = all[0]!;
  const takeInto = (held: Local, next: Local): void => {
    reducer.four(body, held, next);
    body.set(held);
  };
  return {
    begin() {
      for (const held of all) body.f32x4(reducer.start).set(held);
    },
    take(value, place, lanes) {
      const held = all[(place / lanesOfVector) % turns]!;
      if (lanes === lanesOfVector) return takeInto(held, value);
      const part = body.local("v128");
      body.get(value).f32x4(reducer.start).firstLanes(lanes).op("v128.bitselect").set(part);
      takeInto(held, part);
    },
    end() {
      for (const other of all.slice(1)) takeInto(first, other);
      const turned = body.local("v128");
      for (const distance of [2, 1]) {
        body
          .get(first, first)
          .shuffle32(distance, 1 ^ distance, 2 ^ distance, 3 ^ distance)
          .set(turned);
        takeInto(first, turned);
      }
      const [whole, before] = [body.local("f32"), body.local("f32")];
      body.get(first).lane("f32x4.extract_lane", 0).set(whole);
      if (isResumed) {
        body.get(pointer).memory("f32.load").set(before);
        reducer.one(body, before, whole);
        body.set(whole);
      }
      write(body, target, whole);
    },
  };
}

function write(body: Body, { pointer, divisor }: Target, value: Local): void {
  body.get(pointer, value);
  if (divisor !== 1) body.f32(divisor).op("f32.div");
  body.memory("f32.store");
}
