#!/usr/bin/env node
/** The door: V8 keeps what it compiled where it can (Node 22 and later), so it is asked before anything else is loaded. */
import * as module from "node:module";

(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const { main } = await import("./main.ts");
await main();
