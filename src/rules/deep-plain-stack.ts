import { tooManyIn } from "./deep-without-norm.ts";
import { isNorm, mergesOf } from "./network-view.ts";
import { rule } from "./rule.ts";

export const deepPlainStack = rule({
  name: "deep-plain-stack",
  severity: "info",
  default: "strict",
  on: "network",
  description: "A plain stack of 6 hidden dense layers or more has no norm and is not self-normalizing.",
  why: "in a plain stack of this depth gradients fade or grow, and selu is made for this case (Klambauer et al. 2017)",
  help: "write `defaults: self_normalizing`, or give the layers `normalization: batch_norm`",
  messages: { plain: "{depth} hidden layers follow each other without norm" },
  check(view, find) {
    const { depth, declaration } = view.network;
    const normed = view.layers.some(isNorm);
    const selu = view.hiddenActivations.some(({ traits }) => traits.selfNormalizing);
    // Of one that is deeper than its layers bear `deep-without-norm` speaks.
    if (depth < 6 || tooManyIn(view).length > 0 || normed || selu || mergesOf(view).length > 0) return;
    find("plain", { depth }, { at: declaration.name.span });
  },
});
