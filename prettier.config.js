/** The layout of this repository: prettier's, and for specs that of dnnc's own plugin, bundled here so that a clean clone has it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";

const bundle = await rolldown({
  input: join(import.meta.dirname, "src/format/plugin.ts"),
  platform: "node",
  external: ["prettier"],
  logLevel: "warn",
});
const { output } = await bundle.generate({ codeSplitting: false });

// The name changes with the plugin, so that prettier's cache knows.
const hash = createHash("sha256").update(output[0].code).digest("hex").slice(0, 12);
const file = join(import.meta.dirname, `node_modules/.cache/dnnc/prettier-${hash}.mjs`);
if (!existsSync(file)) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, output[0].code);
  renameSync(`${file}.${process.pid}`, file);
}

export default { printWidth: 120, plugins: [file] };
