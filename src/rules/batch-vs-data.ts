import { isWritten } from "../network/value.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { trainingExamplesOf } from "./runs.ts";

/** Of so few examples one batch is the usual way. */
const fewest = 50;

export const batchVsData = rule({
  name: "batch-vs-data",
  severity: "warning",
  default: "on",
  on: "training",
  description: "A batch is asked for that is larger than the training part.",
  why: "an epoch is one step then, over the same examples each time: none of the noise that helps stochastic descent to generalize (Keskar et al. 2017)",
  help: "write a `batch_size` from 16 to 256",
  messages: { larger: "a batch of {size} is more than the {examples} training examples" },
  check({ training }, find) {
    const { batchSize: size, declaration, arguments: args, data } = training;
    const examples = trainingExamplesOf(training);
    const argument = args["batch_size"]!;
    if (!isWritten(argument) || examples === undefined || examples < fewest || size <= examples) return;
    const related = [{ at: data.spec.at, label: "the data" }];
    find("larger", { size, examples }, { at: placeOfArgument(argument, declaration.name.span), related });
  },
});
