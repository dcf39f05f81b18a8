/** The weights of an emitted network: how they are drawn, and how they are named in files. */
import { weightsOf } from "../../graph/step.ts";
import type { Layer } from "../../network/network.ts";
import { loopAround, weighted, type Loop } from "./loops.ts";
import { makeNames } from "./names.ts";
import type { Printing } from "./printing.ts";

/** A layer's name without its number: `dense` of `dense_1`. */
const kindOf = ({ name }: Layer): string => name.replace(/_\d+$/, "");
const numberOf = ({ name }: Layer): number => Number(/\d+$/.exec(name)![0]);

/** What the objects of the layers with weights are called. In a loop they hang on `layer`, whose only one it is or one of several. */
export function objectNames({
  training: { network },
  scope,
  loops,
}: Pick<Printing, "training" | "scope" | "loops">): Map<Layer, string> {
  const names = new Map<Layer, string>();
  const all = [...loops.keys()];
  for (const loop of all) {
    const own = makeNames();
    const layers = weighted(network, loop);
    for (const layer of layers) names.set(layer, layers.length === 1 ? "layer" : `layer.${own.same(kindOf(layer))}`);
  }
  for (const layer of network.layers)
    if (loopAround(all, layer) === undefined && weightsOf(network, layer).length > 0)
      names.set(layer, scope.same(layer.name));
  return names;
}

/** The declarations of all weights, in the order of the layers. */
export function weightsText(printing: Printing): readonly string[] {
  const { training, objects, loops } = printing;
  const all = [...loops.keys()];
  const starts = new Map([...loops.keys()].map((loop) => [loop.start, loop]));
  const lines: string[] = [];
  for (const layer of training.network.layers) {
    const loop = starts.get(layer.id);
    if (loop !== undefined) lines.push(...loopText(printing, loop));
    else if (objects.has(layer) && loopAround(all, layer) === undefined)
      lines.push(`const ${objects.get(layer)} = ${objectText(printing, layer)};`);
  }
  return lines;
}

/** The list of a loop's weights. */
function loopText(printing: Printing, loop: Loop): readonly string[] {
  const { training, objects, loops } = printing;
  const list = loops.get(loop);
  if (list === undefined) return [];
  const layers = weighted(training.network, loop);
  const each =
    layers.length === 1
      ? objectText(printing, layers[0]!, loop)
      : `{ ${layers.map((layer) => `${objects.get(layer)!.slice("layer.".length)}: ${objectText(printing, layer, loop)}`).join(", ")} }`;
  return [`const ${list} = Array.from({ length: ${loop.count} }, (_, i) => (${each}));`];
}

/** The weights of a layer as an object of variables. */
function objectText({ training, initials, streams }: Printing, layer: Layer, loop?: Loop): string {
  const entries = weightsOf(training.network, layer).map((weight) => {
    const held = weight.kind === "statistic" || layer.frozen ? ", false" : "";
    const stream = `stream.${layer.name}${loop === undefined ? "" : ` + ${loop.stride === 1 ? "" : `${loop.stride} * `}i`}`;
    const { code, draws } = initials.text(weight, stream);
    if (draws) streams.set(layer.name, layer.stream);
    return `${weight.name}: variable(${code}${held})`;
  });
  return `{ ${entries.join(", ")} }`;
}

/** The argument of `named`: every object under its layer's name, in the order of the layers. */
export function namedText({ training: { network }, objects, loops }: Printing): string {
  const starts = new Map([...loops.keys()].map((loop) => [loop.start, loop]));
  const entries = network.layers.flatMap((layer) => {
    const loop = starts.get(layer.id);
    if (loop !== undefined) return loops.get(loop) === undefined ? [] : [loopEntries(loop, loops.get(loop)!)];
    const object = objects.get(layer);
    if (object === undefined || loopAround([...loops.keys()], layer) !== undefined) return [];
    return [object === layer.name ? object : `${layer.name}: ${object}`];
  });
  return `{ ${entries.join(", ")} }`;

  function loopEntries(loop: Loop, list: string): string {
    const layers = weighted(network, loop);
    const pairs = layers.map((layer) => {
      const step = numberOf(network.layers[layer.id + loop.period]!) - numberOf(layer);
      const place = `${numberOf(layer)} + ${step === 1 ? "" : `${step} * `}i`;
      return [`\`${kindOf(layer)}_\${${place}}\``, objects.get(layer)];
    });
    return pairs.length === 1
      ? `...Object.fromEntries(${list}.map((layer, i) => [${pairs[0]!.join(", ")}]))`
      : `...Object.fromEntries(${list}.flatMap((layer, i) => Object.entries({ ${pairs.map(([key, object]) => `[${key}]: ${object}`).join(", ")} })))`;
  }
}
