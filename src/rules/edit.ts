/** Edits that mend a spec; `undefined` where it is not certain what to write. */
import type { Edit, Fix } from "../diagnostics/diagnostic.ts";
import type { Layer } from "../network/network.ts";
import type { Entry, Train } from "../syntax/ast.ts";
import { textOf, type Span } from "../text/source.ts";
import type { NetworkView } from "./network-view.ts";
import { isInside } from "./place.ts";

export const replacing = ({ start, end }: Span, text: string): Edit => ({ start, end, text });

/** The argument put in behind the last one of a call. */
export function addArgument(call: Span, name: string, value: string): Edit | undefined {
  const text = textOf(call);
  if (!text.endsWith(")")) return undefined;
  const inside = text.slice(0, -1).trimEnd();
  if (text.includes("//")) return undefined;
  const before = inside.endsWith("(") ? "" : inside.endsWith(",") ? " " : ", ";
  const start = call.start + inside.length;
  return { start, end: call.end - 1, text: `${before}${name}: ${value}` };
}

/** Where the blanks and line ends before a place begin. */
function blanksBefore(text: string, place: number): number {
  let at = place;
  while (at > 0 && isBlank(text[at - 1]!)) at--;
  return at;
}

/** Where the blanks and line ends behind a place end. */
function blanksAfter(text: string, place: number): number {
  let at = place;
  while (at < text.length && isBlank(text[at]!)) at++;
  return at;
}

const isBlank = (character: string): boolean => /\s/.test(character);

/** A named argument taken out of its call, with its comma; the brackets too where it was the only one. */
export function removingArgument(at: Span): Edit | undefined {
  const { text } = at.source;
  const [before, after] = [blanksBefore(text, at.start) - 1, blanksAfter(text, at.end)];
  if (!"(,".includes(text[before] ?? " ") || !",)".includes(text[after] ?? " ")) return undefined;
  const [opens, closes] = [text[before] === "(", text[after] === ")"];
  if (!opens) return { start: before, end: at.end, text: "" };
  return closes
    ? { start: before, end: after + 1, text: "" }
    : { start: at.start, end: blanksAfter(text, after + 1), text: "" };
}

/** The entry put into a train block, behind the others. */
export function addToTrain({ entries, span }: Train, text: string): Fix | undefined {
  const last = entries.at(-1);
  if (last !== undefined) return { safe: true, edits: [addEntry(last, text)] };
  const { start, end, source } = span;
  const isBare = !source.text.slice(start, end).endsWith("}");
  const edit = isBare ? { start: end, end, text: ` { ${text} }` } : { start: end - 1, end: end - 1, text: `${text} ` };
  return { safe: true, edits: [edit] };
}

/** The entry put in behind another one. */
export const addEntry = (behind: Entry, text: string): Edit => ({
  start: behind.span.end,
  end: behind.span.end,
  text: `\n  ${text}`,
});

/**
 * Gives `name` of all these layers, which take it from one place, the value. An edit in a block is not safe, for others may use it;
 * in `defaults` it is made only where every layer that takes the default is at fault.
 */
export function setArgument(view: NetworkView, layers: readonly Layer[], name: string, value: string): Fix | undefined {
  const [layer] = layers;
  const argument = layer?.arguments[name];
  if (layer === undefined || argument === undefined) return undefined;
  const own = view.network.declaration.span;
  const safe = isInside(layer.at, own);
  switch (argument.from.kind) {
    case "written":
      return { safe, edits: [replacing(argument.at, value)] };
    case "defaults": {
      const sharing = view.layers.filter((other) => other.arguments[name]?.at.start === argument.at.start);
      const alike = sharing.every((other) => layers.includes(other));
      return alike ? { safe: isInside(argument.at, own), edits: [replacing(argument.at, value)] } : undefined;
    }
    default: {
      const calls = new Map(layers.map(({ at }) => [at.start, at]));
      const edits = [...calls.values()].map((call) => addArgument(call, name, value));
      return edits.every((edit) => edit !== undefined) ? { safe, edits } : undefined;
    }
  }
}

/** A step that is a flow of its own taken out, with its line where it stands alone there. */
export function removingStep(at: Span): Edit | undefined {
  const { text } = at.source;
  const end = blanksBefore(text, at.start);
  const isInFlow = text.startsWith("->", end - 2) || text.startsWith("->", blanksAfter(text, at.end));
  if (isInFlow || text[end - 1] === "=") return undefined;
  const opensLine = text.slice(end, at.start).includes("\n");
  if (opensLine && text.slice(text.lastIndexOf("\n", end - 1) + 1, end).includes("//")) return undefined;
  return replacing(withLine(at), "");
}

/** The place with the line it stands in, where nothing else does; else with the blanks before it. */
export function withLine(at: Span): Span {
  const { text } = at.source;
  let start = at.start;
  while (start > 0 && " \t".includes(text[start - 1]!)) start--;
  const opensLine = start === 0 || text[start - 1] === "\n";
  const after = /[ \t]*(?:\r?\n|$)/y;
  after.lastIndex = at.end;
  const closing = after.exec(text);
  if (opensLine && closing !== null) return { ...at, start, end: at.end + closing[0].length };
  return opensLine ? at : { ...at, start };
}

/** Two stretches of text in each other's place. */
export const swapping = (one: Span, other: Span): readonly Edit[] => [
  replacing(one, textOf(other)),
  replacing(other, textOf(one)),
];

/** Whether a layer is a step of the network itself: an edit there changes nothing else. */
export const isOwnStep = (view: NetworkView, { at, from }: Layer): boolean =>
  isInside(at, view.network.declaration.span) && from.kind === "written" && from.at.start === at.start;
