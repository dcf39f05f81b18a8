import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { fingerprintsOf } from "../../src/diagnostics/fingerprint.ts";

/** A finding at each `HERE` of a text, and their fingerprints in order. */
function prints(text: string, path = "a.dnn", code = "selu-init"): string[] {
  const source = { path, text };
  const found = [...text.matchAll(/HERE/g)].map(({ index }): Diagnostic => {
    return { code, severity: "error", message: "m", at: { source, start: index, end: index + 4 } };
  });
  const names = fingerprintsOf(found, (one) => one);
  return found.map((one) => names.get(one)!);
}

const text = "network a {\n  dense(HERE, units: 1)\n  dense(2)\n  dense(HERE, units: 3)\n}\n";

test("lines put in and taken out elsewhere, other indents and line ends change no fingerprint", () => {
  const before = prints(text);
  expect(prints(`// a\n\n${text}`)).toEqual(before);
  expect(prints(text.replace("  dense(2)\n", ""))).toEqual(before);
  expect(prints(text.replaceAll("  ", "\t\t"))).toEqual(before);
  expect(prints(text.replaceAll("\n", "\r\n"))).toEqual(before);
  fc.assert(
    fc.property(fc.array(fc.constantFrom("// note", "", "  dense(7)"), { maxLength: 20 }), (lines) => {
      expect(prints([...lines, text].join("\n"))).toEqual(before);
    }),
  );
});

test("another line, rule or path is another fingerprint", () => {
  const [first] = prints(text);
  expect(prints(text.replace("units: 1", "units: 9"))[0]).not.toBe(first);
  expect(prints(text, "b.dnn")[0]).not.toBe(first);
  expect(prints(text, "a.dnn", "other")[0]).not.toBe(first);
});

test("findings that are alike have fingerprints of their own; the first keeps its own when another joins", () => {
  const one = prints("dense(HERE)\n");
  const three = prints("dense(HERE)\ndense(HERE)\ndense(HERE)\n");
  expect(new Set(three).size).toBe(3);
  expect(three[0]).toBe(one[0]);
  expect(prints("HERE HERE")[0]).not.toBe(prints("HERE HERE")[1]);
});
