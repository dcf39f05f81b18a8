/** What can be named and is no word: a preset, a block, an entry of a section, a function of formulas. */
import { constants, functions } from "../formula/functions.ts";
import { printFormula } from "../formula/print-formula.ts";
import { printExpression } from "../syntax/print.ts";
import type * as ast from "../syntax/ast.ts";
import { textOf } from "../text/source.ts";
import { describeLimits } from "../vocabulary/limits.ts";
import { tagOf, usableNames, withoutTags, type Word } from "../vocabulary/word.ts";
import { unindented } from "./indent.ts";
import { factsOf, type Page } from "./page.ts";

/** The text of entries or steps in braces. */
function insideText(span: ast.Declaration["span"]): string {
  const text = textOf(span);
  return unindented(text.slice(text.indexOf("{") + 1, text.lastIndexOf("}")).split("\n")).join("\n");
}

export function presetPage({ name: { name }, doc = "", span }: ast.Preset): Page {
  return {
    ...{ kind: "preset", name, signature: name, planned: false, doc: withoutTags(doc) },
    facts: factsOf([
      ["entries", insideText(span), "code"],
      ["example", tagOf(doc, "example") ?? `defaults: ${name}`, "code"],
      ["source", tagOf(doc, "paper") ?? tagOf(doc, "source")],
    ]),
  };
}

export function blockPage({ name: { name }, parameters, doc = "", span }: ast.Block): Page {
  const written = parameters.map(
    (one) => `${one.name.name}${one.default === undefined ? "" : `: ${printExpression(one.default)}`}`,
  );
  return {
    ...{ kind: "block", name, planned: false, doc: withoutTags(doc) },
    signature: written.length === 0 ? name : `${name}(${written.join(", ")})`,
    facts: factsOf([["steps", insideText(span), "code"]]),
  };
}

/** An entry of a section: `epochs` of `train`. */
export function entryPage(section: Word, name: string): Page | undefined {
  const parameter = section.parameters.find((one) => one.name === name);
  if (parameter === undefined) return undefined;
  const standing = parameter.default && printExpression(parameter.default);
  const isUsable = usableNames([parameter]).length > 0;
  return {
    ...{ kind: "entry", name, signature: name, planned: !isUsable, doc: `Stands in \`${section.name} { … }\`.` },
    facts: !isUsable
      ? []
      : factsOf([
          ["takes", describeLimits(parameter.limits)],
          ["default", standing === "fitting" ? "what fits: `dnnc explain FILE` shows it" : standing],
        ]),
  };
}

/** A function or a constant that formulas know. */
export function functionPage(name: string): Page | undefined {
  const page = (kind: string, signature: string, doc: string): Page => ({
    ...{ kind, name, signature, doc, planned: false, facts: [] },
  });
  if (name === "trainable") return page("value", "trainable(initial, per: unit)", trainableDoc);
  if (Object.hasOwn(constants, name)) return page("constant", name, `${name} = ${printFormula(constants[name]!)}`);
  if (!Object.hasOwn(functions, name)) return undefined;
  const { arguments: counts, doc } = functions[name]!;
  return page("function", `${name}(${argumentsText(counts)})`, `In formulas: ${doc}.`);
}

const trainableDoc =
  "As a parameter of an activation: a number that training goes on with, one for each unit (`per: unit`) or one for the layer " +
  "(`per: layer`).";

const argumentsText = ([least, most]: readonly [number, number]): string =>
  most > 3 ? "a, b, …" : least === 1 ? "x" : ["a", "b", "c"].slice(0, most).join(", ");

/** Every function and constant of the formula language. */
export const functionNames: readonly string[] = [...Object.keys(functions), ...Object.keys(constants), "trainable"];
