/** Specs with names and texts that mean something wherever they are not read as data. */
import type fc from "fast-check";
import ts from "typescript";
import { written } from "./data-cases.ts";
import { provided } from "../../src/vocabulary/word.ts";
import { drawn } from "./draw.ts";

/** Reserved, inherited, declared or imported somewhere in a program, or told from another by nearly nothing. */
const hostileNames = [
  ..."abstract any arguments as async await boolean break case catch class const continue debugger declare default".split(
    " ",
  ),
  ..."delete do enum eval export extends finally for from function get implements instanceof interface is keyof let".split(
    " ",
  ),
  ..."module namespace never new null number object of package private protected public return set static string".split(
    " ",
  ),
  ..."super switch symbol this throw try type typeof undefined unknown var void while with yield satisfies using".split(
    " ",
  ),
  ..."__proto__ constructor prototype toString valueOf hasOwnProperty __defineGetter__ length name then toJSON".split(
    " ",
  ),
  ..."tf seed random createModel Model x step kernel bias g w t rate loss train evaluate predict loadData Data Part".split(
    " ",
  ),
  ..."model data part target output outputs prediction features rows states state best stream named variable weights".split(
    " ",
  ),
  ..."layer i z norm values keep kept dense differentiable forward Tensor Line Read Measures batch columns shuffled".split(
    " ",
  ),
  ..."process require globalThis Math Object Array Promise NaN Infinity Error JSON console fetch window self main".split(
    " ",
  ),
  ..."dense_1 dense1 Dense_1 dense_2 _ __ _x x_ x1 X a A aB a_b a_B ab epoch epochs total sum count first order".split(
    " ",
  ),
  `long_${"name_".repeat(60)}`,
] as const;

const fragments = [
  ...[
    "'",
    '"',
    "`",
    "\\",
    "${process.exit(7)}",
    "*/",
    "/*",
    "//",
    "\n",
    "\r",
    "\r\n",
    "\u2028",
    "\u2029",
    "\0",
    "\ud800",
  ],
  ...[
    "\udfff",
    "🦆",
    "</script>",
    "<!--",
    "-->",
    ";process.exit(7);",
    "__proto__",
    "constructor",
    "\\u0022",
    "\\",
    "\t",
  ],
  ...["@ts-nocheck", "#!", "{", "}", "(", ")", "é", "\u202e", "\ufeff", " ", "%s", "$&", "$'", "word"],
];

/** The names and texts of a spec by the places where they stand. */
export interface Words {
  readonly names: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
}

const nameSlots = (
  "activation activationParameter initializer initializerParameter regularizer regularizerParameter constraint constraintParameter " +
  "clipping clippingParameter loss lossParameter metric metricParameter optimizer optimizerParameter state number line schedule " +
  "scheduleParameter scheduleState scheduleLine block blockParameter blockKept data network run first second third outputOne outputTwo columnOne columnTwo columnThree"
).split(" ");
const textSlots =
  "path columnFive columnFour category otherCategory classOne classTwo classThree doc lossDoc networkDoc file".split(
    " ",
  );

/** What each place holds where nothing is hostile: unlike anything else in a program. */
export const tame: Words = {
  names: Object.fromEntries(nameSlots.map((slot) => [slot, `q${slot.toLowerCase()}q`])),
  texts: Object.fromEntries(textSlots.map((slot) => [slot, `t${slot.toLowerCase()}t`])),
};

/** What is not tame, by its place. */
export const changed = ({ names, texts }: Words): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...Object.entries(names), ...Object.entries(texts)].filter(
      ([slot, now]) => now !== tame.names[slot] && now !== tame.texts[slot],
    ),
  );

const formulaSlots = "optimizerParameter state number line scheduleParameter scheduleState scheduleLine".split(" ");
/** What the compiler provides to an optimizer or a schedule means something else there than a name of one's own. */
const provides: ReadonlySet<string> = new Set([...provided.optimizer, ...provided.schedule]);
const suits = (slot: string, name: string): boolean => !formulaSlots.includes(slot) || !provides.has(name);

/** Hostile in some places, tame in the others; no name stands in two. */
export const anyWords: fc.Arbitrary<Words> = drawn((draw) => {
  const slots = draw.some(nameSlots, 0, 5);
  const names = draw.some(hostileNames, slots.length, slots.length);
  const turned = draw.chance(50) ? names.toReversed() : names;
  const text = (): string => Array.from({ length: draw.int(1, 4) }, () => draw.of(fragments)).join("");
  return {
    names: {
      ...tame.names,
      ...Object.fromEntries(slots.flatMap((slot, i) => (suits(slot, turned[i]!) ? [[slot, turned[i]!]] : []))),
    },
    texts: { ...tame.texts, ...Object.fromEntries(draw.some(textSlots, 0, 5).map((slot) => [slot, text()])) },
  };
});

/** Everything one could hand over in one place: each name, once, in turn. */
export const everyName: readonly Words[] = hostileNames.flatMap((name, i) => {
  const slots = nameSlots.filter((slot, k) => (k + i) % 6 === 0 && suits(slot, name));
  return slots.map((slot) => ({ ...tame, names: { ...tame.names, [slot]: name } }));
});

/** A text in a doc comment: of one line, which is all that a line of it can hold. */
const inDoc = (text = ""): string => text.replace(/[\r\n]/g, " ");

/** A spec with these words in all places, which predicts two numbers from a table; `class`: one of three classes. */
export function specOf({ names: n, texts: t }: Words, kind: "numbers" | "classes"): string {
  const column = (slot: string): string => written(t[slot]!);
  const target =
    kind === "numbers"
      ? `regression(columns: [${n["columnTwo"]}, ${column("columnFour")}], normalize: standardize)`
      : `class([${column("classOne")}, ${column("classTwo")}, ${column("classThree")}], column: ${column("columnFour")})`;
  const outputs =
    kind === "numbers"
      ? `  ${n["outputOne"]} = dense(1)
  ${n["outputTwo"]} = ${n["second"]} -> dense(1)
  outputs: [${n["outputOne"]}, ${n["outputTwo"]}]`
      : "  dense(3, activation: softmax)";
  const losses =
    kind === "numbers"
      ? `loss { ${n["outputOne"]}: ${n["loss"]}  ${n["outputTwo"]}: mse }
  metrics: [${n["metric"]}, rmse]
  loss_weights { ${n["outputTwo"]}: 0.5 }`
      : `loss: ${n["loss"]}
  metrics: [${n["metric"]}, accuracy]`;
  return `/// ${inDoc(t["doc"])}
activation ${n["activation"]}(x, ${n["activationParameter"]}: trainable(0.5)) = x / (1 + abs(${n["activationParameter"]} * x))
initializer ${n["initializer"]}(fan_in, ${n["initializerParameter"]}: 0.5) = random_uniform(limit: ${n["initializerParameter"]} / sqrt(fan_in))
regularizer ${n["regularizer"]}(w, ${n["regularizerParameter"]}: 0.01) = ${n["regularizerParameter"]} * w ^ 2
constraint ${n["constraint"]}(w, ${n["constraintParameter"]}: 1.5) = w * min(1, ${n["constraintParameter"]} / norm(w))
clipping ${n["clipping"]}(g, global_norm, ${n["clippingParameter"]}: 1.5) = g * min(1, ${n["clippingParameter"]} / global_norm)
/// ${inDoc(t["lossDoc"])}
loss ${n["loss"]}(target, output, ${n["lossParameter"]}: 0.3) = abs(target - output) * ${n["lossParameter"]} + (target - output) ^ 2
metric ${n["metric"]}(target, output, ${n["metricParameter"]}: 2) = mean(abs(target - output)) * ${n["metricParameter"]}
optimizer ${n["optimizer"]}(w, g, rate: 0.01, ${n["optimizerParameter"]}: 0.9 in 0..<1) {
  state { ${n["state"]}: 0  ${n["number"]}: 1 }
  ${n["line"]} = ${n["optimizerParameter"]} * ${n["state"]} + g
  ${n["number"]} = ${n["number"]} * 0.9 + 0.1
  ${n["state"]} = ${n["line"]}
  w = w - rate * ${n["line"]} / (1 + ${n["number"]})
}
schedule ${n["schedule"]}(step, total, ${n["scheduleParameter"]}: 0.02) {
  state { ${n["scheduleState"]}: 0 }
  ${n["scheduleState"]} = ${n["scheduleState"]} + 1
  ${n["scheduleLine"]} = step / total + ${n["scheduleState"]}
  rate = ${n["scheduleParameter"]} / (1 + ${n["scheduleLine"]})
  ${n["optimizerParameter"]} = 0.8 + 0.1 * step / total
}
block ${n["block"]}(${n["blockParameter"]}) {
  ${n["blockKept"]} = dense(${n["blockParameter"]}, activation: ${n["activation"]})
  add(in)
}
data ${n["data"]} {
  source: csv(${written(t["path"]!)})
  features: [${n["columnOne"]}, ${column("columnFive")}, ${n["columnThree"]}]
  categorical: [${n["columnThree"]}([${column("category")}, ${column("otherCategory")}])]
  target: ${target}
  split: ordered(train: 12, validation: 4)
}
/// ${inDoc(t["networkDoc"])}
network ${n["network"]} {
  input
  ${n["first"]} = dense(4, activation: ${n["activation"]}, init: ${n["initializer"]}, regularization: ${n["regularizer"]}, constraint: ${n["constraint"]})
  ${n["second"]} = ${n["block"]}(4)
  ${n["third"]} = dense(4, activation: tanh, normalization: batch_norm, dropout: 20%)
  add(${n["first"]})
${outputs}
}
train ${n["network"]} on ${n["data"]} as ${n["run"]} {
  optimizer: ${n["optimizer"]}
  learning_rate: ${n["schedule"]}
  ${losses}
  clip_gradients: ${n["clipping"]}
  batch_size: 3
  epochs: 1
  freeze: [${n["third"]}]
}`;
}

/** The table that such a spec reads. */
export function tableOf({ names: n, texts: t }: Words, kind: "numbers" | "classes"): string {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const classes = ["classOne", "classTwo", "classThree"].map((slot) => t[slot]!);
  const header = [
    n["columnOne"]!,
    n["columnThree"]!,
    t["columnFive"]!,
    ...(kind === "numbers" ? [n["columnTwo"]!] : []),
    t["columnFour"]!,
  ];
  const rows = Array.from({ length: 16 }, (_, i) => [
    String(Math.sin(i)),
    i % 2 === 0 ? t["category"]! : t["otherCategory"]!,
    String(i % 7),
    ...(kind === "numbers" ? [String(i % 5), String(Math.cos(i))] : [classes[i % 3]!]),
  ]);
  return [header, ...rows].map((row) => row.map(cell).join(",")).join("\n");
}

/** What a program is made of when its names and texts are taken away, and these texts in order. */
export interface Shape {
  readonly kinds: readonly string[];
  readonly texts: readonly string[];
  /** Object literals that would set a prototype where a property is meant. */
  readonly prototypes: number;
}

export function shapeOf(program: string): Shape {
  const file = ts.createSourceFile("program.ts", program, ts.ScriptTarget.ES2022, true);
  const kinds: string[] = [];
  const texts: string[] = [];
  let prototypes = 0;
  const name = (): void => void kinds.push("name");
  const isName = (node: ts.Node): boolean =>
    ts.isIdentifier(node) ||
    ts.isStringLiteral(node) ||
    (ts.isComputedPropertyName(node) && ts.isStringLiteral(node.expression));
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) return name();
    if (ts.isStringLiteralLike(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node)) {
      kinds.push("text");
      return void texts.push(node.text);
    }
    // An entry in the short form, or under a name that must be quoted, is an entry like any other.
    if (ts.isShorthandPropertyAssignment(node)) return void kinds.push("PropertyAssignment", "name", "name");
    if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
      kinds.push("PropertyAccessExpression");
      visit(node.expression);
      return name();
    }
    kinds.push(ts.SyntaxKind[node.kind]);
    if ((ts.isPropertyAssignment(node) || ts.isPropertySignature(node)) && isName(node.name)) {
      if (
        ts.isPropertyAssignment(node) &&
        !ts.isComputedPropertyName(node.name) &&
        node.name.getText().includes("__proto__")
      )
        prototypes += Number((node.name as ts.Identifier).text === "__proto__");
      name();
      node.forEachChild((child) => (child === node.name ? undefined : visit(child)));
    } else node.forEachChild(visit);
  };
  visit(file);
  return { kinds, texts, prototypes };
}
