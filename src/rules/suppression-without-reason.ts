import { rule } from "./rule.ts";

export const suppressionWithoutReason = rule({
  name: "suppression-without-reason",
  severity: "warning",
  default: "strict",
  on: "suppression",
  description: "An ignore comment gives no reason.",
  why: "nobody can tell later whether the fault is still wanted",
  help: "write the reason behind a colon",
  messages: { bare: "it is not said why `{rule}` is silenced" },
  check({ suppression: { rule: name, reason, formed, comment } }, find) {
    if (!formed || reason !== "") return;
    const help = `write the reason behind a colon: \`// dnnc-ignore ${name}: …\``;
    find("bare", { rule: name }, { at: comment.span, help });
  },
});
