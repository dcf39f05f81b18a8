import type { UnpluginMessage } from "unplugin";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { isRule } from "../rules/index.ts";
import { positionAt } from "../text/source.ts";

/** Findings as a bundler tells them: all as `dnnc lint` shows them, at the place of the first; columns count from 0 there. */
export function messageOf(findings: readonly Diagnostic[], id: string, file: string): UnpluginMessage {
  const { source, start } = findings[0]!.at;
  const { line, column } = positionAt(source, start);
  return {
    message: renderPretty(findings, { colors: false, explained: isRule }).trimEnd(),
    // The way through the bundler's code is of no use to who wrote the spec.
    stack: "",
    id,
    loc: { file, line, column: column - 1 },
  };
}
