/** The forms of a lint run: one to standard output, others to files. */
import { forms, type FormName } from "../diagnostics/forms/index.ts";
import type { LintReport } from "../diagnostics/forms/report.ts";
import type { Output } from "./lint-report.ts";
import { readKept, writeDevice, writeOutputs, type OutputFile } from "./output-file.ts";
import { print } from "./terminal.ts";

/** Files are written first, so that a run which cannot write one prints nothing; `stdout` is absent where people read it. */
export function writeForms(report: LintReport, stdout: FormName | undefined, outputs: readonly Output[]): void {
  const files = outputs.map(({ form, file }): OutputFile => ({ place: file, text: forms[form](report) }));
  const devices = files.filter((file) => readKept(file).state === "device");
  writeOutputs(files.filter((file) => !devices.includes(file)));
  devices.forEach(writeDevice);
  if (stdout !== undefined) print(forms[stdout](report));
}
