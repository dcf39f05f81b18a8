import { defineConfig } from "rolldown";

/** What is loaded from node_modules when it is used: large, with files of its own, or rarely asked for. */
const external = [/^node:/, /^@tensorflow\//, "prettier", /^csv-(parse|stringify)/];

/** What every start needs stands in one file: each file more costs 2 ms. */
const start =
  /src\/check|src\/explain\/numbers|src\/(text|diagnostics|syntax|formula|vocabulary|network|rules)\/|src\/cli\/(main|lint|paths|glob|sources|options|rule-options|terminal|failure|exit-codes|verbs)\.ts|grammar\/|package\.json|node_modules\/(chevrotain|@chevrotain|lodash-es|fastest-levenshtein|picocolors|commander)|rolldown.*runtime/;

/** Whitespace alone is minified, so that the report of a bug names the functions it went through. */
export default defineConfig({
  input: { dnnc: "src/cli/dnnc.ts", index: "src/index.ts" },
  platform: "node",
  external,
  output: {
    dir: "dist",
    cleanDir: true,
    chunkFileNames: "[name].js",
    minify: { mangle: false, compress: false, codegen: true },
    codeSplitting: { groups: [{ name: "start", test: start }] },
  },
});
