import type * as ast from "../syntax/ast.ts";
import { visit } from "../syntax/visit.ts";
import { rule } from "./rule.ts";

export const unusedParameter = rule({
  name: "unused-parameter",
  severity: "warning",
  default: "on",
  on: "model",
  description: "A block or a word takes a parameter and never looks at it.",
  why: "whatever is written for it changes nothing, and reads as if it did",
  help: "use it, or take it out",
  messages: { unused: "`{owner}` takes `{parameter}` and never uses it" },
  check({ file, vocabulary }, find) {
    for (const one of file.declarations) {
      if (one.kind !== "block" && one.kind !== "word") continue;
      // What the compiler provides may be asked for in vain; rules on its kind of word say where that matters.
      const provided = one.kind === "block" ? [] : (vocabulary.find(one.word, one.name.name)?.given ?? []);
      const given = new Set([...provided.map(({ name }) => name), ...(one.kind === "word" ? ["rate"] : [])]);
      if (one.kind === "word" && one.body === undefined) continue;
      const used = namesIn(one);
      for (const { name, span } of one.parameters)
        if (!given.has(name.name) && !used.has(name.name))
          find("unused", { owner: one.name.name, parameter: name.name }, { at: span });
    }
  },
});

/** The names that a declaration reads. */
function namesIn(one: ast.Block | ast.Word): ReadonlySet<string> {
  const used = new Set<string>();
  visit(one, { name: ({ name }) => void used.add(name), call: ({ name }) => void used.add(name.name) });
  return used;
}
