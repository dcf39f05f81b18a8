/** Parameters, states and lines of a word or a block that come to nothing. */
import type { Span } from "../text/source.ts";
import { provided } from "../vocabulary/word.ts";
import { statesOf, type Block, type Entry, type Identifier, type Line, type Word } from "../syntax/ast.ts";
import { visit, type Node } from "../syntax/visit.ts";

export interface UnusedPart {
  /** `constant`: a state that is read and never assigned. */
  readonly kind: "parameter" | "state" | "line" | "constant";
  readonly name: Identifier;
  readonly at: Span;
}

export function unusedParts(one: Word | Block): readonly UnusedPart[] {
  const parameters = one.parameters.filter(
    ({ name, pattern }) => pattern === undefined && !(one.kind === "word" && isProvided(one, name.name)),
  );
  const { used, parts } = one.kind === "block" ? { used: namesIn(one.items), parts: [] } : usedIn(one);
  if (used === undefined) return [];
  // The default of one that is used reads others; that of an unused one does not save them.
  const read = reached(used, new Map(one.parameters.map((each) => [each.name.name, namesIn([each.default])])));
  return [
    ...parameters
      .filter(({ name }) => !read.has(name.name))
      .map(({ name, span }) => ({ kind: "parameter", name, at: span }) as const),
    ...parts,
  ];
}

const isProvided = ({ word }: Word, name: string): boolean =>
  ((provided as Readonly<Record<string, readonly string[]>>)[word] ?? []).includes(name);

/** The names that a word's result hangs on, and what of its body it does not; no names of a word that is built in. */
function usedIn({ word, body }: Word): {
  readonly used: ReadonlySet<string> | undefined;
  readonly parts: readonly UnusedPart[];
} {
  if (body === undefined) return { used: undefined, parts: [] };
  if (body.kind !== "body") return { used: namesIn([body]), parts: [] };
  // A body in a word of another kind is an error of its own.
  if (word !== "optimizer" && word !== "schedule") return { used: undefined, parts: [] };
  const [states, { lines }] = [statesOf(body), body];
  // So is one that sets nothing.
  if (word === "optimizer" && !lines.some(({ name }) => name.name === "w")) return { used: undefined, parts: [] };
  const isState = (name: string): boolean => states.some((state) => state.name.name === name);
  // A line of a schedule may drive a parameter of an optimizer by its name.
  const results = word === "schedule" ? lines.map(({ name }) => name.name).filter((name) => !isState(name)) : ["w"];
  const roots = word === "schedule" && isState("rate") ? [...results, "rate"] : results;
  const reads = new Map<string, Set<string>>();
  for (const { name, value } of [...lines, ...states])
    reads.set(name.name, new Set([...(reads.get(name.name) ?? []), ...namesIn([value])]));
  const used = reached(new Set(roots), reads);
  return { used, parts: [...idleStates(states, lines, used), ...idleLines(lines, used, isState)] };
}

const idleStates = (
  states: readonly Entry[],
  lines: readonly Line[],
  used: ReadonlySet<string>,
): readonly UnusedPart[] =>
  states.flatMap(({ name }): readonly UnusedPart[] => {
    if (!used.has(name.name)) return [{ kind: "state", name, at: name.span }];
    return lines.some((line) => line.name.name === name.name) ? [] : [{ kind: "constant", name, at: name.span }];
  });

const idleLines = (
  lines: readonly Line[],
  used: ReadonlySet<string>,
  isState: (name: string) => boolean,
): readonly UnusedPart[] => {
  const told = new Set<string>();
  return lines.flatMap(({ name }): readonly UnusedPart[] => {
    if (used.has(name.name) || isState(name.name) || told.has(name.name)) return [];
    told.add(name.name);
    return [{ kind: "line", name, at: name.span }];
  });
};

/** The names, with all that they are made of. */
function reached(names: ReadonlySet<string>, made: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set(names);
  // A set hands on what is added while it is walked.
  for (const name of found) for (const part of made.get(name) ?? []) found.add(part);
  return found;
}

function namesIn(nodes: readonly (Node | undefined)[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of nodes)
    if (node !== undefined)
      visit(node, { name: ({ name }) => void found.add(name), call: ({ name }) => void found.add(name.name) });
  return found;
}
