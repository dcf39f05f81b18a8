/**
 * The loops of a kernel around each other, four elements of the innermost axis at a time. Every value is held in four lanes, also
 * where one element is at hand (all lanes are then equal) or fewer than four are left (the other lanes hold what is not looked at).
 */
import type { Loop, LoopResult, Walk } from "../../graph/loop.ts";
import type { Body, Local } from "./body.ts";
import { calculationsOf, type Calculation } from "./calculation.ts";
import type { Kind } from "./operations.ts";
import { isResumed, reducedCount, reducers } from "./reduction.ts";
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
  readonly variable: Local;
}

const floatBytes = 4;
const lanesOf = 4;

export class Nest {
  readonly #body: Body;
  readonly #space: readonly number[];
  readonly #tables: number;
  readonly #calculations: readonly Calculation[];
  /** The variables of the calculations. */
  readonly #values: readonly Local[];
  readonly #inputs: readonly Walked<Loop["inputs"][number]>[];
  readonly #results: readonly Walked<LoopResult>[];
  readonly #held: readonly Held[];

  /** `addresses` are the variables with the addresses of the inputs, then of the results. No side of the space is 0. */
  constructor(body: Body, loop: Loop, addresses: readonly Local[], tables: number) {
    // A single element is an axis of one.
    const isSingle = loop.space.length === 0;
    const walked = <W extends Walk>(walk: W, address: Local): Walked<W> => ({
      walk: isSingle ? { ...walk, strides: [0] } : walk,
      pointer: pointerTo(body, address, walk.offset),
    });
    this.#body = body;
    this.#space = isSingle ? [1] : loop.space;
    this.#tables = tables;
    this.#inputs = loop.inputs.map((input, i) => walked(input, addresses[i]!));
    this.#results = loop.results.map((result, i) => walked(result, addresses[loop.inputs.length + i]!));
    this.#calculations = calculationsOf(loop);
    this.#values = this.#calculations.map(() => body.local("v128"));
    this.#held = this.#results.flatMap((target) => {
      const depth = depthOf(target.walk);
      const isHeld = target.walk.how !== "store" && depth < this.#space.length;
      return isHeld ? [{ target, depth, variable: body.local("f32") }] : [];
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
        operation.write(this.#body, values, this.#tables);
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
    const depth = this.#space.length;
    for (const { target, variable } of this.#held) {
      if (target.walk.how !== "store")
        this.#takeIn(target.walk.how, variable, this.#as("number", target.walk.from), lanes);
    }
    for (const target of this.#results) {
      const { how, from } = target.walk;
      if (how === "store" || depthOf(target.walk) < depth) continue;
      const [reducer, before, next] = [reducers[how], this.#body.local("v128"), this.#as("number", from)];
      if (isResumed(target.walk)) this.#load(target, depth, first, lanes, before);
      else this.#body.f32x4(reducer.start).set(before);
      reducer.four(this.#body, before, next);
      this.#body.set(before);
      this.#write(target, depth, first, lanes, before);
    }
  }

  /** One after the other, in their order. */
  #takeIn(how: Exclude<LoopResult["how"], "store">, variable: Local, value: Local, lanes: number): void {
    const next = this.#body.local("f32");
    for (let lane = 0; lane < lanes; lane++) {
      this.#body.get(value).lane("f32x4.extract_lane", lane).set(next);
      reducers[how].one(this.#body, variable, next);
      this.#body.set(variable);
    }
  }

  #begin({ target: { walk, pointer }, variable }: Held): void {
    if (isResumed(walk)) this.#body.get(pointer).memory("f32.load").set(variable);
    else if (walk.how !== "store") this.#body.f32(reducers[walk.how].start).set(variable);
  }

  #end({ target: { walk, pointer }, variable }: Held): void {
    this.#body.get(pointer, variable);
    if (walk.how === "mean" && !isResumed(walk)) this.#body.f32(reducedCount(this.#space, walk)).op("f32.div");
    this.#body.memory("f32.store");
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
