/**
 * The loops of a kernel around each other, four elements of the innermost axis at a time. Every value is held in four lanes, also
 * where one element is at hand (all lanes are then equal) or fewer than four are left (the other lanes hold what is not looked at).
 */
import type { Loop, LoopResult, Walk } from "../../graph/loop.ts";
import type { Body, Local } from "./body.ts";
import { calculationsOf, type Calculation, type Mode } from "./calculation.ts";
import type { Kind } from "./operations.ts";
import { isResumed, reducedCount, reducers, type Reducer } from "./reduction.ts";
import { depthOf } from "./walks.ts";

/** An input or a result: where it is walked to, as an address in bytes. */
interface Walked<W extends Walk> {
  readonly walk: W;
  readonly pointer: Local;
}

/** A reduction of which the innermost axes are all reduced: it is held in a variable from `depth` on. */
interface Held {
  readonly target: Walked<LoopResult>;
  readonly depth: number;
  /** In exact kernels one number. In fast ones four in each, taken in turn, so that sums need not wait for each other. */
  readonly variables: readonly Local[];
}

export interface KernelOptions {
  readonly mode: Mode;
  /** The address at which `writeTables` wrote. */
  readonly tables: number;
}

const floatBytes = 4;
const lanesOf = 4;

export class Nest {
  readonly #body: Body;
  readonly #space: readonly number[];
  readonly #options: KernelOptions;
  readonly #calculations: readonly Calculation[];
  /** The variables of the calculations. */
  readonly #values: readonly Local[];
  readonly #inputs: readonly Walked<Loop["inputs"][number]>[];
  readonly #results: readonly Walked<LoopResult>[];
  readonly #held: readonly Held[];

  /** `addresses` are the variables with the addresses of the inputs, then of the results. No side of the space is 0. */
  constructor(body: Body, loop: Loop, addresses: readonly Local[], options: KernelOptions) {
    // A single element is an axis of one.
    const isSingle = loop.space.length === 0;
    const walked = <W extends Walk>(walk: W, address: Local): Walked<W> => ({
      walk: isSingle ? { ...walk, strides: [0] } : walk,
      pointer: pointerTo(body, address, walk.offset),
    });
    this.#body = body;
    this.#space = isSingle ? [1] : loop.space;
    this.#options = options;
    this.#inputs = loop.inputs.map((input, i) => walked(input, addresses[i]!));
    this.#results = loop.results.map((result, i) => walked(result, addresses[loop.inputs.length + i]!));
    this.#calculations = calculationsOf(loop, options.mode);
    this.#values = this.#calculations.map(() => body.local("v128"));
    this.#held = this.#results.flatMap((target) => {
      const depth = depthOf(target.walk);
      const isHeld = target.walk.how !== "store" && depth < this.#space.length;
      if (!isHeld) return [];
      const turns = options.mode === "exact" ? 1 : Math.min(Math.ceil(this.#space.at(-1)! / lanesOf), this.#unrolled());
      const type = options.mode === "exact" ? "f32" : "v128";
      return [{ target, depth, variables: Array.from({ length: turns }, () => body.local(type)) }];
    });
    for (const { walk } of this.#results) {
      if (walk.how === "store" && this.#calculations[walk.from]!.depth > depthOf(walk))
        throw new Error("a stored result has an element for each of its values");
    }
  }

  write(): void {
    this.#level(0);
  }

  /** What is done at each element of the axes that have been entered, and inside of it. Gives how many bytes each pointer has moved. */
  #level(depth: number): number[] {
    const held = this.#held.filter((reduction) => reduction.depth === depth);
    this.#calculate(depth, 0, 1);
    this.#store(depth, 0, 1);
    for (const reduction of held) this.#begin(reduction);
    const moved = depth === this.#space.length - 1 ? this.#innermost(depth) : this.#outer(depth);
    for (const reduction of held) this.#end(reduction);
    return moved;
  }

  #outer(axis: number): number[] {
    this.#repeat(this.#space[axis]!, () => {
      const moved = this.#level(axis + 1);
      this.#move(({ strides }, i) => strides[axis]! * floatBytes - moved[i]!);
    });
    return this.#walked().map(({ walk }) => walk.strides[axis]! * this.#space[axis]! * floatBytes);
  }

  #innermost(axis: number): number[] {
    const side = this.#space[axis]!;
    const [vectors, rest] = [Math.floor(side / lanesOf), side % lanesOf];
    const unrolled = this.#unrolled();
    const times = vectors <= unrolled ? 0 : Math.floor(vectors / unrolled);
    const step = unrolled * lanesOf;
    if (times > 0) {
      this.#repeat(times, () => {
        for (let i = 0; i < unrolled; i++) this.#elements(i * lanesOf, lanesOf);
        this.#move(({ strides }) => strides[axis]! * step * floatBytes);
      });
    }
    const left = vectors - times * unrolled;
    for (let i = 0; i < left; i++) this.#elements(i * lanesOf, lanesOf);
    if (rest > 0) this.#elements(left * lanesOf, rest);
    return this.#walked().map(({ walk }) => walk.strides[axis]! * times * step * floatBytes);
  }

  /** How many vectors are computed in one turn: more where there is little to compute. */
  #unrolled(): number {
    const inside = this.#calculations.filter(({ depth }) => depth === this.#space.length).length;
    return inside <= 6 ? 4 : inside <= 16 ? 2 : 1;
  }

  #elements(first: number, lanes: number): void {
    const depth = this.#space.length;
    this.#calculate(depth, first, lanes);
    this.#store(depth, first, lanes);
    this.#reduce(first, lanes);
  }

  /** Everything of one depth. */
  #calculate(depth: number, first: number, lanes: number): void {
    for (const [i, calculation] of this.#calculations.entries()) {
      if (calculation.depth !== depth) continue;
      const into = this.#values[i]!;
      if (calculation.from === "constant") this.#body.f32x4(calculation.value).set(into);
      else if (calculation.from === "input") {
        this.#load(this.#inputs[calculation.input]!, depth, first, lanes, into);
        if (calculation.kind === "truth") this.#body.get(into).f32x4(0).op("f32x4.ne").set(into);
      } else {
        const { operation } = calculation;
        const values = calculation.arguments.map((argument, k) => this.#as(operation.takes[k]!, argument));
        operation.write(this.#body, values, this.#options.tables);
        this.#body.set(into);
      }
    }
  }

  /** The variable of a calculation, as a number or as a truth. */
  #as(kind: Kind, calculation: number): Local {
    const value = this.#values[calculation]!;
    if (this.#calculations[calculation]!.kind === kind) return value;
    const other = this.#body.local("v128");
    if (kind === "number") this.#body.get(value).f32x4(1).op("v128.and").set(other);
    else this.#body.get(value).f32x4(0).op("f32x4.ne").set(other);
    return other;
  }

  #load({ walk, pointer }: Walked<Walk>, depth: number, first: number, lanes: number, into: Local): void {
    const body = this.#body;
    const stride = depth === this.#space.length ? walk.strides[depth - 1]! : 0;
    const place = (lane: number): number => (first + lane) * stride * floatBytes;
    body.get(pointer);
    if (stride === 1 && lanes === 4) body.memory("v128.load", place(0)).set(into);
    else if (stride === 1 && lanes > 1) body.memory("v128.load64_splat", place(0)).set(into);
    else body.memory("v128.load32_splat", place(0)).set(into);
    for (let lane = stride === 1 && lanes > 1 ? 2 : 1; lane < (stride === 1 && lanes === 4 ? 0 : lanes); lane++) {
      body.get(pointer, into).memory("v128.load32_lane", place(lane), lane).set(into);
    }
  }

  /** Stores what has an element for each of `depth` axes. */
  #store(depth: number, first: number, lanes: number): void {
    for (const target of this.#results) {
      const { how, from } = target.walk;
      if (how === "store" && depthOf(target.walk) === depth)
        this.#write(target, depth, first, lanes, this.#as("number", from));
    }
  }

  #write({ walk, pointer }: Walked<Walk>, depth: number, first: number, lanes: number, value: Local): void {
    const body = this.#body;
    const stride = depth === this.#space.length ? walk.strides[depth - 1]! : 0;
    const place = (lane: number): number => (first + lane) * stride * floatBytes;
    const isDense = stride === 1 && lanes > 1;
    if (isDense && lanes === 4) {
      body.get(pointer, value).memory("v128.store", place(0));
      return;
    }
    if (isDense) body.get(pointer, value).memory("v128.store64_lane", place(0), 0);
    for (let lane = isDense ? 2 : 0; lane < lanes; lane++) {
      body.get(pointer, value).memory("v128.store32_lane", place(lane), lane);
    }
  }

  /** Takes the elements into the reductions. */
  #reduce(first: number, lanes: number): void {
    for (const held of this.#held) {
      const value = this.#as("number", held.target.walk.from);
      if (this.#options.mode === "exact") this.#takeInOrder(held, value, lanes);
      else this.#takeAtOnce(held, value, first, lanes);
    }
    for (const target of this.#results) {
      if (target.walk.how !== "store" && depthOf(target.walk) === this.#space.length)
        this.#takeIntoMemory(target, first, lanes);
    }
  }

  /** One after the other. */
  #takeInOrder({ target, variables }: Held, value: Local, lanes: number): void {
    const next = this.#body.local("f32");
    for (let lane = 0; lane < lanes; lane++) {
      this.#body.get(value).lane("f32x4.extract_lane", lane).set(next);
      reducerOf(target).one(this.#body, variables[0]!, next);
      this.#body.set(variables[0]!);
    }
  }

  #takeAtOnce({ target, variables }: Held, value: Local, first: number, lanes: number): void {
    const reducer = reducerOf(target);
    const variable = variables[(first / lanesOf) % variables.length]!;
    const body = this.#body;
    let next = value;
    if (lanes < lanesOf) {
      next = body.local("v128");
      body.get(value).f32x4(reducer.start).firstLanes(lanes).op("v128.bitselect").set(next);
    }
    reducer.four(body, variable, next);
    body.set(variable);
  }

  #takeIntoMemory(target: Walked<LoopResult>, first: number, lanes: number): void {
    const { walk } = target;
    const [reducer, depth] = [reducerOf(target), this.#space.length];
    const [before, next] = [this.#body.local("v128"), this.#as("number", walk.from)];
    if (isResumed(walk)) this.#load(target, depth, first, lanes, before);
    else this.#body.f32x4(reducer.start).set(before);
    reducer.four(this.#body, before, next);
    this.#body.set(before);
    this.#write(target, depth, first, lanes, before);
  }

  #begin({ target, variables }: Held): void {
    const { start } = reducerOf(target);
    const body = this.#body;
    if (this.#options.mode === "fast") for (const variable of variables) body.f32x4(start).set(variable);
    else if (isResumed(target.walk)) body.get(target.pointer).memory("f32.load").set(variables[0]!);
    else body.f32(start).set(variables[0]!);
  }

  #end({ target, variables }: Held): void {
    const { walk, pointer } = target;
    const body = this.#body;
    const whole = this.#options.mode === "exact" ? variables[0]! : this.#wholeOf(target, variables);
    body.get(pointer, whole);
    if (walk.how === "mean" && !isResumed(walk)) body.f32(reducedCount(this.#space, walk)).op("f32.div");
    body.memory("f32.store");
  }

  /** All lanes of all variables in one number, and what was in memory where a reduction goes on. */
  #wholeOf(target: Walked<LoopResult>, [first, ...others]: readonly Local[]): Local {
    const body = this.#body;
    const reducer = reducerOf(target);
    for (const other of others) {
      reducer.four(body, first!, other);
      body.set(first!);
    }
    const turned = body.local("v128");
    for (const distance of [2, 1]) {
      body
        .get(first!, first!)
        .shuffle32(distance, 1 ^ distance, 2 ^ distance, 3 ^ distance)
        .set(turned);
      reducer.four(body, first!, turned);
      body.set(first!);
    }
    const [whole, before] = [body.local("f32"), body.local("f32")];
    body.get(first!).lane("f32x4.extract_lane", 0).set(whole);
    if (isResumed(target.walk)) {
      body.get(target.pointer).memory("f32.load").set(before);
      reducer.one(body, before, whole);
      body.set(whole);
    }
    return whole;
  }

  /** As often as `times`, at least once. */
  #repeat(times: number, write: () => void): void {
    const left = this.#body.local("i32");
    this.#body.i32(times).set(left);
    this.#body.loop(() => {
      write();
      this.#body.get(left).i32(1).op("i32.sub").tee(left).branchIf(0);
    });
  }

  #walked(): Walked<Walk>[] {
    return [...this.#inputs, ...this.#results];
  }

  #move(bytes: (walk: Walk, i: number) => number): void {
    for (const [i, { walk, pointer }] of this.#walked().entries()) {
      const by = bytes(walk, i);
      if (by !== 0) this.#body.get(pointer).i32(by).op("i32.add").set(pointer);
    }
  }
}

function reducerOf({ walk: { how } }: Walked<LoopResult>): Reducer {
  if (how === "store") throw new Error("nothing is reduced where all is stored");
  return reducers[how];
}

/** A variable of its own, which is moved. */
function pointerTo(body: Body, address: Local, offset: number): Local {
  const pointer = body.local("i32");
  body
    .get(address)
    .i32(offset * floatBytes)
    .op("i32.add")
    .set(pointer);
  return pointer;
}
