import { listed } from "../diagnostics/suggest.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import { notSupported } from "../diagnostics/diagnostic.ts";
import type * as ast from "../syntax/ast.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { usableNames } from "../vocabulary/word.ts";
import { correct } from "./correct.ts";
import { elsewhere } from "./elsewhere.ts";
import type { Given } from "./resolve-arguments.ts";

/** The entries of a preset, or of a `defaults` block, as arguments that know where they come from. */
export function defaultEntries(
  entries: readonly ast.Entry[],
  presets: ReadonlyMap<string, ast.Preset>,
  report: Report,
): readonly Given[] {
  return entries
    .filter((entry) => entry.name.name === "defaults")
    .flatMap((entry): readonly Given[] => {
      const { value } = entry;
      if (value.kind === "entries") {
        const from = { kind: "defaults", at: entry.span } as const;
        return value.entries.map((one) => ({ name: one.name, value: one.value, span: one.span, from }));
      }
      if (value.kind === "none") return [];
      const preset = value.kind === "name" ? presets.get(value.name) : undefined;
      if (preset !== undefined) {
        const from = { kind: "preset", name: preset.name.name, at: value.span } as const;
        return preset.entries.map((one) => ({ name: one.name, value: one.value, span: one.span, from }));
      }
      report({
        code: "unknown-name",
        severity: "error",
        message:
          value.kind === "name"
            ? `there is no preset \`${value.name}\``
            : "`defaults` takes a preset's name or a block",
        at: value.span,
        ...correct(
          value.kind === "name" ? value.name : "",
          value.span,
          [...presets.keys()],
          `the presets are ${listed([...presets.keys()])}`,
        ),
      });
      return [];
    });
}

const entryNames = (vocabulary: Vocabulary, sections: readonly string[]): readonly string[] =>
  sections.flatMap((section) => vocabulary.find("section", section)?.parameters.map(({ name }) => name) ?? []);

/** The entries that a section's signature has; the others are for somebody else. */
export const understood = (given: readonly Given[], section: string, vocabulary: Vocabulary): readonly Given[] => {
  if (given.length === 0) return given;
  const parameters = vocabulary.find("section", section)?.parameters ?? [];
  return given.filter(({ name }) => parameters.some((one) => one.name === name!.name));
};

/** Reports entries that none of the sections has: they would have no effect. */
export function checkEntries(
  entries: readonly ast.Entry[],
  sections: readonly string[],
  vocabulary: Vocabulary,
  report: Report,
): void {
  if (entries.length === 0) return;
  const names = entryNames(vocabulary, sections);
  const unknown = entries.filter(({ name }) => !names.includes(name.name));
  if (unknown.length === 0) return;
  const usable = sections.flatMap((section) => usableNames(vocabulary.find("section", section)?.parameters ?? []));
  const ofLayers = entryNames(vocabulary, ["defaults"]);
  for (const { name, span } of unknown) {
    const otherwise = ofLayers.includes(name.name)
      ? `it belongs to layers: write \`defaults { ${name.name}: … }\``
      : `the entries are ${usable.join(", ")}`;
    if (name.name === "optimizer" || name.name === "defaults") report(notSupported(`\`${name.name}\` here`, span));
    else {
      report({
        code: "unknown-name",
        severity: "error",
        message: `there is no entry \`${name.name}\``,
        at: name.span,
        ...(elsewhere(name.name, sections, vocabulary) ?? correct(name.name, name.span, usable, otherwise)),
      });
    }
  }
}
