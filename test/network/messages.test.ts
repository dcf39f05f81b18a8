/** What is said of a newcomer's mistakes: «the place», the message, the help, and what a certain fix makes of it. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { applied, marked } from "../syntax/support.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";

const layers = standardWords().flatMap(({ kind, planned, name }) => (kind === "layer" && !planned ? [name] : []));

interface Said {
  readonly says: string;
  readonly help: string | undefined;
  readonly fixed?: string;
}

const frame = {
  train: (entries: string) =>
    `data m { source: moons } network q { input dense(2, activation: softmax) } train q on m { ${entries} }`,
  layers: (layers: string) => `network q { input(2) ${layers} }`,
  table: (entries: string) => `data m { source: csv("m.csv") target: class(2, column: y) ${entries} }`,
};

/** The errors, the duration warning and the fixes, in order of place; advice of the rules is not at issue here. */
function found(text: string) {
  const { diagnostics } = check({ path: "newcomer.dnn", text });
  return diagnostics.filter(({ code, severity }) => severity === "error" || code === "duration-unit");
}

const cases: readonly (readonly [title: string, text: string, ...said: Said[]])[] = [
  [
    "an argument that is nearly the one that is needed",
    "block b(units) { dense(units) } network q { input(2) b(«unit»: 3) }",
    { says: "the block `b` has no `unit`", help: "did you mean `units`?" },
  ],
  [
    "an argument in place of the only one that is needed",
    frame.layers("dense(«size»: 3)"),
    { says: "the layer `dense` has no `size`", help: "did you mean `units`, which it needs?" },
  ],
  [
    "an argument beside one that is missing",
    frame.layers("«dense(«foo»: 3, «size»: 4)»"),
    { says: "the layer `dense` needs `units`", help: "write `dense(units: …)`" },
    {
      says: "the layer `dense` has no `foo`",
      help: "it has units, activation, init, regularization, constraint, normalization, dropout, bias, learning_rate_multiplier",
    },
    {
      says: "the layer `dense` has no `size`",
      help: "it has units, activation, init, regularization, constraint, normalization, dropout, bias, learning_rate_multiplier",
    },
  ],
  ...(
    [
      ["class_weights: balanced", "it belongs in the data block"],
      ["class_weight: balanced", "`class_weights` is meant, and belongs in the data block"],
      ["normalize: standardize", "it belongs in the data block"],
      ["scheduler: cosine(0.1)", "did you mean `learning_rate`?"],
      ["label_smoothing: 0.1", "it belongs to the loss: write `loss: cross_entropy(label_smoothing: 0.1)`"],
    ] as const
  ).map(([entry, help]) => {
    const [name, value] = entry.split(": ");
    const text = frame.train(`«${name}»: ${value}`);
    return [`\`${entry}\` in a train block`, text, { says: `there is no entry \`${name}\``, help }] as const;
  }),
  [
    "an entry of the train block among the data's",
    frame.table("«batch_size»: 32"),
    { says: "`data` has no `batch_size`", help: "it belongs in the train block" },
  ],
  [
    "a momentum for plain descent",
    frame.train("optimizer: sgd(«momentum»: 0.9)"),
    {
      says: "the optimizer `sgd` has no `momentum`",
      help: "write `optimizer: momentum(momentum: 0.9)`, or `nesterov(momentum: 0.9)`",
    },
  ],
  [
    "a warm-up as an argument of what follows it",
    frame.train("learning_rate: cosine(0.1, «warmup»: 500)"),
    {
      says: "the schedule `cosine` has no `warmup`",
      help: "write `learning_rate: warmup(500 steps, into: …)`, with this schedule behind `into`",
    },
  ],
  ...["[1, 0.1]", "0.5"].map(
    (weights) =>
      [
        `losses weighed by ${weights}`,
        frame.train(`loss_weights: «${weights}»`),
        {
          says: "`loss_weights` takes a block with a number above 0 for each output or none",
          help: "for several outputs write `loss_weights { main: 1  aux: 0.1 }` with their names; one output has nothing to be weighed against",
        },
      ] as const,
  ),
  [
    "arguments of a choice that has none",
    frame.table("normalize: «min_max»(0, 1)"),
    {
      says: "`normalize` takes `standardize`, or `min_max`, or none",
      help: "write `min_max` without arguments",
    },
  ],
  [
    "a parameter that is learned, without its beginning",
    frame.layers("prelu(alpha: «trainable»)"),
    {
      says: "`alpha` of `prelu` takes a number",
      help: "write `trainable(0.25, per: unit)`, with the number that it begins with",
    },
  ],
  [
    "a truth for a normalization",
    frame.layers("dense(3, normalization: «true»)"),
    { says: "`normalization` of `dense` takes a layer or none", help: "write `normalization: batch_norm`" },
  ],
  [
    "PyTorch's dense layer in small letters",
    frame.layers("linear(«20»)"),
    { says: "the activation `linear` takes no arguments", help: "a layer of units is `dense(20)`" },
  ],
  ...(
    [
      ["«activation»(relu)", "an activation stands as a layer by its own name: `relu`"],
      ["«output»", "leave it out: the last layer is the output, and several are listed, `outputs: [main, aux]`"],
    ] as const
  ).map(
    ([line, help]) =>
      [
        `the line \`${line.replaceAll(/[«»]/g, "")}\``,
        frame.layers(line),
        { says: `there is no layer \`${/«(\w+)»/.exec(line)![1]!}\``, help },
      ] as const,
  ),
  [
    "an activation for all layers without `defaults`",
    frame.layers("«activation»: relu"),
    {
      says: "a network has no entry `activation`",
      help: "write `relu` for this layer, or `defaults { activation: relu }`",
    },
  ],
  ...(
    [
      ['name: "h"', "a line keeps its value under a name: `hidden = dense(100)`"],
      [
        "trainable: false",
        "keep the layer's value, `body = dense(100)`, and write `freeze: [body]` in the train block",
      ],
    ] as const
  ).map(([argument, help]) => {
    const name = argument.split(":")[0]!;
    const text = frame.layers(`dense(3, «${name}»${argument.slice(name.length)})`);
    return [`\`${argument}\` of a layer`, text, { says: `the layer \`dense\` has no \`${name}\``, help }] as const;
  }),
  [
    "more examples than a made data set has",
    "data m { source: moons(examples: 100) split: «random(train: 800, validation: 10)» }",
    {
      says: "the split asks for 810 examples, and there are 100",
      help: "make the counts smaller, or leave `train` out to take what is left",
    },
  ],
  [
    "a distribution by the name that others give it",
    "initializer own(fan_in) = «normal»(0.1)",
    { says: "there is no initializer `normal`", help: "did you mean `random_normal`?" },
  ],
  [
    "a list of losses",
    frame.train("loss: «[mse, mae]»"),
    { says: "`loss` takes a loss", help: "for several outputs write `loss { main: … aux: … }` with their names" },
  ],
  [
    "a product without its mark",
    "activation f(x) = «2x»",
    { says: "`2x` is not a number", help: "write `2 * x`", fixed: "activation f(x) = 2 * x" },
  ],
  [
    "a metric of the largest error",
    "metric worst(target, output) = «max(abs(target - output))»",
    {
      says: "of all examples a metric takes the `mean` or the `sum`: `max`, `min`, `norm` and `log_sum_exp` are not supported there",
      help: undefined,
    },
  ],
  [
    "a velocity without its state",
    "optimizer o(w, g, rate) { v = 0.9 * «v» + g  w = w - rate * v }",
    {
      says: "there is no `v` in this formula",
      help: "what is kept from step to step is declared: `state { v: 0 }`",
    },
  ],
  [
    "a rate that the signature does not ask for",
    "optimizer o(w, g) { w = w - «rate» * g }",
    { says: "there is no `rate` in this formula", help: "ask for it in the signature: `optimizer o(w, g, rate)`" },
  ],
  ...(["sgd(«rate»: 0.1)", "sgd(«learning_rate»: 0.1)", "sgd(«lr»: 0.1)"] as const).map(
    (call) =>
      [
        `the rate in \`${call}\``,
        frame.train(`optimizer: ${call}`),
        {
          says: `the optimizer \`sgd\` has no \`${/«(\w+)»/.exec(call)![1]!}\``,
          help: "write `learning_rate: 0.1` in the train block",
        },
      ] as const,
  ),
  [
    "an optimizer's rate by its place",
    frame.train("optimizer: sgd(«0.1»)"),
    { says: "the optimizer `sgd` takes no arguments", help: "write `learning_rate: 0.1` in the train block" },
  ],
  [
    "a word in quotation marks",
    frame.train('optimizer: «"adam"»'),
    {
      says: "`optimizer` takes an optimizer",
      help: "write `adam` without quotes",
      fixed: frame.train("optimizer: adam"),
    },
  ],
  [
    "a text that names no word",
    frame.train('optimizer: «"gradient"»'),
    {
      says: "`optimizer` takes an optimizer",
      help: "there are sgd, momentum, nesterov, adagrad, rmsprop, adam, adamax, nadam, adamw",
    },
  ],
  [
    "a truth for a block",
    frame.train("early_stopping: «true»"),
    { says: "`early_stopping` takes a block of entries", help: "write `early_stopping { patience: 10 }`" },
  ],
  [
    "a number for a block",
    frame.train("early_stopping: «3»"),
    { says: "`early_stopping` takes a block of entries", help: "write `early_stopping { patience: 3 }`" },
  ],
  ...["80 / 20", "0.8"].map(
    (split) =>
      [
        `a split written \`${split}\``,
        frame.table(`split: «${split}»`),
        { says: "`split` takes a split or none", help: "write `split: random(train: 80%, validation: 20%)`" },
      ] as const,
  ),
  ...["accuracy", '"accuracy"'].map(
    (metric) =>
      [
        `a list's item, ${metric}, without the list`,
        frame.train(`metrics: «${metric}»`),
        {
          says: "`metrics` takes a list, each item a metric",
          help: "write `[accuracy]`",
          fixed: frame.train("metrics: [accuracy]"),
        },
      ] as const,
  ),
  [
    "a broken number of epochs",
    frame.train("epochs: «2.5»"),
    { says: "`epochs` is 2.5, which is not a whole number", help: "it takes a whole number from 1 up to 1000000" },
  ],
  [
    "an entry that has no near name",
    frame.train("«foo»: 1"),
    {
      says: "there is no entry `foo`",
      help: "the entries are loss, optimizer, learning_rate, batch_size, epochs, early_stopping, metrics, seed, evaluate_training_loss, clip_gradients, loss_weights, freeze",
    },
  ],
  ...(["value", "norm", "global_norm"] as const).flatMap((kind) =>
    (["0", "-1", "infinity"] as const).map(
      (limit) =>
        [
          `gradients clipped by ${kind} at ${limit}`,
          frame.train(`clip_gradients: ${kind}(«${limit}»)`),
          {
            says: `\`limit\` of \`${kind}\` is ${limit === "infinity" ? "Infinity" : limit}, which is out of range`,
            help: "it takes a number above 0",
          },
        ] as const,
    ),
  ),
  [
    "a limit of clipping that is no number",
    frame.train("clip_gradients: norm(«infinity - infinity»)"),
    { says: "`limit` of `norm` is NaN, which is out of range", help: "it takes a number above 0" },
  ],
  [
    "a number for a clipping",
    frame.train("clip_gradients: «1.0»"),
    { says: "`clip_gradients` takes a clipping or none", help: "write `clip_gradients: global_norm(1.0)`" },
  ],
  [
    "Keras's clipping in an optimizer",
    frame.train("optimizer: adam(«clipnorm»: 1)"),
    {
      says: "the optimizer `adam` has no `clipnorm`",
      help: "write `clip_gradients: norm(1.0)` in the train block",
    },
  ],
  [
    "a number for a constraint",
    frame.layers("dense(4, constraint: «2»)"),
    { says: "`constraint` of `dense` takes a constraint or none", help: "write `constraint: max_norm(2)`" },
  ],
  [
    "a max norm of 0",
    frame.layers("dense(4, constraint: max_norm(«0»))"),
    { says: "`r` of `max_norm` is 0, which is out of range", help: "it takes a number above 0" },
  ],
  [
    "weight decay in the train block",
    frame.train("«weight_decay»: 0.1"),
    {
      says: "there is no entry `weight_decay`",
      help: "write `optimizer: adamw(weight_decay: 0.004)`, or `regularization: l2(0.01)` in a layer or in `defaults`",
    },
  ],
  [
    "a validation split in the train block",
    frame.train("«validation_split»: 0.2"),
    {
      says: "there is no entry `validation_split`",
      help: "write `split: random(train: 80%, validation: 20%)` in the data block",
    },
  ],
  [
    "a loss from logits",
    frame.train("loss: cross_entropy(«from_logits»: true)"),
    {
      says: "the loss `cross_entropy` has no `from_logits`",
      help: "leave it out: the loss takes its stable form from the output's activation by itself",
    },
  ],
  [
    "a loss that asks for other names than it is given",
    `loss l(y_true, y_pred) = (y_true - y_pred) ^ 2 ${frame.train("loss: «l»")}`,
    {
      says: "the loss `l` needs `y_true` and `y_pred`",
      help: "a loss is given `target` and `output`: write `loss l(target, output)`",
    },
  ],
  [
    "a length without its unit",
    frame.train("learning_rate: exponential(every: «10»)"),
    { says: "10 is taken for 10 steps", help: "write `10 epochs` or `10 steps`" },
  ],
  [
    "a metric that is listed twice",
    frame.train("metrics: [rmse, «rmse»]"),
    { says: "`rmse` is listed twice", help: "take one out" },
  ],
  [
    "a feature, a class and a category that are listed twice",
    'data m { source: csv("m.csv") features: [a, b, «a»] target: class(["x", «"x"»], column: y) categorical: [b(["k", «"k"»])] }',
    { says: "`a` is listed twice", help: "take one out" },
    { says: '`"x"` is listed twice', help: "take one out" },
    { says: '`"k"` is listed twice', help: "take one out" },
  ],
  [
    "categorical columns that are no features",
    frame.table("features: [a, b] categorical: [«d», «y»]"),
    {
      says: "the categorical column `d` is not among the features",
      help: "write it into `features`, or take it out here",
    },
    {
      says: "the categorical column `y` is not among the features",
      help: "take `y` out: a target's classes stand in `target: class([…])`",
    },
  ],
  [
    "a path out of the folder",
    'data m { source: «csv("a/../../b/m.csv")» target: none }',
    {
      says: "a/../../b/m.csv leaves the spec's folder",
      help: 'allow its folder with `--data-dir a/../../b`, and name it "m.csv"',
    },
  ],
  [
    "an absolute path",
    'data m { source: «csv("/data/m.csv")» target: none }',
    {
      says: "/data/m.csv is an absolute path, where a path below the spec's folder is expected",
      help: 'allow its folder with `--data-dir /data`, and name it "m.csv"',
    },
  ],
  [
    "a rate under another name",
    "optimizer o(w, g) { w = w - «lr» * g }",
    {
      says: "there is no `lr` in this formula",
      help: "it is called `rate`; ask for it in the signature: `optimizer o(w, g, rate)`",
    },
  ],
  [
    "a rate under another name beside its own",
    "optimizer o(w, g, rate) { w = w - «lr» * g }",
    { says: "there is no `lr` in this formula", help: "it is called `rate`" },
  ],
  [
    "an optimizer that asks for its rate under another name",
    `optimizer o(w, g, lr) { w = w - lr * g } ${frame.train("optimizer: «o»")}`,
    {
      says: "the optimizer `o` needs `lr`",
      help: "an optimizer is given its rate as `rate`: write `optimizer o(w, g, rate)`",
    },
  ],
  [
    "a function of another library",
    "activation f(x) = «maximum»(x, 0)",
    { says: "there is no function `maximum`", help: "write `max`" },
  ],
  [
    "a function of a module",
    "activation f(x) = «np.»exp(x)",
    { says: "a name has no parts, and no point in it", help: "write `exp` alone" },
  ],
  [
    "the path of a table alone",
    'data m { source: «"m.csv"» target: none }',
    { says: "`source` takes a source or none", help: 'write `source: csv("m.csv")`' },
  ],
  [
    "the column of a target alone",
    'data m { source: csv("m.csv") target: «price» }',
    {
      says: "there is no target `price`",
      help: "write `target: class(2, column: price)` or `regression(column: price)`",
    },
  ],
  [
    "a name for a number",
    frame.train("batch_size: «full»"),
    { says: "there is no `full` for `batch_size`", help: "it takes a whole number from 1 up to 1000000" },
  ],
  [
    "a number with a unit where it has none",
    frame.train("epochs: «10 epochs»"),
    { says: "`epochs` takes a whole number from 1 up to 1000000", help: "write `10` without a unit" },
  ],
  [
    "a percentage without its mark",
    frame.layers("dropout(«20»)"),
    { says: "`rate` of `dropout` is 20, which is out of range", help: "write `20%`" },
  ],
  [
    "a strength for a regularizer",
    frame.layers("dense(3, regularization: «0.01»)"),
    { says: "`regularization` of `dense` takes a regularizer or none", help: "write `regularization: l2(0.01)`" },
  ],
  [
    "a truth for a choice",
    frame.table("normalize: «true»"),
    { says: "`normalize` takes `standardize`, or `min_max`, or none", help: "write `normalize: standardize`, for one" },
  ],
  [
    "what belongs to layers in the train block",
    frame.train("«regularization»: l2"),
    {
      says: "there is no entry `regularization`",
      help: "it belongs to layers: write `defaults { regularization: … }`",
    },
  ],
  [
    "too many arguments",
    frame.train("learning_rate: power(0.1, 10 epochs, 1, «3»)"),
    { says: "the schedule `power` takes at most 3 arguments", help: "it has initial, every, c" },
  ],
  [
    "outputs of a name that is not kept",
    "network q { input(2) main = dense(1) other = main -> dense(1) outputs: [main, «othr»] }",
    { says: "there is no kept value `othr`", help: "did you mean `other`?" },
  ],
  [
    "one output in the list",
    "network q { input(2) main = dense(1) outputs: «[main]» }",
    {
      says: "`outputs` lists the names of two or more kept values",
      help: "write `outputs: [main, aux]`; a network with one output ends in it",
    },
  ],
  [
    "a loss for an output that is not there",
    "data m { source: friedman } network q { input a = dense(1) b = a -> dense(1) outputs: [a, b] } train q on m { loss { c: «mse» } }",
    { says: "the network `q` has no output `c`", help: "its outputs are a, b" },
  ],
  [
    "losses of one output",
    frame.train("loss «{ main: mse }»"),
    {
      says: "the network `q` has one output, and `loss` is a block for several",
      help: "write `loss: …`, or name the outputs: `outputs: [main, aux]`",
    },
  ],
  [
    "an output as wide as nothing",
    "data m { source: friedman } network q { input a = dense(1) b = a -> «dense(2)» outputs: [a, b] } train q on m",
    {
      says: "an output gives [2], and the target has 1 number",
      help: "outputs as wide as the target share it; those that are as wide together divide the columns of a regression",
    },
  ],
  [
    "a loss that weighs nothing",
    "data m { source: friedman } network q { input a = dense(1) b = a -> dense(1) outputs: [a, b] } train q on m { loss_weights { a: «0» } }",
    { says: "`a` of `loss_weights` is 0, which is out of range", help: "it takes a number above 0" },
  ],
  [
    "an output called like a part",
    "data m { source: friedman } network q { input validation = «dense(1)» b = validation -> dense(1) outputs: [validation, b] } train q on m",
    {
      says: "an output `validation` would be told of as `validation_loss`, which is that of the validation part",
      help: "give the output another name",
    },
  ],
  [
    "a part of nothing",
    frame.table("split: random(validation: «0%»)"),
    {
      says: "`validation` of `random` is 0%, which is out of range",
      help: "a part has rows: leave it out where there is none",
    },
  ],
  [
    "parts that leave nothing",
    frame.table("split: «random(validation: 50%, test: 50%)»"),
    { says: "nothing is left to train on", help: "make the shares of the other parts less than 100% together" },
  ],
  [
    "an input in the middle of a line",
    frame.layers("dense(3) -> «input»(3)"),
    {
      says: "an `input` takes the data's features, and nothing comes before it",
      help: "begin a line of the network with it: `wide = input(5)`",
    },
  ],
  [
    "several inputs, one without sides",
    "network q { a = input(2) b = «input» concat(a, b) dense(1) }",
    {
      says: "one of several inputs says how many features it takes",
      help: "write `input(5)`; the inputs take the features in the order in which they are written",
    },
  ],
  [
    "sides that leave something over",
    frame.layers("«reshape(3, 1)»"),
    {
      says: "a value of shape [2] has 2 numbers, which do not fit into [3, 1]",
      help: "the product of the sides stays the same",
    },
  ],
  [
    "two sides that are what is left",
    frame.layers("«reshape(-1, -1)»"),
    { says: "only one side of `reshape` can be what is left", help: "write `reshape(7, 4)`" },
  ],
  [
    "a slice past the end",
    frame.layers("«slice(1..2)»"),
    { says: "`slice` takes places 1 to 2 of a value of shape [2]", help: "its last axis ends at 1" },
  ],
  [
    "a slice from the end",
    frame.layers("slice(«-1..1»)"),
    { says: "`range` of `slice` goes from a whole number to another, counted from 0", help: undefined },
  ],
  [
    "a name kept behind an arrow",
    frame.layers("dense(3) -> «skip»"),
    {
      says: "there is no layer `skip`",
      help: `the layers are ${layers.join(", ")}; a value is kept by \`skip = …\``,
    },
  ],
  [
    "data and network in each other's place",
    "data m { source: moons } network q { input dense(2, activation: softmax) } train «m on q» { epochs: 3 }",
    {
      says: "`m` is data, and `q` a network",
      help: "write `train q on m`",
      fixed: "data m { source: moons } network q { input dense(2, activation: softmax) } train q on m { epochs: 3 }",
    },
  ],
];

test.each(cases.map(([title, text, ...said]) => ({ title, text, said })))("$title", ({ text: source, said }) => {
  const { text, places } = marked(source);
  const diagnostics = found(text);
  expect(diagnostics.map(({ message, help }) => ({ says: message, help }))).toEqual(
    said.map(({ says, help }) => ({ says, help })),
  );
  expect(diagnostics.map(({ at }) => ({ start: at.start, end: at.end }))).toEqual(places);
  said.forEach(({ fixed }, index) => {
    const fix = diagnostics[index]!.fix;
    if (fixed === undefined) return expect(fix?.safe ?? false).toBe(false);
    expect(fix?.safe).toBe(true);
    expect(applied(text, fix!.edits)).toBe(fixed);
  });
});

test("the examples and the library's own lengths of time have units", () => {
  const names = readdirSync("examples").filter((name) => name.endsWith(".dnn"));
  const texts = names.map((name) => readFileSync(`examples/${name}`, "utf8"));
  const schedules = ["power", "exponential", "one_cycle"].map((name) => frame.train(`learning_rate: ${name}`));
  expect(texts).not.toEqual([]);
  expect([...texts, ...schedules].flatMap(found)).toEqual([]);
});

test.each([
  ["lr", "learning_rate", frame.train("lr: 0.1")],
  ["lr_rate", "learning_rate", frame.train("lr_rate: 0.1")],
  ["batch", "batch_size", frame.train("batch: 32")],
  ["categorical_crossentropy", "cross_entropy", frame.train("loss: categorical_crossentropy")],
  ["sparse_categorical_crossentropy", "cross_entropy", frame.train("loss: sparse_categorical_crossentropy")],
  ["CrossEntropyLoss", "cross_entropy", frame.train("loss: CrossEntropyLoss")],
  ["binary_crossentropy", "binary_cross_entropy", frame.train("loss: binary_crossentropy")],
  ["BCELoss", "binary_cross_entropy", frame.train("loss: BCELoss")],
  ["bce", "binary_cross_entropy", frame.train("loss: bce")],
  ["MSELoss", "mse", frame.train("loss: MSELoss")],
  ["mean_squared_error", "mse", frame.train("loss: mean_squared_error")],
  ["acc", "accuracy", frame.train("metrics: [acc]")],
  ["Linear", "dense", frame.layers("Linear(3)")],
  ["BatchNorm", "batch_norm", frame.layers("BatchNorm")],
  ["BatchNormalization", "batch_norm", frame.layers("BatchNormalization")],
  ["batch_normalization", "batch_norm", frame.layers("batch_normalization")],
  ["kernel_initializer", "init", frame.layers("dense(3, kernel_initializer: he_normal)")],
  ["kernel_regularizer", "regularization", frame.layers("dense(3, kernel_regularizer: l2)")],
])("what is %s elsewhere is %s here", (theirs, ours, text) => {
  const [first, ...more] = found(text);
  expect(more).toEqual([]);
  expect(first!.message).toContain(`\`${theirs}\``);
  expect(first!.help).toBe(`did you mean \`${ours}\`?`);
});

test("shares without their mark are counts, and 100 of more is warned of", () => {
  const text = "data m { source: moons(examples: 600) split: random(train: 80, validation: 20) }";
  const { diagnostics } = check({ path: "newcomer.dnn", text });
  expect(diagnostics.map(({ severity, message, help }) => ({ severity, message, help }))).toEqual([
    {
      severity: "warning",
      message: "the split takes 100 of 600 examples",
      help: "write `%` behind the numbers for shares",
    },
  ]);
});
