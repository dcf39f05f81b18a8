/** TF.js and the backend that computes, loaded when a run begins and not before. */
import { createRequire } from "node:module";
import type * as TensorFlow from "@tensorflow/tfjs-core";
import { openHeap, type Heap } from "./heap.ts";

export type TF = typeof TensorFlow;
export type BackendName = "wasm" | "cpu";

export interface Backend {
  readonly name: BackendName;
  readonly tf: TF;
  /** The memory that TF.js's WASM kernels work in; absent on other backends, and where this TF.js does not let us share it. */
  readonly heap: Heap | undefined;
}

/** TF.js is CommonJS: `import` would first read through its 3 MB for the names of what it exports, 180 ms against 40. */
const load = createRequire(import.meta.url);

const opened = new Map<BackendName, Promise<Backend>>();

/**
 * Loads TF.js and the backend, once, with nothing on the console, and makes the backend TF.js's own choice.
 * The `.wasm` files are those beside the installed package.
 */
export async function openBackend(name: BackendName): Promise<Backend> {
  let backend = opened.get(name);
  if (backend === undefined) {
    backend = open(name);
    opened.set(name, backend);
  }
  const { tf } = await backend;
  await tf.setBackend(name);
  return backend;
}

async function open(name: BackendName): Promise<Backend> {
  const tf = load("@tensorflow/tfjs-core") as TF;
  tf.enableProdMode();
  load(`@tensorflow/tfjs-backend-${name}`);
  const listeners = crashEvents.map((event) => process.listeners(event as "uncaughtException"));
  const ready = await tf.setBackend(name);
  crashEvents.forEach((event, i) => {
    for (const listener of process.listeners(event as "uncaughtException")) {
      if (!listeners[i]!.includes(listener)) process.off(event, listener);
    }
  });
  if (!ready) throw new Error(`the TF.js backend "${name}" did not start`);
  return { name, tf, heap: name === "wasm" ? openHeap(tf) : undefined };
}

/** Emscripten listens to these and throws again, which would change how the whole program ends. */
const crashEvents = ["uncaughtException", "unhandledRejection"] as const;
