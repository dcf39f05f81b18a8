/** The functions that decide numbers, as a program prints them: those that it needs, and no other. */
import { portableTexts } from "./portable-text.ts";
import type { Section } from "./section.ts";

/** A declaration of `src/portable/` as it is printed, and what has to stand beside it. */
export interface PortableText {
  /** The declaration with its doc comment, without `export`. */
  readonly text: string;
  /** Other declarations of the folder that it needs. */
  readonly uses: readonly string[];
  /** Imports from Node: module to names. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
}

/**
 * The named declarations and all that they use, each once, in the order of the table: files that others build on come first.
 * What is there already, in `known`, stays out.
 */
export function portableCode(names: Iterable<string>, known: ReadonlySet<string> = new Set()): Section {
  const needed = new Set<string>();
  for (const name of names) need(name, needed);
  const texts = Object.entries(portableTexts).filter(([name]) => needed.has(name) && !known.has(name));
  const code = texts.map(([, { text }]) => text).join("\n\n");
  return { code, portable: [], imports: mergedImports(texts.map(([, { imports }]) => imports)) };
}

function need(name: string, needed: Set<string>): void {
  if (needed.has(name)) return;
  if (!Object.hasOwn(portableTexts, name)) throw new Error(`src/portable declares no ${name}`);
  needed.add(name);
  for (const used of portableTexts[name]!.uses) need(used, needed);
}

/** Imports of several pieces as one: each module once, each name once, both sorted. */
export function mergedImports(
  all: readonly Readonly<Record<string, readonly string[]>>[],
): Readonly<Record<string, readonly string[]>> {
  const modules = [...new Set(all.flatMap((imports) => Object.keys(imports)))].sort();
  const namesOf = (module: string) => [...new Set(all.flatMap((imports) => imports[module] ?? []))].sort();
  return Object.fromEntries(modules.map((module) => [module, namesOf(module)]));
}
