import { defineConfig, type RolldownOptions } from "rolldown";

/** What is loaded from node_modules when it is used: large, with files of its own, or rarely asked for. */
const external = [/^node:/, /^@tensorflow\//, "prettier", /^rolldown\//, "unplugin", /^csv-(parse|stringify)/];

/** The plugin for bundlers, and a door for each that has one of its own. */
const plugin = {
  plugin: "src/plugin/index.ts",
  ...Object.fromEntries(
    ["vite", "rollup", "rolldown", "esbuild", "webpack"].map((name) => [name, `src/plugin/${name}.ts`]),
  ),
};

/** What every start needs stands in one file: the rest of `src/cli` is a file a verb. */
const start = [
  /src\/(check|echoes|explain\/(numbers|cost))\.ts$/,
  /src\/(text|syntax|formula|vocabulary|network|rules)\/|src\/diagnostics\/(?!forms|fingerprint)|src\/lint\/(?!baseline)/,
  /src\/cli\/(main|lint|lint-files|lint-report|config-file|json-file|project-root|paths|sources|options|rule-options|terminal|failure|exit-codes|verbs)\.ts$/,
  /grammar\/|package\.json|rolldown.*runtime/,
  /node_modules\/(chevrotain|@chevrotain|lodash-es|fastest-levenshtein|picocolors|commander)\//,
];

/** Whitespace alone is minified, so that the report of a bug names the functions it went through. */
const common = { dir: "dist", minify: { mangle: false, compress: false, codegen: true } } as const;

/** The command, whose code V8 can keep compiled in this format alone; its door is `dnnc.cjs`. */
const command = {
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name].cjs",
  ...common,
} as const;

const options: RolldownOptions[] = [
  {
    input: { index: "src/index.ts", prettier: "src/format/plugin.ts", ...plugin },
    platform: "node",
    external,
    output: { ...common, cleanDir: true },
  },
  {
    input: { main: "src/cli/main.ts", worker: "src/run/workers/worker.ts" },
    platform: "node",
    external,
    output: {
      ...command,
      codeSplitting: { groups: [{ name: "start", test: (id) => start.some((one) => one.test(id)) }] },
    },
  },
  { input: { dnnc: "src/cli/dnnc.ts" }, platform: "node", external, output: command },
];

export default defineConfig(options);
