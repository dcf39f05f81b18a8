import { defineConfig } from "rolldown";

/** What is loaded from node_modules when it is used: large, with files of its own, or rarely asked for. */
const external = [/^node:/, /^@tensorflow\//, "prettier", /^csv-(parse|stringify)/];

/**
 * The command and the library, in as few files as a start can do with: each file costs a lint 2 to 3 ms.
 * Whitespace alone is minified, so that the report of a bug names the functions it went through.
 */
export default defineConfig({
  input: { dnnc: "src/cli/main.ts", index: "src/index.ts" },
  platform: "node",
  external,
  output: {
    dir: "dist",
    cleanDir: true,
    chunkFileNames: "[name].js",
    minify: { mangle: false, compress: false, codegen: true },
    codeSplitting: {
      groups: [
        {
          name: "compiler",
          test: /src\/check|src\/(text|diagnostics|syntax|formula|vocabulary|network|rules)\/|grammar\/|node_modules\/(chevrotain|@chevrotain|lodash-es|fastest-levenshtein|picocolors)/,
        },
      ],
    },
  },
});
