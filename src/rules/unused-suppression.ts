import { nearest } from "../diagnostics/suggest.ts";
import { replacing, withLine } from "./edit.ts";
import { rule } from "./rule.ts";

const written = "`// dnnc-ignore rule: reason`";

export const unusedSuppression = rule({
  name: "unused-suppression",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "suppression",
  description: "An ignore comment silences nothing.",
  why: "it tells of a fault that is not there, and would hide one that comes",
  help: "take it out; it is about the entry that follows, or above everything about the file",
  messages: {
    idle: "`{rule}` finds nothing here",
    unknown: "there is no rule `{rule}`",
    unformed: "this ignore comment is not written as one",
  },
  check({ suppression, idle, rules }, find) {
    const { rule: name, formed, comment } = suppression;
    const at = comment.span;
    if (!formed) return find("unformed", {}, { at, help: `write ${written}` });
    if (!rules.includes(name)) {
      const near = nearest(name, rules);
      const start = at.start + at.source.text.slice(at.start, at.end).indexOf(name, "//dnnc-ignore".length);
      const fix = near && { safe: false, edits: [replacing({ ...at, start, end: start + name.length }, near)] };
      const help =
        near === undefined ? "only rules can be silenced: `dnnc rules` lists them" : `did you mean \`${near}\`?`;
      return find("unknown", { rule: name }, { at, help, ...(fix && { fix }) });
    }
    if (idle) find("idle", { rule: name }, { at, fix: { safe: true, edits: [replacing(withLine(at), "")] } });
  },
});
