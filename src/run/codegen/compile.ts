/** A loop as a function that can be called, in a module of its own. */
import type { Loop } from "../../graph/loop.ts";
import { Assembler } from "./assembler.ts";
import { generateLoop, type KernelOptions } from "./loop-kernel.ts";

/** Takes the addresses of the inputs, then of the results. */
export function compileLoop(
  loop: Loop,
  memory: WebAssembly.Memory,
  options: KernelOptions,
): (...addresses: number[]) => void {
  const assembler = new Assembler();
  assembler.importMemory("env", "memory");
  assembler.export("run", assembler.add(generateLoop(loop, options)));
  const module = new WebAssembly.Module(assembler.toBytes());
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports["run"] as (...addresses: number[]) => void;
}
