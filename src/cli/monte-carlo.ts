/** `--monte-carlo N`, of the verbs that take it. */
import { isRandom } from "../graph/monte-carlo.ts";
import type { Network } from "../network/network.ts";
import { mostSamples } from "../run/monte-carlo.ts";
import { UsageError } from "./failure.ts";
import { wholeNumber } from "./options.ts";

/** What it says of itself, and what it takes. */
export const monteCarlo = [
  "the mean of so many passes with dropout and noise drawn as in training",
  wholeNumber(2, mostSamples),
] as const;

/** Passes of a network that draws nothing are all the same. */
export function checkRandom(folder: string, network: Network): void {
  if (isRandom(network)) return;
  throw new UsageError(
    `the network of ${folder} draws nothing at random, so that all samples would be the same`,
    "leave `--monte-carlo` out, or train a network with dropout or noise",
  );
}
