/** `import { createModel, train } from "./mnist.dnn"`: one plugin for Vite, Rollup, Rolldown, esbuild, webpack and their kin. */
import { dirname, resolve } from "node:path";
import { createUnplugin, type UnpluginInstance } from "unplugin";
import { isError } from "../diagnostics/diagnostic.ts";
import { compile } from "./compile.ts";
import { moduleIds, readId } from "./id.ts";
import { messageOf } from "./message.ts";

const plugin: UnpluginInstance<undefined, false> = createUnplugin(() => ({
  name: "dnnc",
  load: {
    filter: { id: moduleIds },
    handler(id) {
      const module = readId(id);
      this.addWatchFile(module.file);
      const { code, findings } = compile(module, process.cwd());
      for (const finding of findings.filter((one) => !isError(one))) this.warn(messageOf([finding], id, module.file));
      const errors = findings.filter(isError);
      if (errors.length > 0) this.error(messageOf(errors, id, module.file));
      return { code: code ?? "", map: null };
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
}));

export default plugin;
