/** Everything that needs no test run: types, lint, layout, fresh generated files, and who imports whom. All at once. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const cache = join("node_modules", ".cache", "dnnc");

const checks: Readonly<Record<string, readonly string[]>> = {
  types: ["tsc", "--incremental", "--tsBuildInfoFile", join(cache, "types.json")],
  lint: ["eslint", "--cache", "--cache-location", join(cache, "eslint.json"), "."],
  layout: ["prettier", "--cache", "--cache-location", join(cache, "prettier.json"), "--check", "--log-level=warn", "."],
  "generated files and imports": ["vitest", "run", "test/generated.test.ts", "test/architecture.test.ts"],
};

/** Runs a tool of node_modules; its output is shown where it has something to say. */
function check(what: string, [tool, ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(join("node_modules", ".bin", tool!), args);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  return new Promise((done) => {
    child.on("close", (code) => {
      console.log(code === 0 ? `${what}: good` : `${what}: exit code ${code}\n${said}`);
      done(code === 0);
    });
  });
}

const results = await Promise.all(Object.entries(checks).map(([what, command]) => check(what, command)));
process.exitCode = results.every((good) => good) ? 0 : 1;
