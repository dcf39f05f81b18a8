import { rule } from "./rule.ts";
import { unusedParts } from "./unused-parts.ts";

export const unusedParameter = rule({
  name: "unused-parameter",
  severity: "warning",
  default: "on",
  on: "model",
  description: "A block or a word takes a parameter, keeps a state or computes a line that comes to nothing.",
  why: "whatever is written for it changes nothing, and reads as if it did",
  help: "use it, or take it out",
  messages: {
    parameter: "`{owner}` takes `{name}` and never uses it",
    state: "`{owner}` keeps `{name}` and never uses it",
    line: "`{owner}` computes `{name}` and never uses it",
    constant: "`{owner}` keeps `{name}` and never changes it",
  },
  check({ file, vocabulary }, find) {
    for (const one of file.declarations) {
      if (one.kind !== "block" && one.kind !== "word") continue;
      if (one.kind === "word" && vocabulary.find(one.word, one.name.name)?.damaged === true) continue;
      for (const { kind, name, at } of unusedParts(one))
        find(
          kind,
          { owner: one.name.name, name: name.name },
          { at, ...(kind === "constant" && { help: "assign it in a line, or write the number itself" }) },
        );
    }
  },
});
