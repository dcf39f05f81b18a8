/** What is used of WebAssembly's JavaScript interface (https://webassembly.github.io/spec/js-api/), which `lib` has for browsers alone. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    /** By so many pages of 64 KiB; the pages before. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: BufferSource);
  }
  class Instance {
    constructor(module: Module, imports?: Readonly<Record<string, Readonly<Record<string, ImportValue>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
  type ImportValue = Function | Memory | number;
  type BufferSource = ArrayBufferView | ArrayBuffer;
  function validate(bytes: BufferSource): boolean;
}
