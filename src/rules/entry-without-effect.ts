import { removingStep } from "./edit.ts";
import { isInside } from "./place.ts";
import { rule } from "./rule.ts";

export const entryWithoutEffect = rule({
  name: "entry-without-effect",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "A default of a network is taken by none of its layers.",
  why: "it reads like a promise, and nothing in the network is as it says",
  help: "take it out, or leave it to the layers by taking out what they say themselves",
  messages: { idle: "no layer takes `{entry}` from here" },
  check(view, find) {
    const { declaration, layers } = view.network;
    const blocks = declaration.items.flatMap((item) =>
      item.kind === "entry" && item.name.name === "defaults" && item.value.kind === "entries" ? [item.value] : [],
    );
    for (const { name, span } of blocks.flatMap(({ entries }) => entries)) {
      const taken = layers.some((layer) => {
        const argument = layer.arguments[name.name];
        return argument?.from.kind === "defaults" && isInside(argument.at, span);
      });
      if (taken) continue;
      const edit = removingStep(span);
      find("idle", { entry: name.name }, { at: span, fix: edit && { safe: true, edits: [edit] } });
    }
  },
});
