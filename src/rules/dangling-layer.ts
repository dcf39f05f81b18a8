import { rule } from "./rule.ts";

export const danglingLayer = rule({
  name: "dangling-layer",
  severity: "error",
  default: "on",
  on: "network",
  description: "A kept value or a branch never reaches the output.",
  why: "it is computed for nothing, and its weights are never trained",
  help: "connect it with `add` or `concat`, list it in `outputs: [main, aux]`, or take it out",
  messages: { lost: "{what} never reaches the output" },
  check(view, find) {
    const outputs = new Set(view.network.outputs.map(({ layer }) => layer));
    for (const layer of view.layers) {
      if (outputs.has(layer) || view.readers(layer).length > 0) continue;
      const what = layer.kept === undefined ? "this branch" : `\`${layer.kept}\``;
      find(
        "lost",
        { what },
        {
          at: layer.at,
          related: [{ at: view.network.output.at, label: "the output" }],
        },
      );
    }
  },
});
