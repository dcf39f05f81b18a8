import { formulaPlaces, placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { movesAlong } from "./optimizer-family.ts";

export const optimizerDirection = rule({
  name: "optimizer-direction",
  severity: "error",
  default: "on",
  on: "training",
  description: "The optimizer does not go down the gradient.",
  why: "the gradient points to where the loss rises; weights that follow it, or that are no numbers, learn nothing (Goodfellow et al. 2016, chapter 4)",
  help: "take a positive multiple of `rate * g` from `w`, and add a small number to what is divided by",
  messages: {
    climbs: "`{optimizer}` goes up the gradient",
    stands: "`{optimizer}` does not move with the gradient",
    breaks: "`{optimizer}` is no number where a gradient is 0",
    negative: "`{optimizer}` is no number where a gradient is negative",
    lost: "`{optimizer}` is no number at step {step}, whatever the gradient is",
    drifts: "`{optimizer}` moves a weight the same way, by {way}, whether its gradient is 1 or -1",
    inverse: "`{optimizer}` goes the farther the smaller the gradient is: {far} times as far for 0.01 as for 1",
  },
  check({ training }, find) {
    const { optimizer, declaration, arguments: args } = training;
    const name = { optimizer: optimizer.word.name };
    const at = placeOfArgument(args["optimizer"]!, declaration.name.span);
    const finding = { at, related: formulaPlaces(optimizer) };
    const moves = movesAlong(training, 1, 100);
    const lost = moves.findIndex((move) => !Number.isFinite(move));
    if (lost >= 0) return find("lost", { ...name, step: lost + 1 }, finding);
    const way = sum(moves);
    if (way > 0) return find("climbs", name, finding);
    if (way === 0) return find("stands", name, finding);
    const back = sum(movesAlong(training, -1, 100));
    if (Number.isNaN(back)) return find("negative", name, finding);
    if (back < 0) return find("drifts", { ...name, way: Number(moves[0]!.toPrecision(3)) }, finding);
    if (Number.isNaN(movesAlong(training, 0, 1)[0])) return find("breaks", name, finding);
    const far = sum(movesAlong(training, 0.01, 100)) / way;
    if (far > 2) find("inverse", { ...name, far: Math.round(far) }, { ...finding, help: rootHelp });
  },
});

const rootHelp = "divide by the root of the squares' mean, `sqrt(v)`: then a step does not hang on the gradient's size";

const sum = (moves: readonly number[]): number => moves.reduce((total, move) => total + move, 0);
