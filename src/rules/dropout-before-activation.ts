import type { Fix } from "../diagnostics/diagnostic.ts";
import type { Layer } from "../network/network.ts";
import { isOwnStep, swapping } from "./edit.ts";
import { activationOf, isDropping, stretchBefore, type NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const dropoutBeforeActivation = rule({
  name: "dropout-before-activation",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "Dropout stands between a layer's weights and its activation.",
  why: "dropout is defined on a layer's outputs; before the activation its zeros and its scaling go through a bend (Srivastava et al. 2014)",
  help: "put dropout behind the activation",
  messages: { before: "`{dropout}` stands before `{activation}`" },
  check(view, find) {
    for (const [activation] of view.layers.map(activationOf)) {
      if (activation === undefined || activation.traits.linear) continue;
      const before = stretchBefore(view, activation.layer);
      const last = before.findIndex((one) => activationOf(one).length > 0);
      const dropout = before.slice(0, last < 0 ? undefined : last).find(isDropping);
      const [from] = view.inputs(before.at(-1) ?? activation.layer);
      if (dropout === undefined || last >= 0 || from?.kind !== "dense") continue;
      find(
        "before",
        { dropout: dropout.kind, activation: activation.use.word.name },
        {
          at: placeOfLayer(view, dropout),
          related: [{ at: placeOfLayer(view, activation.layer), label: "comes after it" }],
          fix: swapped(view, dropout, activation.layer),
        },
      );
    }
  },
});

/** The two steps in each other's place, where they are neighbours and nobody else reads what is between. */
function swapped(view: NetworkView, dropout: Layer, activation: Layer): Fix | undefined {
  const neighbours = activation.inputs[0] === dropout.id && view.readers(dropout).length === 1;
  const plain = dropout.kept === undefined && activation.kept === undefined;
  const own = isOwnStep(view, dropout) && isOwnStep(view, activation);
  return neighbours && plain && own ? { safe: true, edits: swapping(dropout.at, activation.at) } : undefined;
}
