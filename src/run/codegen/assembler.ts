/**
 * Modules of WebAssembly, byte by byte, as its binary format has them (https://webassembly.github.io/spec/core/binary/).
 * No library: what is needed of the format is these two files, while binaryen.js is over 10 MB that a run would have to load
 * before its first step; and what we write needs none of its optimizations, which V8 makes anyway.
 */
import { Body } from "./body.ts";
import { unsigned, valueTypes, type ValueType } from "./opcodes.ts";

export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function as it is added to a module. */
export interface FunctionDefinition extends FunctionType {
  /** Writes the instructions. The parameters are the first locals. */
  write(body: Body): void;
}

/** A function's place in the module, for `call`. */
export type FunctionIndex = number;

export class Assembler {
  readonly #types: number[][] = [];
  readonly #imports: number[][] = [];
  readonly #functions: number[][] = [];
  readonly #exports: number[][] = [];
  readonly #bodies: number[][] = [];
  #importedFunctions = 0;

  /** The one memory of the module: of any size, and it may grow; not shared between threads. */
  importMemory(from: string, name: string): void {
    const anySize = [0x00, ...unsigned(0)];
    this.#imports.push([...text(from), ...text(name), kinds.memory, ...anySize]);
  }

  /** Functions are counted with the imported ones first, so these must all be there before the first `add`. */
  importFunction(from: string, name: string, type: FunctionType): FunctionIndex {
    if (this.#functions.length > 0) throw new Error("functions are imported before any is added");
    this.#imports.push([...text(from), ...text(name), kinds.function, ...unsigned(this.#typeIndex(type))]);
    return this.#importedFunctions++;
  }

  add(definition: FunctionDefinition): FunctionIndex {
    const body = new Body(definition.parameters.length);
    definition.write(body);
    this.#functions.push(unsigned(this.#typeIndex(definition)));
    this.#bodies.push(body.toBytes());
    return this.#importedFunctions + this.#functions.length - 1;
  }

  export(name: string, index: FunctionIndex): void {
    this.#exports.push([...text(name), kinds.function, ...unsigned(index)]);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    const parts: [number, number[][]][] = [
      [sections.type, this.#types],
      [sections.import, this.#imports],
      [sections.function, this.#functions],
      [sections.export, this.#exports],
      [sections.code, this.#bodies],
    ];
    const pieces = [
      header,
      ...parts.filter(([, entries]) => entries.length > 0).map(([id, entries]) => section(id, entries)),
    ];
    const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
    let place = 0;
    for (const piece of pieces) {
      bytes.set(piece, place);
      place += piece.length;
    }
    return bytes;
  }

  /** Equal types are one. */
  #typeIndex({ parameters, results }: FunctionType): number {
    const entry = [0x60, ...vector(parameters), ...vector(results)];
    const index = this.#types.findIndex((type) => String(type) === String(entry));
    return index >= 0 ? index : this.#types.push(entry) - 1;
  }
}

const sections = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const kinds = { function: 0, memory: 2 } as const;

const vector = (types: readonly ValueType[]): number[] => [
  ...unsigned(types.length),
  ...types.map((type) => valueTypes[type]),
];

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

/** A section's number, how many bytes follow, how many entries, and these. */
function section(id: number, entries: readonly number[][]): number[] {
  const content = [unsigned(entries.length), ...entries];
  const size = content.reduce((sum, entry) => sum + entry.length, 0);
  return [[id], unsigned(size), ...content].flat();
}
