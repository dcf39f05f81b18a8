/** A folder for what a bench makes and forgets: the children's code, data, programs, specs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";

export interface Workplace {
  readonly folder: string;
  /** The code of the bench's processes. */
  readonly child: string;
  /** Writes a file of this name, and gives its path. */
  write(name: string, text: string): string;
  path(name: string): string;
  dispose(): void;
}

/** Below the project, so that its packages are found from there. */
export async function openWorkplace(): Promise<Workplace> {
  const cache = resolve("node_modules", ".cache", "dnnc");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "bench-"));
  const bundle = await rolldown({
    input: { child: join("scripts", "bench", "child.ts"), worker: join("src", "run", "workers", "worker.ts") },
    platform: "node",
    external: /^[^./]/,
    logLevel: "warn",
  });
  await bundle.write({ dir: folder, entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" });
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    child: path("child.mjs"),
    path,
    write(name, text) {
      writeFileSync(path(name), text);
      return path(name);
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
