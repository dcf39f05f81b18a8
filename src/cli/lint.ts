import { check } from "../check.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { isRule } from "../rules/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { choice, planned, wholeNumber } from "./options.ts";
import { findSpecs } from "./paths.ts";
import { readRuleState, type RuleStates } from "./rule-options.ts";
import { read } from "./sources.ts";
import { counted, print, tell, wantsColors } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly format: keyof typeof formats;
  readonly maxWarnings?: number;
  readonly strict?: boolean;
  readonly rule?: RuleStates;
}

type Format = (found: readonly Diagnostic[], files: number) => string;

const pretty: Format = (found, files) => {
  if (files === 0) return "";
  const text = renderPretty(found, { colors: wantsColors(), explained: isRule });
  return `${text}${text === "" ? "" : "\n"}${tally(found, files)}\n`;
};

const formats: Readonly<Record<"pretty" | "json", Format>> = {
  pretty,
  json: (found, files) => `${renderJson(found, files)}\n`,
};

export const define: Define = (command) => {
  command
    .argument("[paths...]", "specs, folders, patterns, or `-` for standard input", ["."])
    .option("--format <name>", "pretty or json", choice("format", Object.keys(formats), plannedFormats), "pretty")
    .option("--max-warnings <count>", "fail where there are more warnings than this", wholeNumber(0))
    .option("--strict", "also the rules that are silent by default")
    .option("--rule <name=state>", "make a rule off, warn or error (may be given again)", readRuleState)
    .action(lint);
  planned(command, ["--fix [how]", "--changed", "--base <ref>", "--baseline <file>", "--write-baseline"]);
  planned(command, ["--watch", "--output <format=file>"]);
};

const plannedFormats = ["sarif", "github", "gitlab", "junit", "checkstyle"];

function lint(paths: readonly string[], { format, maxWarnings = Infinity, strict, rule }: Options): void {
  const { files, missing } = findSpecs(paths);
  const results = files.map((path) => ({ path, result: read(path) }));
  const sources = results.flatMap(({ result }) => ("source" in result ? [result.source] : []));
  const found = sources.flatMap((source) => check(source, { strict, states: rule }).diagnostics);
  print(formats[format](found, sources.length));
  for (const { path, result } of results)
    if ("problem" in result) tell(`${path}: ${result.problem.message}\n      ${result.problem.help}`);
  for (const path of missing) tell(`${path}: there is no spec here\n      a spec is a file that ends in \`.dnn\``);
  const isWhole = sources.length === files.length && missing.length === 0;
  const failing = count(found, "error") > 0 || count(found, "warning") > maxWarnings;
  process.exitCode = !isWhole ? exitCodes.usage : failing ? exitCodes.findings : exitCodes.done;
}

const count = (found: readonly Diagnostic[], severity: Severity): number =>
  found.filter((one) => one.severity === severity).length;

const severities: readonly Severity[] = ["error", "warning", "info"];

/** `2 errors, 1 warning in 3 files` */
function tally(found: readonly Diagnostic[], files: number): string {
  const said = severities.filter((severity) => count(found, severity) > 0);
  const what = said.map((severity) => counted(count(found, severity), severity)).join(", ");
  return `${what === "" ? "nothing to say about" : `${what} in`} ${counted(files, "file")}`;
}
