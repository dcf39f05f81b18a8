/**
 * What is wrong in the meaning of a damaged file only because something was left out: a source whose entry could not be read, a
 * word whose declaration could not. The damage has been reported; these are its echoes.
 */
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Model } from "./network/resolve.ts";
import type { Declaration, File } from "./syntax/ast.ts";
import { isSame } from "./one-mistake.ts";
import { textOf, type Span } from "./text/source.ts";

/** Findings that stand however much is left out beside them. */
const independent: ReadonlySet<string> = new Set([
  ...["unknown-name", "value-out-of-range", "not-supported", "duplicate-name", "duplicate-entry", "arguments"],
]);

/** The findings of `resolve` that stand though these are damaged. */
export function withoutEchoes(file: File, syntax: readonly Diagnostic[], meaning: readonly Diagnostic[]): Diagnostic[] {
  if (syntax.length === 0) return [...meaning];
  const declared = declaredSomewhere(file);
  const damaged = file.declarations.filter(({ span }) => syntax.some(({ at }) => isIn(at, span)));
  return meaning.filter(({ code, at, fix }) => {
    const isForm = code === "argument" && fix !== undefined;
    if (damaged.some(({ span }) => isIn(at, span)) && !independent.has(code) && !isForm) return false;
    const around = syntax.find((damage) => isIn(at, damage.at));
    // Who knows what is expected there says best what is meant.
    if (around !== undefined) return fix !== undefined && isSame(at, around.at);
    return code !== "unknown-name" || !(declared.get(textOf(at)) ?? []).some((start) => start !== at.start);
  });
}

const declaration = /(?<=^|\n|\})(\w+[ \t]+)(\w+)[ \t]*[({]/g;
const kept = /(?<=^|[\n{}])([ \t]*)(\w+)[ \t]*=/g;

/** Where names are declared or kept, in a stretch that may have been left out too; at most twice each. */
function declaredSomewhere({ source: { text } }: File): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const pattern of [declaration, kept])
    for (const { index, 1: before, 2: name } of text.matchAll(pattern)) {
      const known = places.get(name!) ?? [];
      if (known.length < 2) places.set(name!, [...known, index + before!.length]);
    }
  return places;
}

/** What can be judged of a damaged file: only what is whole, with everything that it is made of. */
export function soundPart(model: Model, syntax: readonly Diagnostic[]): Model {
  if (syntax.length === 0) return model;
  const { declarations } = model.file;
  const isWhole = ({ span }: Declaration): boolean => !syntax.some(({ at }) => isIn(at, span));
  const outside = syntax.some(({ at }) => !declarations.some(({ span }) => isIn(at, span)));
  const shared = declarations.filter(({ kind }) => kind === "word" || kind === "block" || kind === "preset");
  if (outside || !shared.every(isWhole)) return { ...model, data: new Map(), trainings: [], networks: [] };
  const trainings = model.trainings.filter((one) =>
    [one.declaration, one.network.declaration, one.data.declaration].every(isWhole),
  );
  const untrained = model.trainings.filter((one) => !trainings.includes(one)).map(({ network }) => network);
  return {
    ...model,
    data: new Map([...model.data].filter(([, { declaration }]) => isWhole(declaration))),
    trainings,
    networks: [...model.networks, ...untrained].filter(({ declaration }) => isWhole(declaration)),
  };
}

const isIn = (at: Span, span: Span): boolean => at.start >= span.start && at.end <= span.end;
