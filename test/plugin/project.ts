/** A small project in a folder of its own, and the bundlers that build it with the plugin. */
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build as buildWithEsbuild } from "esbuild";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { build as buildWithVite } from "vite";
import { afterAll, onTestFinished } from "vitest";
import webpack from "webpack";
import plugin from "../../src/plugin/index.ts";

/** A folder that is gone when the test, or the file's tests, are done; TF.js is found in the repository's `node_modules`. */
export function makeFolder(finished: (clean: () => void) => void = afterAll): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dnnc-plugin-")));
  finished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(realpathSync("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return folder;
}

/** A project of one test: a file for each name. */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(onTestFinished);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** What a bundler has to say, its own form left aside. */
export interface Said {
  readonly text: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** From 0. */
  readonly column: number | undefined;
}

/** How a build went: `dist/main.js` is there where there are no errors. */
export interface Outcome {
  readonly errors: readonly Said[];
  readonly warnings: readonly Said[];
}

interface RollupMessage {
  readonly message: string;
  readonly loc?: { readonly file?: string; readonly line: number; readonly column: number } | undefined;
}

const fromRollup = ({ message, loc }: RollupMessage): Said => ({ text: message, ...placeOf(loc) });

const placeOf = (loc: { file?: string; line: number; column: number } | null | undefined) => ({
  file: loc?.file,
  line: loc?.line,
  column: loc?.column,
});

/** Runs a build that throws at the first error. */
async function attempt(build: (warn: (message: RollupMessage) => void) => Promise<unknown>): Promise<Outcome> {
  const warnings: Said[] = [];
  try {
    await build((message) => warnings.push(fromRollup(message)));
    return { errors: [], warnings };
  } catch (error) {
    // Rolldown, and Vite with it, gathers errors.
    const { errors = [error as RollupMessage] } = error as { errors?: readonly RollupMessage[] };
    return { errors: errors.map(fromRollup), warnings };
  }
}

const external = /^@tensorflow\//;

/** Builds `main.js` of a project, TF.js left out of the bundle. */
export const bundlers: Readonly<Record<string, (folder: string) => Promise<Outcome>>> = {
  vite: (folder) =>
    attempt((warn) =>
      buildWithVite({
        root: folder,
        configFile: false,
        logLevel: "silent",
        plugins: [plugin.vite()],
        build: {
          target: "es2022",
          minify: false,
          lib: { entry: "main.js", formats: ["es"], fileName: "main" },
          rolldownOptions: { external, onwarn: (warning) => warn(warning) },
        },
      }),
    ),
  rollup: (folder) =>
    attempt(async (warn) => {
      const plugins = [plugin.rollup()];
      const bundle = await rollup({ input: join(folder, "main.js"), external, plugins, onwarn: warn });
      await bundle.write({ file: join(folder, "dist/main.js") });
    }),
  rolldown: (folder) =>
    attempt(async (warn) => {
      const plugins = [plugin.rolldown()];
      const bundle = await rolldown({ input: join(folder, "main.js"), external, plugins, onwarn: warn });
      await bundle.write({ file: join(folder, "dist/main.js") });
    }),
  esbuild: async (folder) => {
    const { errors, warnings } = await buildWithEsbuild({
      entryPoints: [join(folder, "main.js")],
      outfile: join(folder, "dist/main.js"),
      bundle: true,
      format: "esm",
      external: ["@tensorflow/*"],
      logLevel: "silent",
      plugins: [plugin.esbuild()],
    }).catch((failure) => failure as Awaited<ReturnType<typeof buildWithEsbuild>>);
    const said = ({ text, location }: (typeof errors)[number]): Said => ({ text, ...placeOf(location) });
    return { errors: errors.map(said), warnings: warnings.map(said) };
  },
  webpack: (folder) =>
    new Promise((done, failed) => {
      const options: webpack.Configuration = {
        mode: "production",
        context: folder,
        entry: "./main.js",
        externals: /^@tensorflow\//,
        externalsType: "module",
        experiments: { outputModule: true },
        output: { path: join(folder, "dist"), filename: "main.js", library: { type: "module" } },
        plugins: [plugin.webpack()],
      };
      webpack(options, (failure, stats) => {
        if (failure) return failed(failure);
        const { errors, warnings } = stats!.compilation;
        // What the module has to say stands in `error`; webpack wraps it with where it was asked for.
        const said = ({ message }: Error): Said => ({ text: message, ...placeOf(undefined) });
        done({ errors: errors.map(said), warnings: warnings.map(said) });
      });
    }),
};
