/** The losses of an emitted network. */
import { trainableWeights, type NamedWeight, type Objective } from "../../graph/step.ts";
import type { Ref } from "../../vocabulary/layers/definition.ts";
import { bodyOf, entry, forEach, totalOf, weightList, type Printing } from "./printing.ts";

/** Whether training weighs its examples, which evaluation does not. */
export const weighs = ({ training }: Pick<Printing, "training">): boolean =>
  training.data.spec.classWeights !== undefined;

/** `loss`, and where training weighs examples `weightedLoss` beside it: then the plain one needs no derivative. */
export function lossesText(printing: Printing): readonly string[] {
  const { inTraining, inInference, needed } = printing;
  if (!weighs(printing)) return lossText(printing, inTraining, needed, "loss");
  return [
    ...lossText(printing, inInference, plainLosses(printing), "loss"),
    "",
    ...lossText(printing, inTraining, needed, "weightedLoss"),
  ];
}

/** The names of the plain losses, before anything inside the network gets one. */
export function namePlainLosses(
  printing: Pick<Printing, "training" | "inTraining" | "inInference" | "needed" | "rules">,
): void {
  if (!weighs(printing)) return;
  const plain = plainLosses(printing);
  printing.inInference.calls.forEach(({ rule }, i) => readsTarget(printing, i) && printing.rules.name(rule, plain[i]!));
}

/** The calls of inference take the gradients of training, but for the losses themselves. */
const plainLosses = (printing: Pick<Printing, "inInference" | "needed" | "inTraining">): Printing["needed"] => {
  const shift = bodyOf(printing.inTraining) - bodyOf(printing.inInference);
  return printing.inInference.calls.map((_, i) => (readsTarget(printing, i) ? [] : (printing.needed[i + shift] ?? [])));
};

const readsTarget = ({ inInference: { calls } }: Pick<Printing, "inInference">, index: number): boolean =>
  calls[index]!.inputs.some(
    (ref) => ref.kind === "target" || (ref.kind === "call" && calls[ref.index]!.rule.name === "targetsFrom"),
  );

/** What is minimized: the loss of each output, and the penalties of kernels one after the other. */
function lossText(
  printing: Printing,
  objective: Objective,
  needed: Printing["needed"],
  called: "loss" | "weightedLoss",
): readonly string[] {
  const { heads } = printing.training;
  const name = (index: number): string => printing.rules.name(objective.calls[index]!.rule, needed[index]!);
  const scope = printing.scope.inner();
  const one = heads.length === 1;
  const [prediction, target, total, kernel, example] = ["prediction", "target", "total", "kernel", "weight"].map(
    (wish) => scope.fresh(wish),
  );
  const [more, moreTyped] = called === "weightedLoss" ? [`, ${example}`, `, ${example}: Tensor`] : ["", ""];
  const lines: string[] = [];
  const terms: string[] = [];
  let at = bodyOf(objective);
  const entries = heads.map(({ name: output = "" }, i) => {
    // A part of the target, the loss, its weight and the sum so far follow one another, as far as they are there.
    const isPart = objective.calls[at]!.inputs.length === 1;
    const part = isPart ? `${name(at++)}(${target})` : target;
    const text = `${name(at++)}(${one ? prediction : `${prediction}.${output}`}, ${part}${more})`;
    const own = scope.fresh(output);
    if (!one) lines.push(`const ${own} = ${text};`);
    const weighed = heads[i]!.weight === 1 ? (one ? text : own) : `${name(at++)}(${one ? text : own})`;
    terms.push(i === 0 ? weighed : `${name(at++)}(${terms.pop()}, ${weighed})`);
    return entry(output, own);
  });
  const added = penaltiesText(printing, objective, at, name, { total: total!, kernel: kernel! });
  const by = more === "" ? "" : ", each example by its weight";
  const doc = `/** The loss of ${one ? `a prediction${by}${added.length > 0 ? ", and the penalties" : ""}: a mean` : `each output${by}, and in total${added.length > 0 ? " with the penalties" : ""}: means`} over the batch. */`;
  const direct = `(${prediction}, ${target}${more})`;
  if (one && added.length === 0 && terms[0]!.endsWith(direct) && !terms[0]!.slice(0, -direct.length).includes("("))
    return [doc, `const ${called} = ${terms[0]!.slice(0, -direct.length)};`];
  if (one && added.length === 0)
    return [doc, `const ${called} = (${prediction}: Tensor, ${target}: Tensor${moreTyped}) => ${terms[0]};`];
  return [
    doc,
    `function ${called}(${prediction}: ${one ? "Tensor" : "Outputs"}, ${target}: Tensor${moreTyped})${one ? ": Tensor" : ""} {`,
    ...lines,
    `${added.length > 0 ? "let" : "const"} ${total} = ${terms[0]};`,
    ...added,
    `return ${one ? total : `{ ${entry(totalOf(heads), total!)}, ${entries.join(", ")} }`};`,
    "}",
  ];
}

/** Penalty and sum take turns from call `first` on; those of one kind make one line. */
function penaltiesText(
  printing: Printing,
  { calls }: Objective,
  first: number,
  name: (index: number) => string,
  called: { readonly total: string; readonly kernel: string },
): readonly string[] {
  const { total, kernel } = called;
  const groups: { penalty: string; plus: string; kernels: NamedWeight[] }[] = [];
  const weights = trainableWeights(printing.training.network);
  for (let i = first; i < calls.length; i += 2) {
    const penalty = name(i);
    const ref = calls[i]!.inputs[0]! as Ref & { kind: "weight" };
    const own = weights.find(({ layer, name }) => layer === ref.layer && name === ref.weight)!;
    const group = groups.at(-1);
    if (group?.penalty === penalty) group.kernels.push(own);
    else groups.push({ penalty, plus: name(i + 1), kernels: [own] });
  }
  return groups.map(({ penalty, plus, kernels }) =>
    forEach(weightList(printing, kernels), (w) => `${total} = ${plus}(${total}, ${penalty}(${w}));`, kernel),
  );
}
