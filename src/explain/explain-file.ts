/** `dnnc explain FILE`: the spec with every value filled in, and where each came from. */
import type { TargetSpec } from "../data/spec.ts";
import type { Network } from "../network/network.ts";
import type { ResolvedData } from "../network/resolve-data.ts";
import type { Training } from "../network/resolve-train.ts";
import type { Model } from "../network/resolve.ts";
import { textOf } from "../text/source.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { explainEntries } from "./explain-arguments.ts";
import { explainNetwork, frozenNames, heldLayers } from "./explain-network.ts";
import { indented, line, renderLines, type NotedLine } from "./lines.ts";

/** A spec that means the same, for a file without errors: its own words, its data, its networks, its runs. */
export function explainFile(model: Model): string {
  const words = model.file.declarations.filter((one) => one.kind === "word");
  const networks: readonly Network[] = [...model.trainings.map(({ network }) => network), ...model.networks];
  const held = (name: string): ReadonlySet<number> => heldLayers(networks.filter((network) => network.name === name));
  const parts = [
    ...words.map((word) => `${textOf(word.span)}\n`),
    ...[...model.data.values()].map((data) => renderLines(explainData(data, model))),
    ...networks.map((network) => renderLines(explainNetwork(network, model.vocabulary, held(network.name)))),
    ...model.trainings.map((training) => renderLines(explainTraining(training, model, held(training.network.name)))),
  ];
  return [...new Set(parts)].join("\n");
}

function explainData(
  { declaration, arguments: given, spec }: ResolvedData,
  { vocabulary }: Model,
): readonly NotedLine[] {
  const entries = explainEntries(vocabulary.find("section", "data")!, given);
  const fitted = given["target"]?.value.kind === "fitting";
  const body = entries.map((entry) =>
    fitted && entry.text.startsWith("target:")
      ? line(`target: ${targetText(spec.target, vocabulary)}`, "fitting: what the source makes")
      : entry,
  );
  return [line(`data ${declaration.name.name} {`), ...indented(body), line("}")];
}

/** What a made data set has for a target: all that its word takes, and how many classes where it has any. */
function targetText(target: TargetSpec, vocabulary: Vocabulary): string {
  const classes = target.kind === "class" ? String(target.classes) : "none";
  const given = vocabulary
    .find("target", target.kind)!
    .parameters.map(({ name }) => `${name}: ${name === "classes" ? classes : "none"}`);
  return `${target.kind}(${given.join(", ")})`;
}

function explainTraining(
  { declaration, network, arguments: given }: Training,
  { vocabulary }: Model,
  held: ReadonlySet<number>,
): readonly NotedLine[] {
  const { name, data, as } = declaration;
  const head = `train ${name.name} on ${data.name}${as === undefined ? "" : ` as ${as.name}`} {`;
  // A line that was a block, or several layers, is several lines here.
  const { freeze, ...others } = given;
  const names = frozenNames(network, held).map((kept) => ({ kind: "kept", name: kept, at: freeze!.at }) as const);
  const written =
    names.length === 0 ? given : { ...others, freeze: { ...freeze!, value: { kind: "list", items: names } } as const };
  return [line(head), ...indented(explainEntries(vocabulary.find("section", "train")!, written)), line("}")];
}
