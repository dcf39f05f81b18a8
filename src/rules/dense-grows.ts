import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const denseGrows = rule({
  name: "dense-grows",
  severity: "info",
  default: "off",
  on: "network",
  description: "Hidden layers become wider from one to the next, all the way to the output.",
  why: "a network usually narrows towards the output: what comes late is made of more and says more with less (Géron, Hands-On Machine Learning, chapter 10)",
  help: "turn the order of the widths round, or give all hidden layers the same",
  messages: { grows: "hidden layers grow from {first} to {last} units" },
  check(view, find) {
    const hidden = view.layers.filter(({ kind, role }) => kind === "dense" && role === "hidden");
    const widths = hidden.map(({ shape }) => shape.at(-1)!);
    const isGrowing = widths.length > 1 && widths.every((width, i) => i === 0 || width > widths[i - 1]!);
    if (!isGrowing) return;
    const [first, last] = [hidden[0]!, hidden.at(-1)!];
    find(
      "grows",
      { first: widths[0]!, last: widths.at(-1)! },
      {
        at: placeOfArgument(last.arguments["units"]!, last.at),
        related: [{ at: placeOfArgument(first.arguments["units"]!, first.at), label: "the narrowest" }],
      },
    );
  },
});
