/**
 * The loops of a kernel around each other, four elements of the innermost axis at a time. Every value is held in four lanes, also
 * where one element is at hand (all lanes are then equal) or fewer than four are left (the other lanes hold what is not looked at).
 */
import type { Loop, LoopResult, Walk } from "../../graph/loop.ts";
import { inAnyOrder, inOrder, type Accumulator } from "./accumulator.ts";
import type { Body, Local } from "./body.ts";
import { calculationsOf, type Calculation, type Mode } from "./calculation.ts";
import { floatBytes, lanesOfVector, loadLanes, storeLanes, type Lanes } from "./lanes.ts";
import type { Kind } from "./operations.ts";
import { isResumed, reducedCount, reducers } from "./reduction.ts";
import { depthOf } from "./walks.ts";

/** An input or a result: where it is walked to, as an address in bytes. */
interface Walked<W extends Walk> {
  readonly walk: W;
  readonly pointer: Local;
}

/** A reduction of which all axes from `depth` on are reduced, and from there on held in variables. */
interface Held {
  readonly from: number;
  readonly depth: number;
  readonly accumulator: Accumulator;
}

export interface KernelOptions {
  readonly mode: Mode;
  /** The address at which `writeTables` wrote. */
  readonly tables: number;
}

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
    this.#held = this.#results.flatMap(({ walk, pointer }) => {
      const { how, from } = walk;
      const depth = depthOf(walk);
      if (how === "store" || depth === this.#space.length) return [];
      const target = {
        reducer: reducers[how],
        pointer,
        isResumed: isResumed(walk),
        divisor: how === "mean" && !isResumed(walk) ? reducedCount(this.#space, walk) : 1,
      };
      const turns = Math.min(Math.ceil(this.#space.at(-1)! / lanesOfVector), this.#unrolled());
      const accumulator = options.mode === "exact" ? inOrder(body, target) : inAnyOrder(body, target, turns);
      return [{ from, depth, accumulator }];
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
    for (const reduction of held) reduction.accumulator.begin();
    const moved = depth === this.#space.length - 1 ? this.#innermost(depth) : this.#outer(depth);
    for (const reduction of held) reduction.accumulator.end();
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
    const [vectors, rest] = [Math.floor(side / lanesOfVector), side % lanesOfVector];
    const unrolled = this.#unrolled();
    const times = vectors <= unrolled ? 0 : Math.floor(vectors / unrolled);
    const step = unrolled * lanesOfVector;
    if (times > 0) {
      this.#repeat(times, () => {
        for (let i = 0; i < unrolled; i++) this.#elements(i * lanesOfVector, lanesOfVector);
        this.#move(({ strides }) => strides[axis]! * step * floatBytes);
      });
    }
    const left = vectors - times * unrolled;
    for (let i = 0; i < left; i++) this.#elements(i * lanesOfVector, lanesOfVector);
    if (rest > 0) this.#elements(left * lanesOfVector, rest);
    return this.#walked().map(({ walk }) => walk.strides[axis]! * times * step * floatBytes);
  }

  /** How many vectors are computed in one turn: more where there is little to compute. */
  #unrolled(): number {
    const inside = this.#calculations.filter(({ depth }) => depth === this.#space.length);
    const work = inside.reduce((sum, calculation) => sum + workOf(calculation), 0);
    return work <= 6 ? 4 : work <= 16 ? 2 : 1;
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
        loadLanes(this.#body, this.#lanes(this.#inputs[calculation.input]!, depth, first, lanes), into);
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

  /** Stores what has an element for each of `depth` axes. */
  #store(depth: number, first: number, lanes: number): void {
    for (const target of this.#results) {
      const { how, from } = target.walk;
      if (how === "store" && depthOf(target.walk) === depth)
        storeLanes(this.#body, this.#lanes(target, depth, first, lanes), this.#as("number", from));
    }
  }

  /** Takes the elements into the reductions. */
  #reduce(first: number, lanes: number): void {
    for (const { from, accumulator } of this.#held) accumulator.take(this.#as("number", from), first, lanes);
    for (const target of this.#results) {
      const { how, from } = target.walk;
      if (how === "store" || depthOf(target.walk) < this.#space.length) continue;
      const [before, next] = [this.#body.local("v128"), this.#as("number", from)];
      const places = this.#lanes(target, this.#space.length, first, lanes);
      if (isResumed(target.walk)) loadLanes(this.#body, places, before);
      else this.#body.f32x4(reducers[how].start).set(before);
      reducers[how].four(this.#body, before, next);
      this.#body.set(before);
      storeLanes(this.#body, places, before);
    }
  }

  /** Elements of the innermost axis, if all axes have been entered; else the one that is walked to. */
  #lanes({ walk, pointer }: Walked<Walk>, depth: number, first: number, count: number): Lanes {
    return { pointer, stride: depth === this.#space.length ? walk.strides[depth - 1]! : 0, first, count };
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

/** As a multiple of a simple operation, roughly. */
const workOf = (calculation: Calculation): number =>
  calculation.from === "operation" && (calculation.op === "exp" || calculation.op === "log") ? 10 : 1;

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
