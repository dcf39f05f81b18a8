/** A training as each of its outputs sees it, so that a rule judges one output with its loss, its metrics and its target. */
import type { Training } from "../network/resolve-train.ts";
import type { Argument } from "../network/value.ts";

export function eachOutput(training: Training): readonly Training[] {
  const { heads, network, data, arguments: args } = training;
  if (heads.length === 1) return [training];
  return heads.map((head) => {
    const own = (entry: string): Argument => {
      const argument = args[entry]!;
      return argument.value.kind === "each" ? argument.value.values[head.name ?? ""]! : argument;
    };
    return {
      ...training,
      heads: [head],
      loss: head.loss,
      metrics: head.metrics,
      network: { ...network, output: head.layer },
      data: { ...data, outputs: head.width, spec: { ...data.spec, target: head.target } },
      arguments: { ...args, loss: own("loss"), metrics: own("metrics") },
    };
  });
}
