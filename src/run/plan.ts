/** The plan: a graph as a list of kernel calls on fixed addresses of TF.js's heap, made once and called in each run. */
import { sizeOf, type Graph, type Shape } from "../graph/ir.ts";
import type { Buffer, Heap } from "./heap.ts";
import { planProgram } from "./plan-program.ts";
import { checkCount, checkVariables, known } from "./needs.ts";
import type { AllReduceValues, Session } from "./session.ts";

export interface PlannedVariable {
  readonly shape: Shape;
  readonly buffer: Buffer;
}

export function planSession(heap: Heap, allReduce?: AllReduceValues): Session {
  const region = heap.region();
  const variables = new Map<string, PlannedVariable>();
  /** Variables and feeds written since a product last packed them: XNNPACK would go on with the old numbers. */
  const written = new Set<Buffer>();
  const packed = new Map<Buffer, number>();
  const disposals: (() => void)[] = [];
  const put = ({ shape, buffer }: PlannedVariable, name: string, values: Float32Array): void => {
    checkCount(name, shape, values);
    heap.floats.set(values, buffer.offset >>> 2);
    written.add(buffer);
  };
  return {
    variable(name, shape, initial) {
      if (variables.has(name)) throw new Error(`variable "${name}" is there already`);
      const variable = { shape, buffer: region.buffer(sizeOf(shape), "float32") };
      put(variable, name, initial);
      variables.set(name, variable);
    },
    read(name) {
      const { offset, size } = known(variables, "variable", name).buffer;
      return heap.floats.slice(offset >>> 2, (offset >>> 2) + size);
    },
    write: (name, values) => put(known(variables, "variable", name), name, values),
    compile(graph: Graph, seed: number) {
      checkVariables(graph, new Map([...variables].map(([name, { shape }]) => [name, shape])));
      const { program, dispose } = planProgram({ heap, variables, written, packed, allReduce }, graph, seed);
      disposals.push(dispose);
      return program;
    },
    dispose() {
      for (const dispose of disposals.splice(0)) dispose();
      variables.clear();
      region.dispose();
    },
  };
}
