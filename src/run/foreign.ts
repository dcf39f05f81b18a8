/** Operations that TF.js's own C kernels compute, on memory of ours. */
import type { ForeignLaunch } from "../graph/schedule.ts";
import { float32, type Region } from "./heap.ts";

interface Numbers {
  readonly address: number;
  readonly size: number;
}

const kernelNames: { readonly [K in ForeignLaunch["op"]]: string } = { sin: "Sin", cos: "Cos", pow: "Pow", mod: "Mod" };

/**
 * The kernel's name and its arguments: `name(x_id, dtype, out_id)` of one input,
 * `name(a_id, a_shape, a_rank, b_id, b_shape, b_rank, dtype, out_id)` of two.
 */
export function foreignCall(
  op: ForeignLaunch["op"],
  inputs: readonly Numbers[],
  output: Numbers,
  region: Region,
): { readonly kernel: string; readonly values: readonly number[] } {
  const idOf = ({ address, size }: Numbers): number => region.tensor(address, size);
  const shaped = (one: Numbers): number[] => [idOf(one), region.integers([one.size]), 1];
  const given = inputs.length === 1 ? [idOf(inputs[0]!)] : inputs.flatMap(shaped);
  return { kernel: kernelNames[op], values: [...given, float32, idOf(output)] };
}
