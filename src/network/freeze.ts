/** `freeze: [name, …]`: the layers of the lines that keep these names are not trained. */
import { listed } from "../diagnostics/suggest.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import { layers as definitions } from "../vocabulary/layers/index.ts";
import { correct } from "./correct.ts";
import { inputsOf, type Layer, type Network } from "./network.ts";
import { listOf, type Argument } from "./value.ts";

/** Whether a layer has weights that training could move. */
export const learns = (network: Pick<Network, "layers">, layer: Layer): boolean => {
  const inputs = inputsOf(network, layer).map(({ shape }) => shape);
  const weights = definitions[layer.kind].weights?.(inputs, layer.arguments) ?? [];
  return weights.some(({ kind }) => kind !== "statistic");
};

/** The layers with weights of the line that keeps `name`; none where no line does. */
export const layersOfLine = (network: Network, name: string): readonly Layer[] =>
  (network.lines.get(name) ?? []).map((id) => network.layers[id]!).filter((layer) => learns(network, layer));

/** The network with those lines frozen: their weights stay, and their norms go by the history. */
export function frozen(network: Network, freeze: Argument | undefined, report: Report): Network {
  const names = listOf(freeze).flatMap((item) => (item.kind === "kept" ? [item] : []));
  if (names.length === 0) return network;
  for (const { name, at } of names) {
    const known = [...network.lines.keys()];
    if (!network.lines.has(name))
      report({
        code: "unknown-name",
        severity: "error",
        message: `the network \`${network.name}\` keeps no value \`${name}\``,
        at,
        related: [{ at: network.at, label: "the network" }],
        ...correct(
          name,
          at,
          known,
          known.length > 0 ? `kept are ${listed(known)}` : `keep one in the network: \`${name} = dense(100)\``,
        ),
      });
    else if (layersOfLine(network, name).length === 0)
      report({
        code: "entry-without-effect",
        severity: "warning",
        message: `the line of \`${name}\` has no weights to freeze`,
        at,
        why: "a line freezes the layers that are written in it, and no other",
        help: "name the lines of the layers that shall stay as they are",
      });
  }
  const held = new Set(names.flatMap(({ name }) => network.lines.get(name) ?? []));
  const layers = network.layers.map((layer) => (held.has(layer.id) ? { ...layer, frozen: true } : layer));
  const outputs = network.outputs.map(({ name, layer }) => ({ name, layer: layers[layer.id]! }));
  return { ...network, layers, output: layers[network.output.id]!, outputs };
}
