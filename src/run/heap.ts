/**
 * The memory of the TF.js WASM backend, shared: kernels of ours work in it beside its own. Its C kernels know a piece of it by a tensor
 * id, registered once with an address and a size.
 */
import type { TF } from "./backend.ts";
import { instantiateKernels, scratchBytes } from "./kernels/assembled.ts";
import { OutOfMemory } from "./out-of-memory.ts";

/** float32, as TF.js's `cc/backend.h` says it. */
export const float32 = 0;

/** A C kernel: tensor ids, addresses of shapes, and counts in; nothing out. */
export type RawKernel = (...values: number[]) => void;

/** Memory that is given back all at once. */
export interface Region {
  /** The address of so many bytes, all 0, at a multiple of 64: the lines of the processor's caches. */
  bytes(count: number): number;
  /** The id by which TF.js's kernels know `size` float32 numbers at an address. */
  tensor(address: number, size: number): number;
  /** The address of these whole numbers, as a kernel takes a shape. */
  integers(values: readonly number[]): number;
  dispose(): void;
}

export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** A view of the whole memory. It changes when that grows, so take it anew for each use. */
  readonly floats: Float32Array;
  kernel(name: string): RawKernel;
  region(): Region;
}

const lineBytes = 64;

/** What is used of TF.js's `BackendWasm`, beyond its published interface. */
interface WasmBackend {
  dataIdNextNumber: number;
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  readonly wasm: {
    readonly HEAPF32: Float32Array;
    readonly HEAPU8: Uint8Array;
    readonly HEAP32: Int32Array;
    readonly asm: Readonly<Record<string, RawKernel | undefined>>;
    _malloc(bytes: number): number;
    _free(address: number): void;
    readonly tfjs: {
      registerTensor(id: number, size: number, address: number): void;
      disposeData(id: number): void;
    };
  };
}

/** The heap of the WASM backend of `tf`, or undefined when this TF.js keeps it otherwise than we know. */
export function openHeap(tf: TF): Heap | undefined {
  try {
    const backend = tf.backend() as unknown as WasmBackend;
    const heap = heapOf(backend);
    return isShared(tf, backend, heap) ? heap : undefined;
  } catch {
    return undefined;
  }
}

function heapOf(backend: WasmBackend): Heap {
  const { wasm } = backend;
  const { asm, tfjs } = wasm;
  const allocate = (bytes: number): number => {
    // A size is 32 bits there: a larger one would be taken for what is left of it.
    const address = bytes < 2 ** 32 ? wasm._malloc(bytes) >>> 0 : 0;
    if (address === 0) throw new OutOfMemory(`no room for ${bytes} bytes in the memory of the WASM backend`);
    return address;
  };
  const register = (id: number, size: number, address: number): void => tfjs.registerTensor(id, size, address);

  const memory = Object.values(asm as Readonly<Record<string, unknown>>).find(
    (one) => one instanceof WebAssembly.Memory,
  );
  if (memory === undefined) throw new Error("the WASM backend does not show its memory");

  return {
    memory,
    get floats() {
      return wasm.HEAPF32;
    },
    kernel(name) {
      const found = asm[name];
      if (found === undefined) throw new Error(`the WASM backend has no kernel "${name}"`);
      return found;
    },
    region() {
      const addresses: number[] = [];
      const ids: number[] = [];
      const take = (bytes: number): number => {
        const address = allocate(bytes);
        addresses.push(address);
        return address;
      };
      return {
        bytes(count) {
          const address = Math.ceil(take(count + lineBytes) / lineBytes) * lineBytes;
          wasm.HEAPU8.fill(0, address, address + count);
          return address;
        },
        tensor(address, size) {
          const id = backend.dataIdNextNumber++;
          register(id, size, address);
          ids.push(id);
          return id;
        },
        integers(values) {
          const address = take(Math.max(values.length, 1) * 4);
          wasm.HEAP32.set(values, address >>> 2);
          return address;
        },
        dispose() {
          for (const id of ids.splice(0)) tfjs.disposeData(id);
          for (const address of addresses.splice(0)) wasm._free(address);
        },
      };
    },
  };
}

/** Whether a number written by TF.js is seen here, one written here is seen by TF.js, and kernels work there: TF.js's and ours. */
function isShared(tf: TF, backend: WasmBackend, heap: Heap): boolean {
  if (!Number.isInteger(backend.dataIdNextNumber)) return false;
  const region = heap.region();
  const tensor = tf.tensor1d([1, 2, 3]);
  try {
    const place = backend.dataIdMap.get(tensor.dataId).memoryOffset >>> 2;
    if (heap.floats[place + 1] !== 2) return false;
    heap.floats[place + 1] = 7;
    if (tensor.dataSync()[1] !== 7) return false;
    const [x, y] = [region.bytes(12), region.bytes(12)];
    heap.floats.set([4, 5, 6], x >>> 2);
    heap.kernel("Neg")(region.tensor(x, 3), float32, region.tensor(y, 3));
    if (heap.floats[(y >>> 2) + 2] !== -6) return false;
    const scratch = region.bytes(scratchBytes(1, 1, 3));
    instantiateKernels(heap.memory, "exact").product(0, 1, 1, 3, place << 2, x, y, scratch);
    return heap.floats[y >>> 2] === 1 * 4 + 7 * 5 + 3 * 6;
  } finally {
    tensor.dispose();
    region.dispose();
  }
}
