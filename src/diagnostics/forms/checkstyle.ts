/** Checkstyle's XML, which Jenkins' Warnings plugin, reviewdog and many others read: one `error` a finding, by file. */
import { stretchOf } from "../stretch.ts";
import { byFile, fullText, type Form } from "./report.ts";
import { document, element } from "./xml.ts";

/** The version of Checkstyle whose form this is. */
const version = "4.3";

export const checkstyle: Form = (report) => {
  const { unreadable, pathOf } = report;
  const files = [...byFile(report)].flatMap(([path, findings]) =>
    element(
      "file",
      { name: pathOf(path) },
      findings.flatMap((finding) => {
        const { line, column } = stretchOf(finding.at).start;
        const { severity, code } = finding;
        return element("error", { line, column, severity, message: fullText(finding), source: `dnnc.${code}` });
      }),
    ),
  );
  const unread = unreadable.flatMap(({ path, message }) =>
    element(
      "file",
      { name: pathOf(path) },
      element("error", { line: 1, severity: "error", message, source: "dnnc.unreadable-file" }),
    ),
  );
  return document(element("checkstyle", { version }, [...files, ...unread]));
};
