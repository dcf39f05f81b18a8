import { outputOf, setActivation, setLoss, together } from "./output.ts";
import { rule } from "./rule.ts";

export const softmaxMultiLabel = rule({
  name: "softmax-multi-label",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "Softmax, or the cross-entropy that goes with it, meets a target of several labels.",
  why: "softmax's probabilities are 1 in sum: the labels of one example compete, though all of them may hold",
  help: "use `sigmoid` and `binary_cross_entropy`",
  messages: {
    activation: "`{word}` lets the labels of an example compete",
    loss: "`{word}` takes one class an example, but the target has several labels",
  },
  check(subject, find) {
    const output = outputOf(subject);
    const { kind, lossKind, loss, target, at } = output;
    // With a loss for numbers it is `regression-loss-on-class` that mends both.
    if (target.kind !== "multi_label" || lossKind === "distance") return;
    const related = [{ at: at.target, label: "several labels at once" }];
    const set = lossKind === "classes" ? setLoss(subject.training, "binary_cross_entropy") : noEdit;
    if (kind === "softmax")
      find(
        "activation",
        { word: output.activation },
        {
          at: at.activation,
          related,
          fix: together(setActivation(output, "sigmoid"), set),
        },
      );
    else if (lossKind === "classes") find("loss", { word: loss.word.name }, { at: at.loss, related, fix: set });
  },
});

const noEdit = { safe: true, edits: [] };
