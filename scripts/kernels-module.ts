import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The two builds of the same sources, by what WebAssembly must know to run them. */
const features = { exact: "simd", fast: "simd,relaxed-simd" } as const;

const flags = ["--importMemory", "--noExportMemory", "--runtime", "stub", "--optimizeLevel", "3", "--noAssert"];

/** The text of `src/run/kernels/compiled.ts`: what AssemblyScript makes of `folder/index.ts`. */
export function kernelsModule(folder: string): string {
  const builds = Object.entries(features).map(
    ([name, enabled]) => `  ${name}:\n    "${compile(folder, [...flags, "--enable", enabled])}",`,
  );
  return [
    `// Generated from ${folder}/*.ts by \`npm run generate\`; not to be edited.`,
    "/** WebAssembly modules in base64: with SIMD, and with relaxed SIMD. */",
    "export const compiledKernels = {",
    ...builds,
    "} as const;",
    "",
  ].join("\n");
}

/** The module in base64. It takes seconds, so it is kept in the cache under what it is made from. */
function compile(folder: string, options: readonly string[]): string {
  const compiler = compilerPackage();
  const hash = createHash("sha256").update(JSON.stringify([compiler.version, options]));
  for (const name of readdirSync(folder).sort()) hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  const cache = resolve("node_modules/.cache/dnnc/kernels");
  const kept = join(cache, `${hash.digest("hex")}.wasm`);
  try {
    return readFileSync(kept).toString("base64");
  } catch {
    mkdirSync(cache, { recursive: true });
  }
  const fresh = mkdtempSync(join(cache, "new-"));
  try {
    const file = join(fresh, "kernels.wasm");
    const args = [compiler.command, join(folder, "index.ts"), "--outFile", file, ...options];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`asc ended with exit code ${status}\n${stdout}${stderr}`);
    renameSync(file, kept);
  } finally {
    rmSync(fresh, { recursive: true });
  }
  return readFileSync(kept).toString("base64");
}

function compilerPackage(): { readonly version: string; readonly command: string } {
  const file = createRequire(pathToFileURL(resolve("package.json"))).resolve("assemblyscript/package.json");
  const { version, bin } = JSON.parse(readFileSync(file, "utf8")) as { version: string; bin: { asc: string } };
  return { version, command: join(dirname(file), bin.asc) };
}
