import type { Report } from "../diagnostics/diagnostic.ts";
import type { ClassWeights, TargetSpec } from "../data/spec.ts";
import { listOf, type Argument } from "./value.ts";

/** What the classes of a target weigh; `null` where it has none, or not as many. */
export function classWeightsOf(
  argument: Argument,
  target: TargetSpec,
  report: Report,
): ClassWeights | undefined | null {
  const { value, at } = argument;
  if (value.kind === "none") return undefined;
  const related = [{ at: target.at, label: "the target" }];
  if (target.kind !== "class" && target.kind !== "binary") {
    report({
      code: "data",
      severity: "error",
      message: `\`class_weights\` weigh classes, and the target has none: it is \`${target.kind}\``,
      at,
      related,
      help: "take `class_weights` out",
    });
    return null;
  }
  if (value.kind !== "list") return { weights: "balanced", at };
  const weights = listOf(argument).flatMap((item) => (item.kind === "number" ? [item.value] : []));
  const classes =
    target.kind === "binary" ? 2 : typeof target.classes === "number" ? target.classes : target.classes.length;
  if (weights.length !== classes) {
    report({
      code: "data",
      severity: "error",
      message: `${weights.length} weight${weights.length === 1 ? " is" : "s are"} given, and the target has ${classes} classes`,
      at,
      related,
      help:
        target.kind === "binary" ? "write two: that of 0, then that of 1" : "write one for each class, in their order",
    });
    return null;
  }
  if (weights.some((weight) => weight > 0)) return { weights, at };
  report({
    code: "data",
    severity: "error",
    message: "no class weighs anything: nothing could be learned",
    at,
    related,
  });
  return null;
}
