import { spawnSync } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown, type OutputChunk, type OutputOptions, type RolldownOptions } from "rolldown";

/** Bundles everything into a folder, with the rules' pages, the types of specs, and what V8 compiles when the command lints a spec. */
export async function buildAll(config: readonly RolldownOptions[], dir: string): Promise<readonly OutputChunk[]> {
  const chunks: OutputChunk[] = [];
  for (const options of config) {
    const bundle = await rolldown({ ...options, logLevel: "warn" });
    const { output } = await bundle.write({ ...(options.output as OutputOptions), dir });
    chunks.push(...output.filter((one) => one.type === "chunk"));
  }
  for (const folder of ["src/rules", "src/mistakes"])
    for (const page of readdirSync(folder).filter((name) => name.endsWith(".md")))
      cpSync(join(folder, page), join(dir, "rules", page));
  cpSync("src/plugin/client.d.ts", join(dir, "client.d.ts"));
  keepCompiled(resolve(dir, "dnnc.cjs"));
  return chunks;
}

/** A spec that takes the compiler through most of what a spec can say. */
const sample = `
data arms { source: spirals(examples: 400)  target: class(2)  normalize: standardize  split: random(train: 80%, test: 20%) }
network deep {
  defaults { activation: elu  regularization: l2(1e-4) }
  input
  skip = dense(16)
  repeat 2 { dense(16)  batch_norm  dropout(10%) }
  add(skip)
  dense(2, activation: softmax)
}
train deep on arms { optimizer: nesterov(momentum: 0.9)  learning_rate: one_cycle  early_stopping { monitor: validation_los } }
`;

function keepCompiled(file: string): void {
  const program = `
    process.argv.push(${JSON.stringify(file)}, "lint", "-");
    const { compiled, keptCode } = require(${JSON.stringify(file)});
    process.on("exit", () => require("node:fs").writeFileSync(keptCode, compiled()));`;
  const { error } = spawnSync(process.execPath, ["--eval", program], { input: sample });
  if (error !== undefined) throw error;
}
