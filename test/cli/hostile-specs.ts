/** Specs made to hurt whoever lints them. */
import { sound } from "./command.ts";

const inside = (items: string): string => sound.replace("  input\n", `  input\n${items}\n`);
const times = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join("\n");
const train = (entries: string): string => sound.replace("  epochs: 5", entries);
const data = (entries: string): string => sound.replace("  normalize", `${entries}\n  normalize`);
/** The same without its run, and with `count` others. */
const runs = (count: number, entries: string): string =>
  sound.replace(/\ntrain [^]*/, "\n") +
  times(count, (i) => `train small on arms as t${i} { epochs: ${i + 3} ${entries} }`);
/** A file as large as one may be. */
const filled = (part: string): string => part.repeat(Math.floor((2 * 1024 * 1024) / Buffer.byteLength(part)));

const unknown = ["@", "$", "é", "层", "😀", "\\", "`", "~", "?", "\u2028", "\u200b", "\ufeff", "\u00a0"];

export const specs: Readonly<Record<string, string | Uint8Array>> = {
  "nested parentheses": `activation f(x) = ${"(".repeat(500_000)}x${")".repeat(500_000)}`,
  "nested brackets": `data a { b: ${"[".repeat(500_000)}${"]".repeat(500_000)} }`,
  "nested braces": `network a ${"{".repeat(500_000)}${"}".repeat(500_000)}`,
  "all brackets, closed wrongly": "([{)]}".repeat(100_000),
  "a million tokens": "a ".repeat(1_000_000),
  "a million layers": inside("relu\n".repeat(300_000)),
  "a repeat without end": inside("repeat 1_000_000_000 { dense(8) }"),
  "repeats in repeats": inside("repeat 1000 { repeat 1000 { repeat 1000 { dense(8) } } }"),
  "blocks of blocks": `${times(60, (i) => `block b${i} { ${i === 0 ? "dense(4)" : `b${i - 1}\n b${i - 1}`} }`)}\n${inside("b59")}`,
  "blocks in a circle": `block a { b }\nblock b { a }\n${inside("a")}`,
  "numbers out of range": inside("dense(1e308)\ndense(9e99999)\ndropout(1e400%)\ndense(-1)"),
  "a number of two million digits": inside(`dense(${"9".repeat(2_000_000)})`),
  "an import that leaves the folder": `import "../../../../etc/passwd"\n${sound}`,
  "an import of itself": `import "./a.dnn"\n${sound}`,
  "a text of two megabytes": `data d { source: csv("${"x".repeat(2_000_000)}") }`,
  "texts that nothing closes": filled('"\\'),
  "lone quotation marks": filled("'\n"),
  "unknown characters": filled("@$"),
  "unknown letters": filled("é"),
  "unknown characters among names": filled("a@"),
  points: filled("a."),
  zeros: "\0".repeat(1_000_000),
  "a file of 100 MB": Buffer.alloc(100_000_000, "a "),
  "thousands of runs": `${sound}${times(20_000, (i) => `train small on arms as t${i} { epochs: 3 }`)}`,
  "thousands of large networks": times(2000, (i) => `network n${i} { input(2)\n repeat 19000 { relu } }`),
  "thousands of mistakes": inside("dens(3)\n".repeat(40_000)),
  "thousands of names": `data d { features: [${'"a", '.repeat(100_000)}] }`,
  "thousands of ignore comments": `${"// dnnc-ignore selu-init: x\n".repeat(70_000)}${sound}`,
  "unknown characters of all kinds": filled(unknown.join("")),
  "unknown characters and blanks": filled(unknown.join(" ")),
  "unknown characters behind words": filled(unknown.map((s) => `a${s}`).join(" ")),
  "19,000 unknown characters in names": "a@ b ".repeat(19_000) + sound,
  "open quotation marks among names": filled("'a "),
  "24,000 words": times(24_000, (i) => `activation a${i}(x) = x`) + "\n" + sound,
  "10,000 words, each used":
    times(10_000, (i) => `activation a${i}(x) = tanh(x)`) + "\n" + inside(times(10_000, (i) => `a${i}`)),
  "16,000 words, each made of the one before":
    times(16_000, (i) => `activation a${i}(x) = ${i === 0 ? "tanh(x)" : `a${i - 1}(x)`}`) + "\n" + inside("a15999"),
  "words that double their size 60 times":
    times(60, (i) => `activation a${i}(x) = ${i === 0 ? "tanh(x)" : `a${i - 1}(x) + a${i - 1}(x)`}`) +
    "\n" +
    inside("a59"),
  "words in themselves 60 times":
    times(60, (i) => `activation a${i}(x) = ${i === 0 ? "tanh(x)" : `a${i - 1}(a${i - 1}(x))`}`) + "\n" + inside("a59"),
  "lines of an activation that double 60 times":
    `activation a(x) {\n${times(60, (i) => `  y${i} = ${i === 0 ? "x" : `y${i - 1} + y${i - 1}`}`)}\n}\n` + inside("a"),
  "lines of an optimizer that double 60 times":
    `optimizer a(w, g, rate: 0.01) {\n${times(60, (i) => `  y${i} = ${i === 0 ? "g" : `y${i - 1} * y${i - 1}`}`)}\n w = w - rate * y59 }\n` +
    train("optimizer: a epochs: 5"),
  "lines of a schedule that double 60 times":
    `schedule a(step) {\n${times(60, (i) => `  y${i} = ${i === 0 ? "step" : `y${i - 1} + y${i - 1}`}`)}\n rate = 0.01 + 0 * y59 }\n` +
    train("learning_rate: a epochs: 5"),
  "400 branches in branches": `activation a(x) = ${"if x > 0 then x + 1 else ".repeat(400)} x\n` + inside("a"),
  "190 functions in functions": `activation a(x) = ${"tanh(".repeat(190)}x${")".repeat(190)}\n` + inside("a"),
  "a sum of 490 functions": `activation a(x) = ${"tanh(x) + ".repeat(490)} x\n` + inside("a"),
  "190 maxima in maxima": `activation a(x) = ${"max(x, ".repeat(190)}x${")".repeat(190)}\n` + inside("a"),
  "a word of 5,000 lines":
    `activation a(x) {\n${times(5000, (i) => `  y${i} = ${i === 0 ? "x" : `tanh(y${i - 1}) * y${i - 1} + x`}`)}\n}\n` +
    inside("a"),
  "a repeat of 10^27 layers": inside(
    "repeat 1_000_000_000 { repeat 1_000_000_000 { repeat 1_000_000_000 { dense(8) } } }",
  ),
  "a repeat of nothing": inside("repeat 1_000_000_000 { repeat 1_000_000_000 { } }"),
  "repeats that are no counts": inside(
    "repeat 1e300 { dense(8) }\nrepeat -1 { dense(8) }\nrepeat 1.5 { dense(8) }\nrepeat 9007199254740993 {relu}",
  ),
  "empty blocks that double 60 times": `${times(60, (i) => `block b${i} { ${i === 0 ? "" : `b${i - 1}\n b${i - 1}`} }`)}\n${inside("b59")}`,
  "blocks with a mistake that double 60 times": `${times(60, (i) => `block b${i} { ${i === 0 ? "densee(3)" : `b${i - 1}\n b${i - 1}`} }`)}\n${inside("b59")}`,
  "arguments of blocks that double 60 times": `${times(60, (i) => `block b${i}(n) { ${i === 0 ? "dense(n)" : `b${i - 1}(n)\n b${i - 1}(n + n)`} }`)}\n${inside("b59(1)")}`,
  "1,000 blocks in a circle": times(1000, (i) => `block b${i} { b${(i + 1) % 1000} }`) + "\n" + inside("b0"),
  "5,000 blocks in blocks":
    times(5000, (i) => `block b${i} { ${i === 0 ? "relu" : `b${i - 1}`} }`) + "\n" + inside("b4999"),
  "imports that lead out of the folder": `import "b.dnn"\nimport "../../x.dnn"\nimport "/etc/passwd"\nimport "link.dnn"\n${sound}`,
  "names of a million letters": `activation ${"a".repeat(1_000_000)}(x) = ${"a".repeat(1_000_000)}`,
  "1,000 names of 2,000 letters": inside(times(1000, () => `dense(4, activation: ${"r".repeat(2000)})`)),
  "500 long names that are nearly right":
    times(500, (i) => `activation ${"a".repeat(1000)}${String(i).padStart(4, "x")}(x) = tanh(x)`) +
    "\n" +
    inside(times(500, (i) => `dense(4, activation: ${"a".repeat(1000)}${String(i).padStart(4, "y")})`)),
  "10,000 names that are nearly right":
    times(10_000, (i) => `activation ${"a".repeat(20)}${String(i).padStart(6, "x")}(x) = tanh(x)`) +
    "\n" +
    inside(times(10_000, (i) => `${"a".repeat(20)}${String(i).padStart(6, "y")}`)),
  "a name of 800,000 letters that is nearly right":
    `activation ${"ab".repeat(400_000)}(x) = tanh(x)\n` + inside(`dense(4, activation: ${"ab".repeat(400_000)}c)`),
  "9,000 kept values that are nearly right": inside(
    times(9000, (i) => `k${i} = relu`) + "\n" + times(9000, (i) => `add(kk${i})`),
  ),
  "30,000 unknown sources": times(30_000, (i) => `data a${i} { source: nope }`),
  "100,000 comments": "// comment\n".repeat(100_000) + sound,
  "100,000 doc comments": "/// comment\n".repeat(100_000) + sound,
  "100,000 ignore comments of no rule": "// dnnc-ignore x: y\n".repeat(100_000) + sound,
  "15,000 ignore comments that are used": inside(
    times(15_000, (i) => `// dnnc-ignore relu-needs-he: x${i}\ndense(4, activation: relu, init: glorot_uniform)`),
  ),
  "huge exponents": inside("dense(1e999999999999)\ndense(1e-999999999)\ndropout(1e99999999%)"),
  "counts of 100,000 digits": train(
    `epochs: ${"9".repeat(100_000)} epochs\nbatch_size: 1e400\nseed: ${"9".repeat(100_000)}`,
  ),
  "durations of 10^300": train("epochs: 1e300\n learning_rate: exponential(0.1, every: 9999999999999999999999 steps)"),
  "numbers of 100,000 digits": inside(
    `dense(${"9".repeat(100_000)})\ndense(0.${"0".repeat(100_000)}1)\ndense(${"1_".repeat(50_000)}1)`,
  ),
  "a slice of 10^9 places": inside("slice(0..1_000_000_000)"),
  "10^9 columns": data("features: columns(1_000_000_000)"),
  "50,000 names of classes": sound.replace(
    "class(2)",
    `class([${Array.from({ length: 50_000 }, (_, i) => `"c${i}"`).join(", ")}])`,
  ),
  "25,000 categorical columns": data(
    `features: [${Array.from({ length: 25_000 }, (_, i) => `c${i}`).join(", ")}]\n categorical: [${Array.from({ length: 25_000 }, (_, i) => `c${i}`).join(", ")}]`,
  ).replace("spirals(examples: 1000)", 'csv("a.csv")'),
  "a merge of 50,000 values": inside(
    "a = dense(4)\nconcat(" + Array.from({ length: 50_000 }, () => "a").join(", ") + ")",
  ),
  "300 merges of 300 values": inside(
    times(300, (i) => `a${i} = dense(4)\nconcat(${Array.from({ length: i + 1 }, (_, j) => `a${j}`).join(", ")})`),
  ),
  "a schedule of 10,000 pieces": train(
    `epochs: 5\nlearning_rate: piecewise([${Array.from({ length: 10_001 }, () => "0.1").join(", ")}], at: [${Array.from({ length: 10_000 }, (_, i) => `${i + 1} steps`).join(", ")}])`,
  ),
  "190 warm-ups in warm-ups": train(
    `epochs: 5\nlearning_rate: ${"warmup(1 step, into: ".repeat(190)}0.1${")".repeat(190)}`,
  ),
  "10,000 schedules, each made of the one before":
    times(10_000, (i) => `schedule s${i}(step) = ${i === 0 ? "0.01" : `s${i - 1}(step)`}`) +
    "\n" +
    train("learning_rate: s9999 epochs: 5"),
  "10,000 metrics": train(
    `epochs: 5 metrics: [${Array.from({ length: 10_000 }, (_, i) => `top_k(k: ${i + 1})`).join(", ")}]`,
  ),
  "5,000 outputs": inside(
    times(5000, (i) => `o${i} = dense(2, activation: softmax)`) +
      `\noutputs: [${Array.from({ length: 5000 }, (_, i) => `o${i}`).join(", ")}]`,
  ),
  "500 runs of 30 layers": runs(500, "").replace("  input\n", "  input\n  repeat 30 { dense(8, activation: relu) }\n"),
  "490 foreign operators": `activation a(x) = x ${"&& x ".repeat(490)}\n` + inside("a"),
  "100,000 foreign operators": `activation a(x) = x ${"&& x ".repeat(100_000)}\n`,
  "20,000 blocks of defaults": inside("defaults { init: he_normal }\n".repeat(20_000)),
  "9,000 branches that end nowhere": inside("a = relu\n" + times(9000, (i) => `b${i} = a -> relu`)),
  "900,000 escapes that are none": sound.replace("spirals(examples: 1000)", `csv("${"\\q".repeat(900_000)}")`),
  "30,000 arguments": inside(`dense(4, ${Array.from({ length: 30_000 }, (_, i) => `p${i}: 1`).join(", ")})`),
  "30,000 parameters":
    `activation a(x, ${Array.from({ length: 30_000 }, (_, i) => `p${i}: 1`).join(", ")}) = x\n` + inside("a"),
  "20,000 states":
    `optimizer a(w, g, rate: 0.01) { state { ${times(20_000, (i) => `s${i}: 0`)} }\n${times(20_000, (i) => `s${i} = s${i} + g`)}\n w = w - rate * g }\n` +
    train("optimizer: a epochs: 5"),
  "control characters": filled("\u000b"),
  "5,000 kept values before 10,000 rounds": inside(times(5000, (i) => `k${i} = relu`) + "\nrepeat 10000 { x = relu }"),
  "9,000 rounds that keep a value": inside("repeat 9000 { k = relu }"),
  "60,000 metrics that are nearly right":
    times(990, (i) => `metric ${"m".repeat(10)}${String(i).padStart(4, "x")}(target, output) = mean(target - output)`) +
    "\n" +
    train(`epochs: 5 metrics: [${Array.from({ length: 60_000 }, (_, i) => `${"m".repeat(10)}y${i}`).join(", ")}]`),
  "a block of 900 arguments 19,000 times":
    `block b(${Array.from({ length: 900 }, (_, i) => `p${i}: 1`).join(", ")}) { relu }\n` +
    inside("repeat 19000 { b }"),
  "190 blocks of 100 arguments in each other":
    times(
      190,
      (i) =>
        `block b${i}(${Array.from({ length: 100 }, (_, j) => `p${i}_${j}: 1`).join(", ")}) { ${i === 0 ? "dense(p0_0)" : `b${i - 1}`} }`,
    ) +
    "\n" +
    inside("repeat 100 { b189 }"),
  "a long activation 9,000 times":
    `activation a(x) = ${"tanh(x) + ".repeat(490)} x\n` + inside("repeat 9000 { dense(4, activation: a) }"),
  "400 long activations":
    times(400, (i) => `activation a${i}(x) = ${`tanh(x + ${i}) + `.repeat(60)} x`) +
    "\n" +
    inside(times(400, (i) => `dense(4, activation: a${i})`)),
  "a long activation with 4,000 arguments":
    `activation a(x, k: 1) = ${"tanh(x * k) + ".repeat(490)} x\n` + inside(times(4000, (i) => `a(${i}.5)`)),
  "400 runs of a long optimizer":
    `optimizer z(w, g, rate) {\n state { ${times(90, (i) => `s${i}: 0`)} }\n ${times(90, (i) => `s${i} = ${`s${i} * g + `.repeat(10)} g`)}\n w = w - rate * (${Array.from({ length: 90 }, (_, i) => `s${i}`).join(" + ")}) }\n` +
    runs(400, "optimizer: z"),
  "400 runs of a long schedule":
    `schedule z(step, total) {\n ${times(200, (i) => `y${i} = ${i ? `y${i - 1} * step + `.repeat(8) : ""} 0.01`)}\n rate = 0.01 + 0 * y199 }\n` +
    runs(400, "learning_rate: z"),
  "400 runs of a long loss":
    `loss z(target, output) = ${"(target - output) ^ 2 + ".repeat(160)} abs(target - output)\n` + runs(400, "loss: z"),
  "4,000 merges of merges": inside(
    "a0 = dense(4)\n" +
      times(4000, (i) => `a${i + 1} = add(a${i}, a${Math.max(0, i - 1)}) -> dense(4, activation: relu)`),
  ),
  "54,000 comments among unused words":
    times(900, (i) => "// remark\n".repeat(60) + `activation a${i}(x) = tanh(x)`) + "\n" + sound,
  "60,000 open calls": times(60_000, () => "dense("),
  "990 damaged networks": times(990, (i) => `network n${i} { dense( }`) + "\n" + sound,
};
