import type { NamedFunction, Rule } from "../../graph/algebra.ts";
import type { Statistics } from "../../vocabulary/layers/definition.ts";
import { assignmentLines } from "./assignments.ts";
import { differentiable, differentiableKeeping } from "./differentiable.ts";
import { withCalls } from "./known-functions.ts";
import { docComment, makeNames, type Names } from "./names.ts";
import { formFor, type AskedRule, type Form } from "./rule-forms.ts";
import { differentiableFunction, plainFunction, type RuleFunction } from "./rule-text.ts";
import { textAlgebra } from "./text-algebra.ts";
import { calleesOf } from "./written.ts";

/** The functions of a program's words and layers, each printed once under a name of its own. */
export interface RulePrinter {
  /** The function that moves statistics after a batch. */
  follow(statistics: Statistics): string;
  /** The function's name; `needed` says which inputs take gradients where it is called. */
  name(rule: Rule, needed: readonly boolean[]): string;
  /** Their names. */
  names(): readonly string[];
  /** The functions that were asked for, each behind those that it calls, and behind what gives them derivatives. */
  functions(): readonly string[];
}

/**
 * `asked` are the calls of the program, in order. `partial` ends the name of a function that pulls nothing back to its first input: what
 * comes from data, or from frozen layers.
 */
export function rulePrinter(names: Names, partial: string, asked: readonly AskedRule[]): RulePrinter {
  const known = new Map<string, RuleFunction>();
  const follows = new Map<string, { name: string; code: string }>();
  const namedFunctions = new Map<string, RuleFunction>();
  const algebra = textAlgebra({ calleeOf });
  const endings: { readonly [K in Form["kind"]]: string } = { plain: "", whole: "", onData: partial, frozen: "Frozen" };
  const docs: Partial<{ readonly [K in Form["kind"]]: string }> = {
    onData: "The same of values that come from nothing learned: without a gradient by them.",
    frozen: "The same with weights that stay as they are.",
  };

  function calleeOf(named: NamedFunction): RuleFunction {
    const before = namedFunctions.get(named.key);
    if (before !== undefined) return before;
    const fresh = plainFunction(algebra, names.fresh(named.name), named, named.doc, (inputs) =>
      named.value(algebra, inputs),
    );
    namedFunctions.set(named.key, fresh);
    return fresh;
  }

  function functionOf(one: AskedRule): RuleFunction {
    const form = formFor(one, asked);
    const { rule, kind, pulls } = form;
    const key = `${rule.key} ${pulls.join()}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = names.fresh(`${rule.name}${endings[kind]}`);
    const isSecond = asked.some((other) => other.rule.key === rule.key && formFor(other, asked).kind === "whole");
    const doc = (isSecond ? docs[kind] : undefined) ?? rule.doc;
    const fresh =
      kind === "plain"
        ? plainFunction(algebra, name, rule, doc, (inputs) => rule.value(algebra, inputs).value)
        : differentiableFunction(algebra, name, form, doc);
    known.set(key, fresh);
    return fresh;
  }

  for (const one of asked) functionOf(one);
  return {
    names: () => [...known.values(), ...namedFunctions.values(), ...follows.values()].map(({ name }) => name),
    name: (rule, needed) => functionOf({ rule, needed }).name,
    follow(statistics) {
      const before = follows.get(statistics.key);
      if (before !== undefined) return before.name;
      const name = names.fresh(statistics.name);
      follows.set(statistics.key, { name, code: following(statistics, name) });
      return name;
    },
    functions() {
      const all = [...known.values()];
      // Of two functions the later may call the earlier: so none waits for itself.
      const order = [
        ...all.filter(({ helper }) => helper === undefined),
        ...all.filter(({ helper }) => helper !== undefined),
      ];
      const done = new Set<RuleFunction>();
      const code: string[] = [];
      const print = (one: RuleFunction): void => {
        if (done.has(one)) return;
        done.add(one);
        // The whole rule comes before what of it serves less.
        all.filter(({ rule, isWhole }) => isWhole && rule === one.rule).forEach(print);
        const earlier = order.slice(0, Math.max(0, order.indexOf(one))).filter(({ rule }) => rule !== one.rule);
        const parts = one.parts.map((results) => withCalls(algebra, results, earlier));
        const callees = calleesOf(parts.flat());
        for (const callee of callees) print(callee as RuleFunction);
        code.push(one.write(parts, () => makeNames(["tf", ...helpers.keys(), ...callees.map(({ name }) => name)])));
      };
      all.forEach(print);
      const used = [...helpers].flatMap(([name, text]) => (all.some(({ helper }) => helper === name) ? [text] : []));
      return [...used, ...code, ...[...follows.values()].map((one) => one.code)];
    },
  };
}

/** The functions that give others derivatives. */
const helpers: ReadonlyMap<string, string> = new Map([
  ["differentiable", differentiable],
  ["differentiableKeeping", differentiableKeeping],
]);

/** A function that assigns the next values of statistics. */
function following({ doc, weights, next }: Statistics, name: string): string {
  const algebra = textAlgebra();
  const variables = Object.fromEntries(weights.map((weight) => [weight, algebra.input(`kept.${weight}`)]));
  const values = next(algebra, variables, algebra.input("x"));
  const assignments = weights.map((weight) => ({ variable: variables[weight]!, value: values[weight]! }));
  const type = weights.map((weight) => `${weight}: tf.Variable`).join("; ");
  return [
    docComment(doc),
    `function ${name}(x: Tensor, kept: { ${type} }): void {`,
    ...assignmentLines(algebra, assignments, makeNames(["tf", "x", "kept"])),
    "}",
  ].join("\n");
}
