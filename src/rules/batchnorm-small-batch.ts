import { placeOfArgument, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";
import { trainingExamplesOf } from "./runs.ts";

const fewest = 8;

export const batchnormSmallBatch = rule({
  name: "batchnorm-small-batch",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Batch normalization is trained on batches of fewer than 8 examples.",
  why: "mean and variance of so few examples are mostly noise, and one example has no variance at all (Wu and He 2018)",
  help: "use `layer_norm`, which looks at one example at a time, or a `batch_size` of 16 or more",
  messages: {
    noisy: "`batch_norm` takes mean and variance of {size} examples",
    none: "`batch_norm` has no variance to take of a single example",
    last: "the last batch of each epoch is a single example, which has no variance: {examples} in batches of {size}",
  },
  check({ training, network: view }, find) {
    const norm = view.layers.find(({ kind, frozen }) => kind === "batch_norm" && !frozen);
    const { batchSize: size, declaration } = training;
    if (norm === undefined) return;
    const at = placeOfArgument(training.arguments["batch_size"]!, declaration.name.span);
    const related = [{ at: placeOfLayer(view, norm), label: "norms over the batch" }];
    const examples = trainingExamplesOf(training);
    const help = "take another `batch_size`, or another number of training examples";
    if (size === 1) find("none", {}, { at, related, severity: "error" });
    else if (size < fewest) find("noisy", { size }, { at, related });
    else if (examples !== undefined && examples % size === 1) find("last", { examples, size }, { at, related, help });
  },
});
