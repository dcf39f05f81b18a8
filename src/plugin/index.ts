/** `import { createModel, train } from "./mnist.dnn"`: one plugin for Vite, Rollup, Rolldown, esbuild, webpack and their kin. */
import { dirname, resolve } from "node:path";
import { createUnplugin, type UnpluginInstance } from "unplugin";
import { isError } from "../diagnostics/diagnostic.ts";
import { compile } from "./compile.ts";
import { writeTypes, writeTypesByTrain } from "./declarations.ts";
import { moduleIds, readId } from "./id.ts";
import { withoutTypes } from "./javascript.ts";
import { messageOf } from "./message.ts";

export interface PluginOptions {
  /** Whether the types of a module are written beside its spec; so they are where nothing is said. */
  readonly types?: boolean;
}

const plugin: UnpluginInstance<PluginOptions | undefined, false> = createUnplugin<PluginOptions | undefined, false>(
  ({ types = true } = {}) => ({
    name: "dnnc",
    load: {
      filter: { id: moduleIds },
      handler(id) {
        const module = readId(id);
        const { file, train } = module;
        this.addWatchFile(file);
        const { program, findings, all } = compile(module, process.cwd());
        for (const finding of findings.filter((one) => !isError(one))) this.warn(messageOf([finding], id, file));
        const errors = findings.filter(isError);
        if (errors.length > 0) this.error(messageOf(errors, id, file));
        // Where a bundler gathers errors and goes on, there is nothing to go on with.
        if (program === undefined) return { code: "", map: null };
        const isOwn = !file.includes("/node_modules/");
        const problem =
          types && isOwn && (train === undefined ? writeTypes(file, program) : writeTypesByTrain(file, all()));
        if (problem) this.warn(problem);
        return { code: withoutTypes(program), map: null };
      },
    },
    esbuild: { onLoadFilter: /\.dnn$/ },
    rollup: {
      /** Rollup alone looks for a file of the whole name, query and all. */
      resolveId(id, importer) {
        const isOurs = /^\.{0,2}\//.test(id) && id.includes("?") && moduleIds.test(id) && importer !== undefined;
        return isOurs ? resolve(dirname(importer), id) : null;
      },
    },
  }),
);

export default plugin;
