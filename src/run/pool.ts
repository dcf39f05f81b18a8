/** Memory that is handed on: when a value has been read for the last time, its buffer serves the next value of its size. */
import type { Buffer, DataType, Region } from "./heap.ts";

export interface Pool {
  /** A buffer with anything in it. */
  take(size: number, dtype: DataType): Buffer;
  /** Gives a buffer back: the calls made so far are the last that use it as it was. */
  give(buffer: Buffer): void;
}

export function poolOf(region: Region): Pool {
  const free = new Map<string, Buffer[]>();
  const shelf = (size: number, dtype: DataType): Buffer[] => {
    const key = `${dtype} ${size}`;
    const buffers = free.get(key) ?? [];
    free.set(key, buffers);
    return buffers;
  };
  return {
    take: (size, dtype) => shelf(size, dtype).pop() ?? region.buffer(size, dtype),
    give: (buffer) => shelf(buffer.size, buffer.dtype).push(buffer),
  };
}
