/** A function of a word or a layer as text. */
import type { KnownFunction } from "./known-functions.ts";
import { docComment, type Names } from "./names.ts";
import type { Form } from "./rule-forms.ts";
import type { Expression, TextAlgebra } from "./text-algebra.ts";
import { arrowBody, readersOf, written } from "./written.ts";

/** A function that is printed when it is known which others it may call. */
export interface RuleFunction extends KnownFunction {
  /** The key of the rule that it is a form of, and whether it is the form that serves every call. */
  readonly rule: string;
  readonly isWhole: boolean;
  /** The function that gives it a derivative. */
  readonly helper: "differentiable" | "differentiableKeeping" | undefined;
  /** What it computes: of its inputs; and apart from that its gradients. */
  readonly parts: readonly (readonly Expression[])[];
  /** Its text from these parts; `names` makes a scope that hides nothing which it calls. */
  write(parts: readonly (readonly Expression[])[], names: () => Names): string;
}

const inputAt = (algebra: TextAlgebra, i: number): Expression => algebra.input(`input ${i}`);

/** The parameters of a function: those that are read by their names, of the others none at the end. */
function parameters(
  names: Names,
  wishes: readonly (readonly [Expression, string])[],
  read: readonly Expression[],
  keepsAll = false,
): { readonly known: ReadonlyMap<Expression, string>; readonly texts: readonly string[] } {
  const readers = readersOf(read);
  const known = new Map(wishes.map(([input, wish]) => [input, names.fresh(wish)] as const));
  const last = keepsAll ? wishes.length - 1 : wishes.findLastIndex(([input]) => readers.has(input));
  const texts = [...known].slice(0, last + 1).map(([input, name]) => (readers.has(input) ? name : `_${name}`));
  return { known, texts };
}

const typed = (texts: readonly string[]): string => texts.map((text) => `${text}: Tensor`).join(", ");

/** A function without a derivative. */
export function plainFunction(
  algebra: TextAlgebra,
  name: string,
  rule: { readonly key: string; readonly inputs: readonly string[] },
  doc: string,
  value: (inputs: readonly Expression[]) => Expression,
): RuleFunction {
  const inputs = rule.inputs.map((_, i) => inputAt(algebra, i));
  const whole = value(inputs);
  return {
    ...{ name, rule: rule.key, isWhole: true, inputs, value: whole, helper: undefined, parts: [[whole]] },
    write([results], makeScope) {
      const names = makeScope();
      const { known, texts: given } = parameters(
        names,
        inputs.map((input, i) => [input, rule.inputs[i]!]),
        results!,
        true,
      );
      const { lines, texts } = written(algebra, results!, names, known);
      return lines.length === 0
        ? `${docComment(doc)}\nconst ${name} = (${typed(given)}): Tensor => ${texts[0]};`
        : `${docComment(doc)}\nfunction ${name}(${typed(given)}): Tensor {\n${lines.join("\n")}\nreturn ${texts[0]};\n}`;
    },
  };
}

/** Whether a value is too dear to be computed again for the derivative. */
const isDear = (expression: Expression): boolean =>
  [...readersOf([expression]).keys()].some(({ operation }) => /^(matMul|sum|mean|max)\b/.test(operation));

/**
 * A function with its derivative beside it. What gives an input back as it is gives a tensor of its own: TF.js knows gradients by their
 * tensors, and would add those of the two up as one.
 */
export function differentiableFunction(
  algebra: TextAlgebra,
  name: string,
  { rule, pulls, kind }: Form,
  doc: string,
): RuleFunction {
  const inputs = rule.inputs.map((_, i) => inputAt(algebra, i));
  const { value, keep } = rule.value(algebra, inputs);
  const keeps = Object.values(keep).some(isDear);
  const apart = new Map(Object.keys(keep).map((key) => [key, algebra.input(`kept ${key}`)]));
  const g = algebra.input("g");
  const gradients = rule.pull(algebra, g, keeps ? Object.fromEntries(apart) : keep);
  const pulled = gradients.flatMap((gradient, i) => (pulls[i] === true ? [gradient()] : []));
  const readers = readersOf(pulled);
  const kept = keeps ? [...apart].filter(([, leaf]) => readers.has(leaf)) : [];
  const names = inputs.map((input, i) => [input, rule.inputs[i]!] as const);
  const behind = keeps ? kept.map(([key, leaf]) => [leaf, key] as const) : names;
  const helper = keeps ? "differentiableKeeping" : "differentiable";
  return {
    ...{ name, rule: rule.key, isWhole: kind === "whole", inputs, value, helper },
    parts: [[value, ...kept.map(([key]) => keep[key]!)], pulled],
    write([ahead, back], makeScope) {
      const scope = makeScope();
      const given = parameters(scope, names, ahead!, true);
      const forward = written(algebra, ahead!, scope, given.known);
      const own = (text: string): string => (inputs.includes(ahead![0]!) ? `tf.clone(${text})` : text);
      const computed = arrowBody(forward, (text, ...more) =>
        keeps ? `{ value: ${own(text!)}, keep: [${more.join(", ")}] }` : own(text!),
      );
      const inner = makeScope();
      const pull = parameters(inner, [[g, "g"], ...behind], back!);
      const backward = written(algebra, back!, inner, pull.known);
      const pullBody = arrowBody(
        backward,
        (...texts) =>
          `[${entries(
            rule.inputs.map((_, i) => pulls[i] === true),
            back!,
            texts,
          )}]`,
      );
      return `${docComment(doc)}\nconst ${name} = ${helper}(\n(${typed(given.texts)}) => ${computed},\n(${pull.texts.join(", ")}) => ${pullBody},\n);`;
    },
  };
}

/** The gradients by all inputs. TF.js adds gradients up in place and frees what it added: no two inputs may be given one tensor. */
function entries(pulls: readonly boolean[], gradients: readonly Expression[], texts: readonly string[]): string {
  let at = 0;
  return pulls
    .map((isPulled) => {
      if (!isPulled) return "null";
      const isRepeated = gradients.indexOf(gradients[at]!) < at;
      const text = texts[at++]!;
      return isRepeated ? `tf.clone(${text})` : text;
    })
    .join(", ");
}
