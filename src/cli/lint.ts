import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import type { FormName } from "../diagnostics/forms/index.ts";
import type { Accepted } from "../diagnostics/forms/report.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import manifest from "../../package.json" with { type: "json" };
import type { Settings } from "../lint/config.ts";
import { judge } from "../lint/judge.ts";
import { isMistake } from "../mistakes/index.ts";
import { isRule } from "../rules/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { selectSpecs, type Selected, type Selection, type Spec } from "./lint-files.ts";
import { failsBy, formNames, readOutput, rulesAbout, type Output } from "./lint-report.ts";
import { choice, wholeNumber } from "./options.ts";
import { pathFrom, projectRoot } from "./project-root.ts";
import { readRuleState, type RuleStates } from "./rule-options.ts";
import { counted, print, tell, wantsColors } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options extends Selection {
  readonly format: FormName | "pretty";
  readonly output?: readonly Output[];
  readonly maxWarnings?: number;
  readonly strict?: boolean;
  readonly rule?: RuleStates;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly root?: string;
  readonly rulePages?: string;
  readonly fix?: string | true;
  readonly watch?: true;
}

export const define: Define = (command) => {
  const forms = ["pretty", ...formNames];
  command
    .argument("[paths...]", "specs, folders, patterns, or `-` for standard input", ["."])
    .option("--format <name>", forms.join(", ").replace(/, (?=\w+$)/, " or "), choice("format", forms), "pretty")
    .option("--output <format=file>", "also write this form to a file (may be given again)", readOutput)
    .option("--max-warnings <count>", "fail where there are more warnings than this", wholeNumber(0))
    .option("--strict", "also the rules that are silent by default")
    .option("--rule <name=state>", "make a rule off, info, warn or error (may be given again)", readRuleState)
    .option("--config <file>", "read this config, and not the nearest dnnc.config.json")
    .option("--no-config", "read no config")
    .option("--changed", "only specs that differ from the last commit, by Git")
    .option("--base <ref>", "with --changed: that differ from where this branch left REF")
    .option("--baseline <file>", "accept the findings of this file, and tell which are found no more")
    .option("--write-baseline", "accept what is found now: write the baseline (dnnc-baseline.json)")
    .option("--root <folder>", "where the paths of the forms for CI begin (the checkout, or this folder)")
    .option("--rule-pages <uri>", "where the pages of the rules lie, for links in SARIF")
    .option("--fix [grade]", "make the edits that are safe; `--fix=unsafe`: also those that are a guess")
    .option("--watch", "lint again after each change of a spec or a config, until Ctrl-C, which ends it with code 0")
    .action(watchOrLint);
};

interface Outcome {
  readonly findings: readonly Diagnostic[];
  readonly accepted: readonly Accepted[];
}

async function watchOrLint(paths: readonly string[], options: Options): Promise<void> {
  const once = (): Promise<void> => lint(paths, options);
  return options.watch === true ? (await import("./lint-watch.ts")).watchSpecs(paths, options, once) : once();
}

async function lint(named: readonly string[], options: Options): Promise<void> {
  const fixing = options.fix === undefined ? undefined : await import("./lint-fix.ts");
  const { grade, paths } = fixing?.readFix(options.fix, named) ?? { grade: undefined, paths: named };
  const { specs: found, unreadable, ignored } = await selectSpecs(paths, options);
  const specs =
    grade === undefined
      ? found
      : fixing!.fixSpecs(found, (spec) => settingsOf(spec, options), grade, await acceptedBefore(found, options));
  if (specs.length >= many) (await import("./optimize-less.ts")).optimizeLess();
  const judged = judgeAll(specs, options);
  const files = specs.map(({ source }) => source.path);
  if (unreadable.length > 0) process.exitCode = exitCodes.usage;
  if (options.writeBaseline === true) {
    await acceptAll(judged, files, options.baseline);
    return tellOf(unreadable, ignored);
  }
  const { findings, accepted } =
    options.baseline === undefined ? judged : await parted(judged, files, options.baseline);
  const isFailing = failsBy(findings, options.maxWarnings ?? Infinity);
  const rules = rulesAbout(options.rulePages);
  const pathOf = pathFrom(projectRoot(options.root));
  const { version } = manifest;
  const report = { version, files, findings, accepted, unreadable, rules, isFailing, pathOf };
  const form = options.format === "pretty" ? undefined : options.format;
  if (form !== undefined || options.output !== undefined) {
    const { writeForms } = await import("./write-forms.ts");
    writeForms(report, form, options.output ?? []);
  }
  if (form === undefined) print(pretty(findings, files.length));
  tellOf(unreadable, ignored);
  if (options.changed === true && files.length === 0) tell("no spec has changed");
  process.exitCode ??= findings.some(isFailing) ? exitCodes.findings : exitCodes.done;
}

/** So many specs are worth a word to V8. */
const many = 100;

/** The specs that nothing can be said of, and why. */
function tellOf(unreadable: Selected["unreadable"], ignored: Selected["ignored"]): void {
  for (const { path, message, help } of unreadable) tell(`${path}: ${message}\n      ${help}`);
  for (const path of ignored) tell(`${path}: the config leaves it out`);
}

/** How a spec is linted; the command line's word is the last. */
const settingsOf = ({ settings }: Spec, { strict = false, rule = new Map() }: Options): Settings => ({
  ...settings,
  strict: strict || settings.strict,
  states: new Map([...settings.states, ...rule]),
});

function judgeAll(specs: readonly Spec[], options: Options): Outcome {
  const judged = specs.map((spec) => judge(spec.source, settingsOf(spec, options)));
  return {
    findings: judged.flatMap(({ findings }) => findings),
    accepted: judged.flatMap(({ silenced }) => silenced.map((one) => ({ ...one, by: "comment" }) as const)),
  };
}

async function parted({ findings, accepted }: Outcome, files: readonly string[], baseline: string): Promise<Outcome> {
  const { partByBaseline } = await import("./baseline-file.ts");
  const found = partByBaseline(baseline, findings, files);
  const left = found.accepted.map((finding) => ({ finding, by: "baseline", reason: "" }) as const);
  return { findings: [...found.fresh, ...found.stale], accepted: [...accepted, ...left] };
}

/** What a baseline accepts of the specs as they are: edits leave it alone. */
async function acceptedBefore(specs: readonly Spec[], options: Options): Promise<readonly Diagnostic[]> {
  const { baseline, writeBaseline } = options;
  if (baseline === undefined || writeBaseline === true) return [];
  const { partByBaseline } = await import("./baseline-file.ts");
  const files = specs.map(({ source }) => source.path);
  return partByBaseline(baseline, judgeAll(specs, options).findings, files).accepted;
}

async function acceptAll({ findings }: Outcome, files: readonly string[], file: string | undefined): Promise<void> {
  const { usualBaseline, writeBaseline } = await import("./baseline-file.ts");
  const place = file ?? usualBaseline;
  tell(`${place} accepts ${counted(writeBaseline(place, findings, files), "finding")}`);
}

/** A mark or a name that is wrong says all in its help; what its page has more is seldom asked for. */
const hasPage = (code: string): boolean =>
  isRule(code) || (isMistake(code) && code !== "syntax" && code !== "unknown-name");

function pretty(found: readonly Diagnostic[], files: number): string {
  if (files === 0 && found.length === 0) return "";
  const text = renderPretty(found, { colors: wantsColors(), explained: hasPage });
  return `${text}${text === "" ? "" : "\n"}${tally(found, files)}\n`;
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
