/** The forms that other programs read, by the names that `--format` and `--output` take. */
import { renderJson } from "../render-json.ts";
import { checkstyle } from "./checkstyle.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { junit } from "./junit.ts";
import type { Form } from "./report.ts";
import { sarif } from "./sarif.ts";

const json: Form = ({ findings, files }) => `${renderJson(findings, files.length)}\n`;

export const forms = { json, sarif, github, gitlab, junit, checkstyle } as const satisfies Readonly<
  Record<string, Form>
>;

export type FormName = keyof typeof forms;
