/** Builds dist/: the library, the command, its compiled code for the V8 that runs this, and the types. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import config from "../rolldown.config.ts";
import { buildAll } from "./bundle.ts";

await buildAll(config, "dist");
const { status } = spawnSync(join("node_modules", ".bin", "tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" });
process.exitCode = status ?? 1;
