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

/** Refuses a network of several outputs, and one that draws nothing: its passes are all the same. */
export function checkRandom(folder: string, network: Network): void {
  if (network.outputs.length > 1)
    throw new UsageError(
      `the network of ${folder} has several outputs, and \`--monte-carlo\` is not supported for those yet`,
      "leave `--monte-carlo` out",
    );
  if (isRandom(network)) return;
  throw new UsageError(
    `the network of ${folder} draws nothing at random, so that all samples would be the same`,
    "leave `--monte-carlo` out, or train a network with dropout or noise",
  );
}
