import { cstTypes } from "../grammar/cst-types.ts";
import { kernelsModule } from "./kernels-module.ts";
import { configSchema } from "../src/lint/config-shape.ts";
import { portableModule } from "./portable-module.ts";
import { reference } from "./reference.ts";
import { rulePages } from "./rule-pages.ts";
import { standardModule } from "./standard-module.ts";

/** The generated files, each with what makes its text; paths start at the root. */
export const generated: Readonly<Record<string, () => string>> = {
  "grammar/cst.ts": cstTypes,
  "grammar/standard.ts": () => standardModule("grammar/std"),
  "src/emit/tfjs/portable-text.ts": () => portableModule("src/portable", ["src/formula/erf.ts"]),
  "src/run/kernels/compiled.ts": () => kernelsModule("src/run/kernels/assembly"),
  "config.schema.json": configSchema,
  ...reference,
  ...rulePages,
};
