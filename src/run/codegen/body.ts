/** The instructions of one function. What an instruction takes lies on a stack, as in WebAssembly's text format. */
import {
  bytesOf,
  signed,
  unsigned,
  valueTypes,
  type LaneInstruction,
  type MemoryInstruction,
  type PureInstruction,
  type ValueType,
} from "./opcodes.ts";

/** A parameter or a variable of a function. */
export type Local = number;

const control = { block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b, br: 0x0c, brIf: 0x0d, call: 0x10 } as const;
const variables = { get: 0x20, set: 0x21, tee: 0x22 } as const;
const constants = { i32: 0x41, f32: 0x43, f64: 0x44 } as const;
/** A block that leaves nothing on the stack. */
const noResult = 0x40;

export class Body {
  readonly #code: number[] = [];
  readonly #locals: ValueType[] = [];
  readonly #parameters: number;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** A new variable, which is 0 at first. */
  local(type: ValueType): Local {
    return this.#parameters + this.#locals.push(type) - 1;
  }

  get(...locals: Local[]): this {
    for (const local of locals) this.#write(variables.get, ...unsigned(local));
    return this;
  }

  set(local: Local): this {
    return this.#write(variables.set, ...unsigned(local));
  }

  /** Sets, and leaves the value on the stack. */
  tee(local: Local): this {
    return this.#write(variables.tee, ...unsigned(local));
  }

  op(...instructions: PureInstruction[]): this {
    for (const instruction of instructions) this.#write(...bytesOf(instruction));
    return this;
  }

  lane(instruction: Exclude<LaneInstruction, MemoryInstruction>, lane: number): this {
    return this.#write(...bytesOf(instruction), lane);
  }

  /** `offset`, in bytes, is added to the address on the stack; `lane` for the instructions of one lane. */
  memory(instruction: MemoryInstruction, offset = 0, lane?: number): this {
    const noAlignment = 0x00;
    this.#write(...bytesOf(instruction), noAlignment, ...unsigned(offset));
    return lane === undefined ? this : this.#write(lane);
  }

  i32(value: number): this {
    return this.#write(constants.i32, ...signed(value));
  }

  f32(value: number): this {
    return this.#write(constants.f32, ...bytes(new Float32Array([value])));
  }

  f64(value: number): this {
    return this.#write(constants.f64, ...bytes(new Float64Array([value])));
  }

  /** The same number in each of four lanes. */
  f32x4(value: number): this {
    return this.#v128(new Float32Array(4).fill(value));
  }

  f64x2(value: number): this {
    return this.#v128(new Float64Array(2).fill(value));
  }

  i32x4(value: number): this {
    return this.#v128(new Int32Array(4).fill(value));
  }

  /** All bits set in the first so many of four lanes. */
  firstLanes(count: number): this {
    return this.#v128(Int32Array.of(0, 1, 2, 3).map((lane) => (lane < count ? -1 : 0)));
  }

  /** Lanes of 32 bits from two vectors: 0 to 3 of the first, 4 to 7 of the second. */
  shuffle32(...lanes: readonly [number, number, number, number]): this {
    const places = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
    return this.#write(0xfd, 0x0d, ...places);
  }

  call(functionIndex: number): this {
    return this.#write(control.call, ...unsigned(functionIndex));
  }

  /** `branch(0)` inside leaves it. */
  block(write: () => void): this {
    return this.#nest(control.block, write);
  }

  /** `branch(0)` inside begins it again. */
  loop(write: () => void): this {
    return this.#nest(control.loop, write);
  }

  /** The condition, an i32, is on the stack. */
  if(write: () => void, otherwise?: () => void): this {
    this.#write(control.if, noResult);
    write();
    if (otherwise !== undefined) {
      this.#write(control.else);
      otherwise();
    }
    return this.#write(control.end);
  }

  branch(depth: number): this {
    return this.#write(control.br, ...unsigned(depth));
  }

  branchIf(depth: number): this {
    return this.#write(control.brIf, ...unsigned(depth));
  }

  /** As it stands in the code section: its size, the variables, the instructions. */
  toBytes(): number[] {
    const locals = this.#locals.map((type) => [...unsigned(1), valueTypes[type]]);
    const content = [unsigned(locals.length), ...locals, this.#code, [control.end]].flat();
    return [...unsigned(content.length), ...content];
  }

  #nest(kind: number, write: () => void): this {
    this.#write(kind, noResult);
    write();
    return this.#write(control.end);
  }

  #v128(lanes: ArrayBufferView): this {
    return this.#write(0xfd, 0x0c, ...bytes(lanes));
  }

  #write(...values: readonly number[]): this {
    for (const value of values) this.#code.push(value);
    return this;
  }
}

const bytes = (numbers: ArrayBufferView): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
