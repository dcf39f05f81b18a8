import { evaluate } from "../formula/evaluate.ts";
import { isReduction, some } from "../formula/formula.ts";
import { wordOf, type WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { nameOf } from "./activation-signal.ts";
import { byUse } from "./by-use.ts";
import { byPlace, formulaPlaces } from "./place.ts";
import { rule } from "./rule.ts";

export const penaltyDirection = rule({
  name: "penalty-direction",
  severity: "error",
  default: "on",
  on: "network",
  description: "A penalty does not keep the weights small.",
  why: "training makes the penalty as small as it can: one that falls drives the weights away, and one that is flat does nothing (Goodfellow et al. 2016, chapter 7)",
  help: "let it rise with the size of the weight on both sides: `w ^ 2`, `abs(w)`",
  messages: {
    nan: "`{word}` is {value} where a weight is {w}",
    rewards: "`{word}` rewards large weights: it is {near} for a weight of {w} and {far} for {further}",
    flat: "`{word}` is {near} whatever the weight is, and does nothing",
    steps: "`{word}` is flat wherever it does not jump, and does nothing",
  },
  check(view, find) {
    const penalized = view.layers.filter(({ arguments: args }) => wordOf(args["regularization"]) !== undefined);
    for (const { at, layers } of byPlace(penalized, "regularization")) {
      const use = wordOf(layers[0]!.arguments["regularization"])!;
      const word = use.word.name;
      const fault = faultOf(use);
      if (fault?.kind === "nan")
        find("nan", { word, w: fault.w, value: nameOf(fault.value) }, { at, related: formulaPlaces(use) });
      else if (fault?.kind === "rewards") {
        const [near, far] = [short(fault.near), short(fault.far)];
        find(
          "rewards",
          { word, w: fault.side, near, further: 10 * fault.side, far },
          { at, related: formulaPlaces(use) },
        );
      } else if (fault?.kind === "flat")
        find("flat", { word, near: short(fault.near) }, { at, related: formulaPlaces(use) });
      else if (fault !== undefined) find("steps", { word }, { at, related: formulaPlaces(use) });
    }
  },
});

const short = (value: number): number => Number(value.toPrecision(4));

type Fault =
  | { readonly kind: "nan"; readonly w: number; readonly value: number }
  | { readonly kind: "rewards"; readonly side: number; readonly near: number; readonly far: number }
  | { readonly kind: "flat"; readonly near: number }
  | { readonly kind: "steps" };

/** Sizes of weights as they are, and as they become where nothing holds them. */
const sizes = [0.0137, 0.137, 1.37, 13.7, 137];
const usual = [-0.1, 0.1, -1, 1];

const faultOf = byUse((use: WordUse): Fault | undefined => {
  const formula = formulaOf(use);
  // Of a kernel's weights taken together one of them tells nothing.
  if (formula === undefined || some(formula, isReduction)) return undefined;
  const at = (w: number): number => evaluate(formula, { w }) as number;
  const w = usual.find((weight) => !Number.isFinite(at(weight)));
  if (w !== undefined) return { kind: "nan", w, value: at(w) };
  const falls = (side: number): boolean =>
    sizes.every((size, i) => i === 0 || at(side * size) < at(side * sizes[i - 1]!));
  const down = [1, -1].find(falls);
  if (down !== undefined) return { kind: "rewards", side: down, near: at(down), far: at(10 * down) };
  const places = [...sizes, ...sizes.map((size) => -size)];
  // A strength of 0 is what one writes to have no penalty.
  if (places.some((weight) => at(weight) !== at(weight * 1.001)) || at(1) === 0) return undefined;
  return places.every((weight) => at(weight) === at(1)) ? { kind: "flat", near: at(1) } : { kind: "steps" };
});
