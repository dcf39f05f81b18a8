/** XML that is well formed whatever stands in it. */

type Attributes = Readonly<Record<string, string | number>>;

/** Characters that XML 1.0 has no way to write. */
const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text between tags or quotation marks; line ends are kept in both. */
export const escaped = (text: string): string =>
  text
    .replaceAll(unwritable, "\ufffd")
    .replaceAll(/[&<>"\t\n\r]/g, (character) => references[character] ?? `&#${character.charCodeAt(0)};`);

/** The lines of an element with those of its children, or with a text. */
export function element(name: string, attributes: Attributes, children: readonly string[] | string = []): string[] {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)];
  if (typeof children === "string") return [`<${open.join(" ")}>${escaped(children)}</${name}>`];
  if (children.length === 0) return [`<${open.join(" ")}/>`];
  return [`<${open.join(" ")}>`, ...children.map((line) => `  ${line}`), `</${name}>`];
}

export const document = (root: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', ...root, ""].join("\n");
