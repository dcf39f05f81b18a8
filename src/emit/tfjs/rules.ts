import type { Rule } from "../../graph/algebra.ts";
import type { Statistics } from "../../vocabulary/layers/definition.ts";
import { docComment, makeNames, type Names } from "./names.ts";
import { textAlgebra } from "./text-algebra.ts";

/** The functions of a program's words and layers, each printed once under a name of its own. */
export interface RulePrinter {
  /** The function that moves statistics after a batch. */
  follow(statistics: Statistics): string;
  /** The function's name; `needed` says which inputs take gradients where it is called. */
  name(rule: Rule, needed: readonly boolean[]): string;
  /** Their names. */
  readonly names: () => readonly string[];
  /** The functions, in the order in which they were first asked for. */
  readonly functions: readonly string[];
  /** Whether any of them carries a derivative, and whether any counts the examples of a batch. */
  readonly differentiates: () => boolean;
  readonly counts: () => boolean;
}

/** `partial` ends the name of a function by some of whose inputs nothing is pulled: what comes from data, or is frozen. */
export function rulePrinter(names: Names, partial: string): RulePrinter {
  const known = new Map<string, string>();
  const functions: string[] = [];
  let differentiates = false;
  let counts = false;
  return {
    functions,
    differentiates: () => differentiates,
    counts: () => counts,
    names: () => [...known.values()],
    follow(statistics) {
      const before = known.get(statistics.key);
      if (before !== undefined) return before;
      const name = names.fresh(statistics.name);
      known.set(statistics.key, name);
      functions.push(following(statistics, name));
      return name;
    },
    name(rule, needed) {
      const taking = rule.inputs.map((_, i) => i < rule.differentiable && needed[i] === true);
      const key = `${rule.key} ${taking.join()}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      // Where the data itself comes in, or a weight is frozen, nothing flows back into it.
      const isPartial = taking.some((each) => each) && taking.slice(0, rule.differentiable).includes(false);
      const name = names.fresh(isPartial ? `${rule.name}${partial}` : rule.name);
      known.set(key, name);
      const takes = taking.some((each) => each);
      differentiates ||= takes;
      const printed = takes ? differentiable(rule, name, taking) : { code: plain(rule, name), counts: false };
      functions.push(printed.code);
      counts ||= printed.counts;
      return name;
    },
  };
}

/** A function of a word calls these and no other of the program, so its own names may be any but these. */
const ownScope = (): Names => makeNames(["tf", "differentiable", "examples"]);

const parameters = (inputs: readonly string[]): string => inputs.map((input) => `${input}: Tensor`).join(", ");

/** A function without a derivative. */
function plain(rule: Rule, name: string): string {
  const scope = ownScope();
  const inputs = rule.inputs.map((input) => scope.fresh(input));
  const algebra = textAlgebra(scope);
  const { value } = rule.value(algebra, inputs);
  const head = `${docComment(rule.doc)}\nconst ${name} = (${parameters(inputs)}): Tensor =>`;
  return algebra.statements.length === 0
    ? `${head} ${value};`
    : `${head} {\n${algebra.statements.join("\n")}\nreturn ${value};\n};`;
}

/**
 * A function with its derivative beside it, by those inputs that take a gradient. What gives an input back as it is gives a tensor of
 * its own: TF.js knows gradients by their tensors, and would add those of the two up as one.
 */
function differentiable(rule: Rule, name: string, taking: readonly boolean[]): { code: string; counts: boolean } {
  const scope = ownScope();
  const inputs = rule.inputs.map((input) => scope.fresh(input));
  const forward = textAlgebra(scope);
  const { value, keep } = rule.value(forward, inputs);
  // The derivative sees what was kept and nothing else, so it names things afresh.
  const inner = ownScope();
  const gradient = inner.fresh("g");
  const kept = Object.entries(keep).map(([key, text]) => ({ text, key, name: inner.fresh(key) }));
  const backward = textAlgebra(inner);
  const pulls = rule.pull(backward, gradient, Object.fromEntries(kept.map((one) => [one.key, one.name])));
  const gradients = apart(pulls.flatMap((pull, i) => (taking[i] === true ? [pull()] : [])));
  const used = kept.filter((one) =>
    [...gradients, ...backward.statements].some((text) => mentionsName(text, one.name)),
  );
  const pull = `(${[gradient, ...used.map((one) => one.name)].join(", ")}) =>`;
  const flows = inputs.filter((_, i) => taking[i] === true).join(", ");
  const pulled =
    backward.statements.length === 0
      ? `${pull} [${gradients.join(", ")}]`
      : `${pull} {\n${backward.statements.join("\n")}\nreturn [${gradients.join(", ")}];\n}`;
  const result = `{\nvalue: ${inputs.includes(value) ? `tf.clone(${value})` : value},\nkeep: [${used.map((one) => one.text).join(", ")}],\npull: ${pulled},\n}`;
  const body =
    forward.statements.length === 0 ? `(${result})` : `{\n${forward.statements.join("\n")}\nreturn ${result};\n}`;
  const code = `${docComment(rule.doc)}\nconst ${name} = (${parameters(inputs)}) =>\ndifferentiable([${flows}], (${flows}) => ${body});`;
  return { code, counts: backward.counts() };
}

/** A function that assigns the next values of statistics. */
function following({ doc, weights, next }: Statistics, name: string): string {
  const scope = ownScope();
  const [x, kept] = [scope.fresh("x"), scope.fresh("kept")];
  const algebra = textAlgebra(scope);
  const values = next(algebra, Object.fromEntries(weights.map((weight) => [weight, `${kept}.${weight}`])), x);
  // All new values are known before the first old one goes.
  const fresh = weights.map((weight) => algebra.keep(`next_${weight}`, values[weight]!));
  const assigns = weights.map((weight, i) => `${kept}.${weight}.assign(${fresh[i]});`);
  const type = weights.map((weight) => `${weight}: tf.Variable`).join("; ");
  return [
    docComment(doc),
    `function ${name}(${x}: Tensor, ${kept}: { ${type} }): void {`,
    ...algebra.statements,
    ...assigns,
    "}",
  ].join("\n");
}

/** TF.js adds gradients up in place and frees what it added: no two inputs may be given one tensor. */
const apart = (gradients: readonly string[]): readonly string[] =>
  gradients.map((text, i) => (gradients.indexOf(text) < i && /^\w+$/.test(text) ? `tf.clone(${text})` : text));

const mentionsName = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}(?![\\w$])`).test(text);
