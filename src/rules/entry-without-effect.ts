import { removingStep } from "./edit.ts";
import { idleScheduleArguments } from "./idle-schedule.ts";
import { idleLossArguments } from "./idle-loss.ts";
import { printValue } from "../network/value.ts";
import { isInside, placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const entryWithoutEffect = rule({
  name: "entry-without-effect",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description:
    "A default of a network is taken by none of its layers, or a number of a schedule or a loss reaches nothing in this training.",
  why: "it reads like a promise, and nothing in the network or its training is as it says",
  help: "take it out, or leave it to the layers by taking out what they say themselves",
  messages: {
    idle: "no layer takes `{entry}` from here",
    beyond: "`{name}` of {value} is beyond every error of a normalized target: `{loss}` is the same without it",
    drives: "{names} of `{schedule}` {verb} for what `{optimizer}` has not",
  },
  check(view, find) {
    const { training } = view;
    const [first, ...others] = training === undefined ? [] : idleScheduleArguments(training);
    if (first !== undefined) {
      const { argument, schedule } = first;
      const names = [first, ...others].map(({ name }) => `\`${name}\``).join(" and ");
      const { optimizer, declaration: run, arguments: own } = training!;
      find(
        "drives",
        { names, verb: others.length > 0 ? "are" : "is", schedule: schedule.word.name, optimizer: optimizer.word.name },
        {
          at: placeOfArgument(argument, run.name.span),
          related: [{ at: placeOfArgument(own["optimizer"]!, run.name.span), label: "takes the rate alone" }],
          help: "use `nesterov` or `momentum`, or take it out",
        },
      );
    }
    const { declaration, layers } = view.network;
    for (const { name, argument } of training === undefined ? [] : idleLossArguments(training)) {
      const holes = { name, value: printValue(argument.value), loss: training!.loss.word.name };
      const help = "write about 1, one deviation of a standardized target, or take it out";
      find("beyond", holes, { at: placeOfArgument(argument, training!.declaration.name.span), help });
    }
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
