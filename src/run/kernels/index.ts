/** Every operation, and how it is computed: the one table. */
import { binaryKernels, comparisonKernels, logicalKernels, unaryKernels } from "./elementwise.ts";
import type { ComputedNode, ComputedOp, Kernel, NodeOf } from "./kernel.ts";
import { matMul } from "./mat-mul.ts";
import { concat, pad, reshape, slice, transpose } from "./movement.ts";
import { reductionKernels } from "./reduction.ts";
import { where } from "./where.ts";

export type Kernels = { readonly [K in ComputedOp]: Kernel<NodeOf<K>> };

export const kernels: Kernels = {
  ...unaryKernels,
  ...binaryKernels,
  ...comparisonKernels,
  ...logicalKernels,
  where,
  matMul,
  transpose,
  ...reductionKernels,
  reshape,
  concat,
  slice,
  pad,
};

/** The kernel of a node, whatever its operation. */
export const kernelOf = (table: Kernels, node: ComputedNode): Kernel<ComputedNode> =>
  table[node.op] as Kernel<ComputedNode>;
