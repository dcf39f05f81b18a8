/** What a JSON file of ours may hold, as a value: files are read by it, and the schema for editors is made of it. */
import type { Report } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { JsonNode, Member } from "./json-text.ts";

export type Shape = (
  | { readonly kind: "text" }
  | { readonly kind: "truth" }
  | { readonly kind: "count" }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "record"; readonly keys: Readonly<Record<string, Shape>>; readonly required?: readonly string[] }
) & {
  /** What it is called in a message. */
  readonly about: string;
  /** What it means, for who writes it. */
  readonly note?: string;
};

/** No path, pattern or message of ours is longer. */
const longestText = 5000;

/**
 * The value of a node as JSON has it, without what does not fit; each misfit is reported at its place. A key that is not known
 * is a mistake, with the one that was meant.
 */
export function valueOf(node: JsonNode, shape: Shape, report: Report): unknown {
  const misfit = (): undefined => void report(misfitOf(node, shape));
  switch (shape.kind) {
    case "text":
      return node.kind === "string" && node.value.length <= longestText ? node.value : misfit();
    case "truth":
      return node.kind === "boolean" ? node.value : misfit();
    case "count":
      return node.kind === "number" && Number.isSafeInteger(node.value) && node.value >= 0 ? node.value : misfit();
    case "choice":
      return node.kind === "string" && shape.of.includes(node.value) ? node.value : misfit();
    case "list":
      if (node.kind !== "array") return misfit();
      return node.items.map((item) => valueOf(item, shape.of, report)).filter((value) => value !== undefined);
    case "record":
      return node.kind === "object" ? recordOf(node, shape, report) : misfit();
  }
}

type RecordShape = Extract<Shape, { kind: "record" }>;

function recordOf(node: Extract<JsonNode, { kind: "object" }>, shape: RecordShape, report: Report): unknown {
  const known = node.members.filter((member) => {
    if (Object.hasOwn(shape.keys, member.key)) return true;
    report(unknownKey(member, shape));
    return false;
  });
  for (const key of shape.required ?? [])
    if (!known.some((member) => member.key === key))
      report({ code: "config", severity: "error", message: `\`${key}\` is missing here`, at: node.at });
  const values = known.map(({ key, value }) => [key, valueOf(value, shape.keys[key]!, report)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function unknownKey({ key, keyAt }: Member, { keys, about }: RecordShape) {
  const names = Object.keys(keys);
  const near = nearest(key, names);
  const all = names.length > 12 ? undefined : `it takes ${names.map((name) => `\`${name}\``).join(", ")}`;
  return {
    code: "config",
    severity: "error",
    message: `there is no \`${key}\` in ${about}`,
    at: keyAt,
    help: near === undefined ? all : `did you mean \`${near}\`?`,
  } as const;
}

function misfitOf(node: JsonNode, shape: Shape) {
  const written = node.kind === "string" ? node.value : "";
  const near = shape.kind === "choice" ? meant(written, shape.of) : undefined;
  const isLong = shape.kind === "text" && written.length > longestText;
  return {
    code: "config",
    severity: "error",
    message: `${shape.about} is ${isLong ? `longer than ${longestText} characters` : wanted(shape)}`,
    at: node.at,
    help: near === undefined ? undefined : `did you mean \`"${near}"\`?`,
  } as const;
}

/** `warn` is the beginning of what was meant. */
const meant = (written: string, names: readonly string[]): string | undefined =>
  nearest(written, names) ?? names.find((name) => written.length > 2 && name.startsWith(written));

function wanted(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return "a text";
    case "truth":
      return "`true` or `false`";
    case "count":
      return "a whole number from 0";
    case "choice":
      return `one of ${shape.of.map((one) => `\`"${one}"\``).join(", ")}`;
    case "list":
      return "a list, `[…]`";
    case "record":
      return "an object, `{…}`";
  }
}

/** The shape as JSON Schema, draft 7, with a description at each key. */
export function schemaOf(shape: Shape): Readonly<Record<string, unknown>> {
  const description = shape.note ?? shape.about;
  switch (shape.kind) {
    case "text":
      return { description, type: "string" };
    case "truth":
      return { description, type: "boolean" };
    case "count":
      return { description, type: "integer", minimum: 0 };
    case "choice":
      return { description, enum: shape.of };
    case "list":
      return { description, type: "array", items: schemaOf(shape.of) };
    case "record": {
      const properties = Object.fromEntries(Object.entries(shape.keys).map(([key, one]) => [key, schemaOf(one)]));
      const required = shape.required === undefined ? {} : { required: shape.required };
      return { description, type: "object", properties, ...required, additionalProperties: false };
    }
  }
}
