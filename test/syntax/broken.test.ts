import { expect, test } from "vitest";
import { applied, marked, read } from "./support.ts";
import { brokenSpecs } from "./broken.ts";

test.each(brokenSpecs)("$title is reported where it is, and nothing else", ({ text: source, says }) => {
  const { text, places } = marked(source);
  const found = read(text).diagnostics;
  expect(found.map(({ message, at }) => [message, at.start, at.end])).toEqual(
    says.map((message, index) => [message, places[index]!.start, places[index]!.end]),
  );
  for (const { code, severity } of found) expect([code, severity]).toEqual(["syntax", "error"]);
});

test.each(brokenSpecs.filter(({ fixed }) => fixed !== undefined))(
  "$title is mended by its fix",
  ({ text: source, fixed }) => {
    const { text } = marked(source);
    const [found] = read(text).diagnostics;
    expect(found!.fix?.safe).toBe(true);
    const mended = applied(text, found!.fix!.edits);
    expect(mended).toBe(fixed);
    expect(read(mended).diagnostics).toEqual([]);
  },
);

test("a comma between two names is a guess, for a colon may be missing; between others it is safe", () => {
  const found = read("network a { dense(300 selu init he_normal) }").diagnostics;
  expect(found.map(({ fix, help }) => [fix?.safe, help])).toEqual([
    [true, "write `300, selu`"],
    [false, "write `selu: init`, or `selu, init`"],
    [false, "write `init: he_normal`, or `init, he_normal`"],
  ]);
  expect(read("network a { dense(300, activation: relu init: he_normal) }").diagnostics[0]!.fix?.safe).toBe(true);
  expect(read("train a on b { metrics: [accuracy auc] }").diagnostics[0]!.fix?.safe).toBe(true);
});

test("a zero and a byte-order mark inside a text are pointed at, and leaving them out is safe", () => {
  for (const mark of ["\0", "\ufeff"]) {
    const text = `train a on b {\n  epochs: 30${mark}\n  seed: 42\n  batch_size: 32\n  learning_rate: 0.001\n  loss: mse\n  metrics: [mae]\n}`;
    const [found, ...more] = read(text).diagnostics;
    expect(more).toEqual([]);
    expect(found?.at).toMatchObject({ start: text.indexOf(mark), end: text.indexOf(mark) + 1 });
    expect(found?.fix).toEqual({ safe: true, edits: [{ start: found!.at.start, end: found!.at.end, text: "" }] });
  }
});

test("what is sound beside a mistake is kept", () => {
  const { file } = read(
    "train a on b {\n  epochs:\n  seed: 42\n}\nnetwrok c { input(3) dense( relu }\ndata d { e: 1 }",
  );
  const [train, network, data] = file.declarations;
  expect(train).toMatchObject({ kind: "train", entries: [{ name: { name: "seed" } }] });
  expect(network).toMatchObject({ kind: "network", name: { name: "c" }, items: [{ steps: [{ kind: "call" }] }] });
  expect(data).toMatchObject({ kind: "data" });
});

test("an unclosed brace points back at its opening", () => {
  const { text, places } = marked("network a «{»\n  input(3)\n");
  expect(read(text).diagnostics[0]!.related).toMatchObject([{ at: places[0], label: "this brace is not closed" }]);
});

test("a hundred findings are enough", () => {
  const { diagnostics } = read(`train a on b {\n${"  epochs 30\n".repeat(250)}}`);
  expect(diagnostics).toHaveLength(100);
  expect(diagnostics.at(-1)!.message).toBe("151 more mistakes are not shown");
});
