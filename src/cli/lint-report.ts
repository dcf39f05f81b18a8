/** What is asked of the forms of a lint run, and what they are told. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { FormName } from "../diagnostics/forms/index.ts";
import type { RuleAbout } from "../diagnostics/forms/report.ts";
import { tables } from "../rules/index.ts";
import { UsageError } from "./failure.ts";
import { choice } from "./options.ts";

export const formNames: readonly FormName[] = ["json", "sarif", "github", "gitlab", "junit", "checkstyle"];

/** `--output FORMAT=FILE` */
export interface Output {
  readonly form: FormName;
  readonly file: string;
}

const readForm = choice("format", formNames);

/** Reads one `FORMAT=FILE`, beside those before it. */
export function readOutput(text: string, before: readonly Output[] = []): readonly Output[] {
  const [, name = "", file = ""] = /^([^=]*)=?(.*)$/s.exec(text)!;
  if (file === "") throw new UsageError(`\`${text}\` names no file`, "write `--output sarif=dnnc.sarif`");
  if (name === "pretty") throw new UsageError("the form `pretty` is for standard output alone");
  const form = readForm(name) as FormName;
  const twice = before.find((one) => one.file === file);
  if (twice !== undefined) throw new UsageError(`${file} is to hold \`${twice.form}\` and \`${form}\``);
  return [...before, { form, file }];
}

/** What is told of the rules; their pages lie below `pages`, where that is known. */
export const rulesAbout = (pages: string | undefined): readonly RuleAbout[] =>
  tables.flatMap(({ name: category, rules }) =>
    rules.map(({ name, severity, default: standing, description, why, help }) => ({
      ...{ name, category, severity, description, why, help, on: standing === "on" },
      page: pages === undefined ? undefined : `${pages.replace(/\/?$/, "/")}${name}.md`,
    })),
  );

/** Whether findings of this severity make the run fail. */
export function failsBy(found: readonly Diagnostic[], maxWarnings: number): (finding: Diagnostic) => boolean {
  const warnings = found.filter((one) => one.severity === "warning").length;
  return ({ severity }) => severity === "error" || (severity === "warning" && warnings > maxWarnings);
}
