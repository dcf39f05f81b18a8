import { activationOf, onlyReader } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const doubleActivation = rule({
  name: "double-activation",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Two activations follow each other with no layer between.",
  why: "the second is redundant, or bends what the first was chosen for",
  help: "write `activation: none` on one of the two",
  messages: { twice: "`{first}` is followed by `{second}`" },
  check(view, find) {
    for (const [second] of view.layers.map(activationOf)) {
      const [first] = second === undefined ? [] : view.inputs(second.layer).flatMap(activationOf);
      if (first === undefined || second === undefined || first.traits.linear || second.traits.linear) continue;
      if (view.inputs(second.layer).length > 1 || onlyReader(view, first.layer) === undefined) continue;
      find(
        "twice",
        { first: first.use.word.name, second: second.use.word.name },
        {
          at: placeOfLayer(view, first.layer),
          related: [{ at: placeOfLayer(view, second.layer), label: "comes right after it" }],
        },
      );
    }
  },
});
