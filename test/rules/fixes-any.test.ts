/** Laws of `--fix` over specs with several faults at once, which nobody wrote. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { fixSource, type FixGrade } from "../../src/lint/fix.ts";
import type { Network } from "../../src/network/network.ts";
import { printValue } from "../../src/network/value.ts";
import { faults, sound } from "./corpus.ts";

type Damage = (text: string, at: number) => string;

/** One of the places where a pattern is found, changed. */
const change =
  (pattern: RegExp, to: (found: string) => string): Damage =>
  (text, at) => {
    const places = [...text.matchAll(pattern)];
    const place = places[at % Math.max(1, places.length)];
    if (place === undefined) return text;
    return text.slice(0, place.index) + to(place[0]) + text.slice(place.index + place[0].length);
  };

const damages: readonly Damage[] = [
  change(/(?<=activation: )relu/g, () => "rellu"),
  change(/(?<=\n {2})dense(?=\()/g, () => "dens"),
  change(/batch_size|epochs(?=:)|optimizer/g, (name) => name.slice(0, -1)),
  change(/(?<=\(\d+, \w+): /g, () => "="),
  change(/\)\n/g, () => ");\n"),
  change(/"[^"\n]*"/g, (written) => `'${written.slice(1, -1)}'`),
  change(/, (?=\w+:)/g, () => " "),
  change(/\n {2}/g, () => "\n  // dnnc-ignore selu-init: not there\n  "),
  change(/\n {2}/g, () => "\n  // a remark\n  "),
  change(/\n\w/g, (begin) => `\nactivation idle_one(x) = tanh(x)\n${begin}`),
  change(/activation: relu/g, () => "activation: selu, init: he_normal"),
  change(/dropout\(\d+%\)/g, (layer) => `${layer}\n  ${layer}`),
  change(/\n$/g, () => "\n# the end\n"),
  (text) => text.replaceAll(/\r?\n/g, "\r\n"),
];

const anyFaulty: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...sound, ...faults),
    fc.array(fc.tuple(fc.constantFrom(...damages), fc.nat({ max: 100 })), { maxLength: 4 }),
  )
  .map(([{ text }, all]) => all.reduce((so, [damage, at]) => damage(so, at), text));

const judge = (text: string): readonly Diagnostic[] => check({ path: "spec.dnn", text }).diagnostics;

// More by `FIX_SPECS=5000`.
const count = Number(process.env["FIX_SPECS"] ?? 300);

/** A network as it is resolved: its layers with every value. */
const layersOf = ({ layers }: Network): readonly string[] =>
  layers.map(({ kind, inputs, arguments: args }) => {
    const values = Object.entries(args).map(([name, { value }]) => `${name}=${printValue(value)}`);
    return [kind, inputs.join("+"), ...values].join(" ");
  });

function networksOf(text: string): ReadonlyMap<string, readonly string[]> {
  const { model } = check({ path: "spec.dnn", text });
  const all = [...model.trainings.map(({ network }) => network), ...model.networks];
  return new Map(all.map((network) => [network.name, layersOf(network)]));
}

/** Whether an edit lies in a declaration of these kinds. */
function isIn(text: string, place: number, kinds: readonly string[]): boolean {
  const above = text.slice(0, place + 1).split("\n");
  const [kind] = (above.findLast((line) => /^\w/.test(line)) ?? "").split(" ");
  return kinds.includes(kind!);
}

test.each<FixGrade>(["safe", "unsafe"])(
  "edits that are %s end, are made once, and find nothing new",
  (grade) => {
    let mended = 0;
    let whole = 0;
    fc.assert(
      fc.property(anyFaulty, (text) => {
        let rounds = 0;
        const edits: { text: string; start: number }[] = [];
        const fix = (from: string): string =>
          fixSource(
            { path: "spec.dnn", text: from },
            (one) => {
              rounds++;
              const found = judge(one.text);
              for (const { fix: asked } of found)
                if (asked !== undefined && (asked.safe || grade === "unsafe"))
                  edits.push(...asked.edits.map(({ start }) => ({ text: one.text, start })));
              return found;
            },
            grade,
          ).source.text;
        const fixed = fix(text);
        expect(rounds).toBeLessThan(60);
        expect(fix(fixed)).toBe(fixed);
        if (edits.length === 0) return void expect(fixed).toBe(text);
        mended++;
        // What a mistake has hidden may be seen once it is mended; where rules could look before, they find nothing else after.
        const before = judge(text);
        if (before.some(({ severity }) => severity === "error")) return;
        const known = new Set(before.map(({ code }) => code));
        const fresh = judge(fixed).filter(({ code, severity }) => severity !== "info" && !known.has(code));
        expect(fresh.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
        if (!edits.every((edit) => isIn(edit.text, edit.start, ["data", "train"]))) return;
        whole++;
        const after = networksOf(fixed);
        for (const [name, layers] of networksOf(text)) expect(after.get(name)).toEqual(layers);
      }),
      { numRuns: count, seed: 11 },
    );
    expect(mended).toBeGreaterThan(count / 3);
    expect(whole).toBeGreaterThan(0);
  },
  240_000,
);
