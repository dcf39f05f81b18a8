/** The front door: what other programs may ask of the compiler. Nothing here loads TF.js or opens a file. */
export { check } from "./check.ts";
export { parse } from "./syntax/parse.ts";
export { resolve, type Model, type ResolveOptions } from "./network/resolve.ts";
export type { CheckOptions } from "./rules/check.ts";
export type { Diagnostic, Edit, Fix, Place, Severity } from "./diagnostics/diagnostic.ts";
export { renderJson } from "./diagnostics/render-json.ts";
export { renderPretty, type PrettyOptions } from "./diagnostics/render-pretty.ts";
export { positionAt, type Position, type Source, type Span } from "./text/source.ts";
