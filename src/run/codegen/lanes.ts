/** One to four elements of the innermost axis, in memory and in lanes. */
import type { Body, Local } from "./body.ts";

/** An address is held by `pointer`; from it the elements `first`, `first + 1`, … lie `stride` float32 numbers apart. */
export interface Lanes {
  readonly pointer: Local;
  readonly stride: number;
  readonly first: number;
  readonly count: number;
}

export const lanesOfVector = 4;
export const floatBytes = 4;

const placeOf = ({ first, stride }: Lanes, lane: number): number => (first + lane) * stride * floatBytes;

/** Lanes that are left over hold what other lanes do. */
export function loadLanes(body: Body, lanes: Lanes, into: Local): void {
  const { pointer, count } = lanes;
  const together = lanes.stride === 1 ? [1, 1, 2, 2, 4][count]! : 1;
  const instruction = ({ 1: "v128.load32_splat", 2: "v128.load64_splat", 4: "v128.load" } as const)[
    together as 1 | 2 | 4
  ];
  body.get(pointer).memory(instruction, placeOf(lanes, 0)).set(into);
  for (let lane = together; lane < count; lane++) {
    body.get(pointer, into).memory("v128.load32_lane", placeOf(lanes, lane), lane).set(into);
  }
}

export function storeLanes(body: Body, lanes: Lanes, value: Local): void {
  const { pointer, count } = lanes;
  const together = lanes.stride === 1 ? [0, 0, 2, 2, 4][count]! : 0;
  if (together === 4) body.get(pointer, value).memory("v128.store", placeOf(lanes, 0));
  if (together === 2) body.get(pointer, value).memory("v128.store64_lane", placeOf(lanes, 0), 0);
  for (let lane = together; lane < count; lane++) {
    body.get(pointer, value).memory("v128.store32_lane", placeOf(lanes, lane), lane);
  }
}
