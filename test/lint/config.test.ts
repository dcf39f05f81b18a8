import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/lint/config.ts";
import { configSchema } from "../../src/lint/config-shape.ts";
import { readJson, type JsonNode } from "../../src/lint/json-text.ts";
import { rules } from "../../src/rules/index.ts";
import { positionAt, type Source } from "../../src/text/source.ts";

const source = (text: string): Source => ({ path: "dnnc.config.json", text });

/** `line:column: message (help)` of each mistake. */
function mistakes(text: string): string[] {
  const read = readConfig(source(text));
  if (!("mistakes" in read)) return [];
  return read.mistakes.map(({ at, message, help }) => {
    const { line, column } = positionAt(at.source, at.start);
    return `${line}:${column}: ${message}${help === undefined ? "" : ` (${help})`}`;
  });
}

function settings(config: object, path = "a.dnn") {
  const read = readConfig(source(JSON.stringify(config)));
  if ("mistakes" in read) throw new Error(read.mistakes[0]!.message);
  return read.config.settingsFor(path);
}

const states = (config: object, path?: string) => Object.fromEntries(settings(config, path)!.states);

describe("mistakes stand at their places", () => {
  test.each([
    ['{ "rules": { "selu-int": "off" } }', "1:14: there is no `selu-int` in `rules` (did you mean `selu-init`?)"],
    ['{ "rulse": {} }', "1:3: there is no `rulse` in the configuration of dnnc (did you mean `rules`?)"],
    ['{\n  "strict": 1\n}', "2:13: `strict` is `true` or `false`"],
    ['{ "budgets": { "parameters": -1 } }', /1:30: .* is a whole number from 0/],
    ['{ "budgets": { "params": 1 } }', /there is no `params` in `budgets` \(it takes `parameters`, /],
    [
      '{ "rules": { "selu-init": "warn" } }',
      /1:27: the state of `selu-init` is one of .* \(did you mean `"warning"`\?\)/,
    ],
    ['{ "overrides": [{ "rules": {} }] }', "1:17: `files` is missing here"],
    ['{ "ignore": "a" }', /1:13: .* is a list/],
    ["[]", /1:1: the configuration of dnnc is an object/],
    ['{ "strict": true, }', "1:17: JSON takes no comma before `}`"],
    ['{ "strict": true // why\n}', "1:18: JSON has no comments"],
    ["{ 'strict': true }", "1:3: a key in double quotation marks is missing here"],
    ['{ "strict" true }', "1:12: `:` is missing behind `strict`"],
    ['{ "strict": yes }', '1:13: `yes` is no JSON value (write `"yes"` for a text)'],
    ['{ "strict": true, "strict": false }', "1:19: `strict` is given twice"],
    ['{ "strict": true } {}', "1:20: something stands behind the end of the JSON value"],
    ["", "1:1: a JSON value is missing here"],
    ["[".repeat(1_000_000), "1:33: brackets are nested more than 32 deep"],
    ['{ "$schema": "a', "1:14: this text has no closing quotation mark"],
    ['{ "__proto__": 1 }', /there is no `__proto__`/],
  ])("%s", (text, message) => {
    const found = mistakes(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  test("every misfit is told, not the first alone", () => {
    expect(mistakes('{ "strict": 1, "ignore": 2, "budgets": { "a": 1 } }')).toHaveLength(3);
  });
});

test("our JSON is JSON: what it takes JSON.parse takes, with the same value", () => {
  const plain = (node: JsonNode): unknown => {
    if (node.kind === "null") return null;
    if (node.kind === "array") return node.items.map(plain);
    if (node.kind !== "object") return node.value;
    return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
  };
  const read = (text: string): unknown => {
    const found = readJson(source(text));
    return "node" in found ? { value: plain(found.node) } : undefined;
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2, "\t"), (value, space) => {
      const text = JSON.stringify(value, undefined, space);
      expect(read(text)).toEqual({ value: JSON.parse(text) });
    }),
  );
  const parse = (text: string): unknown => {
    try {
      return { value: JSON.parse(text) as unknown };
    } catch {
      return undefined;
    }
  };
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"b"',
    "1",
    "-",
    "0",
    "1e5",
    "true",
    "null",
    " ",
    "x",
    '"',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const text = parts.join("");
      if (/"(\w)".*"\1"/.test(text)) return;
      expect(read(text)).toEqual(parse(text));
    }),
    { numRuns: 3000 },
  );
});

test("rules, budgets and strictness hold for all files; later overrides win, key by key", () => {
  const config = {
    rules: { "selu-init": "warning", "no-validation": "off" },
    budgets: { parameters: 100, multiplyAdds: 5 },
    overrides: [
      { files: ["edge/**"], strict: true, rules: { "selu-init": "error" }, budgets: { parameters: 10 } },
      { files: ["edge/old.dnn"], rules: { "selu-init": "off" }, strict: false },
    ],
  };
  expect(settings(config)).toMatchObject({ strict: false, budgets: { parameters: 100, multiplyAdds: 5 } });
  expect(states(config)).toEqual({ "selu-init": "warning", "no-validation": "off" });
  expect(settings(config, "edge/a.dnn")).toMatchObject({ strict: true, budgets: { parameters: 10, multiplyAdds: 5 } });
  expect(states(config, "edge/a.dnn")).toEqual({ "selu-init": "error", "no-validation": "off" });
  expect(settings(config, "edge/old.dnn")).toMatchObject({ strict: false });
  expect(states(config, "edge/old.dnn")).toMatchObject({ "selu-init": "off" });
});

test.each([
  ["legacy", "legacy/a.dnn", true],
  ["legacy", "deep/legacy/b/a.dnn", true],
  ["legacy/", "legacy/a.dnn", true],
  ["/legacy", "deep/legacy/a.dnn", false],
  ["*.draft.dnn", "a/b.draft.dnn", true],
  ["a/*.dnn", "a/b.dnn", true],
  ["a/*.dnn", "a/b/c.dnn", false],
  ["a/**/c.dnn", "a/c.dnn", true],
  ["a/**", "a/b/c.dnn", true],
  ["./a/b.dnn", "a/b.dnn", true],
  ["{a,b}/*.dnn", "b/c.dnn", true],
  ["legacy", "legacy.dnn", false],
])("the pattern %s and the path %s: ignored is %s", (pattern, path, ignored) => {
  expect(settings({ ignore: [pattern] }, path) === undefined).toBe(ignored);
});

test("the schema knows every rule, takes what the reader takes and refuses what it refuses", () => {
  const schema = JSON.parse(configSchema());
  expect(Object.keys(schema.properties.rules.properties)).toEqual(rules.map(({ name }) => name));
  const validate = new Ajv().compile(schema);
  const configs: readonly [object, boolean][] = [
    [{ $schema: "x", strict: true, rules: { "selu-init": "off" }, budgets: { parameters: 5 }, ignore: ["a"] }, true],
    [{ overrides: [{ files: ["a"], rules: { "selu-init": "info" } }] }, true],
    [{ rules: { "selu-int": "off" } }, false],
    [{ overrides: [{ rules: {} }] }, false],
    [{ budgets: { parameters: 1.5 } }, false],
    [{ strict: "yes" }, false],
  ];
  for (const [config, fits] of configs) {
    expect(validate(config)).toBe(fits);
    expect(mistakes(JSON.stringify(config)).length === 0).toBe(fits);
  }
});
