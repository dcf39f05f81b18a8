/** A memory on which each buffer lies between guards, so that a number read or written beside it is found. */
import { expect } from "vitest";

/** Numbers between two neighbours. */
const gap = 8;
/** A quiet NaN that no computation makes: a sum that it went into is NaN, and a word that was written to is not it. */
const guard = 0x7fc0dead;

export class GuardedMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: 32768 });
  readonly #taken: { readonly start: number; readonly end: number }[] = [];
  #next = 0;

  /** The address of `values`, which lie at a multiple of 4 and not of 16 when `values` before were of odd count. */
  place(values: ArrayLike<number>): number {
    const start = this.#next + gap;
    const end = start + values.length;
    this.#next = end;
    const bytes = (end + gap) * 4;
    if (bytes > this.memory.buffer.byteLength)
      this.memory.grow(Math.ceil((bytes - this.memory.buffer.byteLength) / 65536));
    new Uint32Array(this.memory.buffer).fill(guard, start - gap, end + gap);
    new Float32Array(this.memory.buffer).set(values, start);
    this.#taken.push({ start, end });
    return start * 4;
  }

  /** The address of room for so many bytes, in which anything may lie. */
  room(bytes: number): number {
    return this.place(new Float32Array(Math.ceil(bytes / 4)).fill(NaN));
  }

  read(address: number, size: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, size).slice();
  }

  /** That nothing was written beside the buffers. */
  expectWhole(): void {
    const words = new Uint32Array(this.memory.buffer);
    const bounds = [{ start: 0, end: 0 }, ...this.#taken, { start: this.#next + gap, end: 0 }];
    for (let i = 1; i < bounds.length; i++)
      for (let word = bounds[i - 1]!.end; word < bounds[i]!.start; word++)
        if (words[word] !== guard) expect.fail(`a kernel wrote to the word ${word}, between two buffers`);
  }

  /** Forgets all buffers. */
  clear(): void {
    this.#next = 0;
    this.#taken.length = 0;
  }
}
