import type { PartName } from "../data/spec.ts";
import { wordOf } from "../network/value.ts";
import { classesOf } from "./output.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { sizeOf } from "./runs.ts";

/** So few say nothing whatever their share; a few more say little, and a larger share was there to take. */
const fewest = { ever: 5, ofMany: 10, share: 0.05 };

/** Data with fewer examples has none to spare. */
const enough = 50;

export const tinyPart = rule({
  name: "tiny-part",
  severity: "warning",
  default: "on",
  on: "data",
  description: "A part of the data has too few examples to say anything: a handful, or fewer than there are classes.",
  why: "a figure over a handful of examples is chance, and so is what is stopped or chosen by it (Géron, Hands-On Machine Learning, chapter 2)",
  help: "give the part a larger share, or leave it out",
  messages: {
    few: "`{part}` gets {count} of {examples} examples",
    classes: "`{part}` gets {count} examples for {classes} classes",
  },
  check({ spec, examples, arguments: args }, find) {
    const { split, sources, target } = spec;
    // Of sources apart the split divides the first alone, and how many examples that has is not declared.
    const apart = sources.validation !== undefined || sources.test !== undefined;
    if (split === undefined || examples === undefined || apart || examples < enough) return;
    const held = { validation: sizeOf(split.validation, examples), test: sizeOf(split.test, examples) };
    const train = split.train === undefined ? examples - held.validation - held.test : sizeOf(split.train, examples);
    const classes = classesOf(target) ?? 2;
    const parts: readonly (readonly [PartName, number])[] = [
      ["train", train],
      ...(Object.entries(held) as [PartName, number][]),
    ];
    for (const [part, size] of parts) {
      const count = Math.round(size);
      const written = wordOf(args["split"])?.arguments[part];
      const at = written === undefined ? split.at : placeOfArgument(written, split.at);
      if (count <= 0) continue;
      if (count < fewest.ever || (count < fewest.ofMany && count < fewest.share * examples))
        find("few", { part, count, examples }, { at });
      else if (count < classes)
        find("classes", { part, count, classes }, { at, related: [{ at: target.at, label: "the classes" }] });
    }
  },
});
