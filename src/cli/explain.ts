import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import { check } from "../check.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { exampleSpec, presetSpec } from "../explain/example.ts";
import { explainFile } from "../explain/explain-file.ts";
import { renderPage } from "../explain/explain-word.ts";
import { explainPlan } from "../explain/plan.ts";
import { findPages, knownNames, wordsNamed, type Names } from "../explain/find-pages.ts";
import { readAsked } from "../explain/read-use.ts";
import { standardVocabulary } from "../vocabulary/standard-vocabulary.ts";
import { resolve } from "../network/resolve.ts";
import { isMistake, mistakes } from "../mistakes/index.ts";
import { rules } from "../rules/index.ts";
import { parse } from "../syntax/parse.ts";
import { standardPresets } from "../vocabulary/standard.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./failure.ts";
import { chooseTraining } from "./prepare.ts";
import { readModel, readOne } from "./sources.ts";
import { isPlainTerminal, print, wantsColors } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly example?: true;
  readonly plain?: true;
  readonly plan?: true;
}

export const define: Define = (command) => {
  command
    .argument("<what>", "a spec (`-` for standard input), a word of the language, or the code of a finding")
    .argument("[word]", "a word as that spec sees it: one of its own, or of the library")
    .addOption(new Option("--example", "print a whole spec that uses the word"))
    .addOption(new Option("--plain", "draw with ASCII alone"))
    .addOption(
      new Option("--plan", "print how a training step is computed; `word` names the run where the spec has several"),
    )
    .action(explain);
};

function explain(what: string, word: string | undefined, options: Options): void {
  if (options.plan === true && options.example === true)
    throw new UsageError(
      "`--example` and `--plan` do not go together",
      "a plan is that of a spec, an example that of a word",
    );
  if (options.plan === true) return explainPlans(what, word);
  if (word !== undefined) return explainIn(what, word, options);
  if (!isPath(what)) return print(explainName(what, standardNames(), options));
  if (options.example === true)
    throw new UsageError("`--example` takes a word", "`dnnc explain elu --example`, for one");
  const model = readModel(what);
  if (model !== undefined) print(explainFile(model));
}

/** A word and a rule are a name alone, or a name with arguments. */
const isPath = (what: string): boolean => !/^\w[\w-]*(\s*\([^]*\))?$/.test(what) || existsSync(what);

const standardNames = (): Names => ({
  vocabulary: standardVocabulary(),
  presets: standardPresets(),
  blocks: [],
});

/** The plans of the runs that have the name; of all where none is asked for. */
function explainPlans(path: string, name: string | undefined): void {
  const model = readModel(path);
  if (model === undefined) return;
  const found = name === undefined && model.trainings.length > 0 ? model.trainings : [chooseTraining(model, name)];
  print(found.map(explainPlan).join("\n"));
}

/** A word as a spec sees it, whatever else is wrong there; an own word with errors is told of them instead. */
function explainIn(path: string, word: string, options: Options): void {
  const { file, diagnostics } = parse(readOne(path));
  const { model, diagnostics: found } = resolve(file);
  const blocks = file.declarations.filter((one) => one.kind === "block");
  const names: Names = { vocabulary: model.vocabulary, presets: model.presets, blocks };
  const asked = readAsked(word);
  const own =
    asked !== undefined && "name" in asked ? wordsNamed(names, asked.name).filter((one) => !one.standard) : [];
  const errors = [...diagnostics, ...found]
    .filter(isError)
    .filter(({ at }) => own.some(({ declaration: { span } }) => span.start <= at.start && at.end <= span.end));
  if (errors.length === 0) return print(explainName(word, names, options));
  process.stderr.write(renderPretty(errors, { colors: wantsColors(process.stderr) }));
  process.exitCode = exitCodes.findings;
}

function pageOf(code: string): string {
  const page = join(__dirname, "rules", `${code}.md`);
  try {
    return readFileSync(page, "utf8");
  } catch {
    throw new UsageError(`the page of \`${code}\` cannot be read: ${page}`, "build or install dnnc again");
  }
}

/** Everything of that name, for `mse` is a loss and a metric; and the page of a rule or a mistake, which the build lays beside this. */
function explainName(text: string, names: Names, { example, plain }: Options): string {
  if (rules.some((rule) => rule.name === text)) return pageOf(text);
  const asked = readAsked(text);
  if (isMistake(text)) {
    // `data` is an entry's place and a kind of mistake.
    const words = asked && "name" in asked ? findPages(names, asked) : [];
    const told = "length" in words ? words.map((page) => renderPage(page, { plain: plain ?? isPlainTerminal() })) : [];
    return [...told, pageOf(text)].join("\n");
  }
  if (asked === undefined || !("name" in asked)) throw unknownName(text, names);
  if (example === true) return exampleOf(asked.name, names);
  const pages = findPages(names, asked);
  if (!("length" in pages)) throw new UsageError(pages.message, pages.help);
  if (pages.length === 0) throw unknownName(asked.name, names);
  return pages.map((page) => renderPage(page, { plain: plain ?? isPlainTerminal() })).join("\n");
}

/** A whole spec that uses the word: of the first kind of that name that has an example. */
function exampleOf(name: string, names: Names): string {
  const isClean = (text: string): boolean => check({ path: "example.dnn", text }).diagnostics.length === 0;
  const preset = names.presets.get(name);
  const [spec] = wordsNamed(names, name).flatMap((word) => exampleSpec(word, isClean) ?? []);
  if (spec !== undefined || preset !== undefined) return spec ?? presetSpec(preset!);
  if (!knownNames(names).includes(name)) throw unknownName(name, names);
  throw new UsageError(`there is no example of \`${name}\``, `\`dnnc explain ${name}\` tells what it is`);
}

function unknownName(name: string, names: Names): UsageError {
  const near = nearest(name, [...knownNames(names), ...rules.map((rule) => rule.name), ...Object.keys(mistakes)]);
  const help = near === undefined ? "a file is named with its ending: `spec.dnn`" : `did you mean \`${near}\`?`;
  return new UsageError(`there is no file, no word and no rule \`${name}\``, help);
}
