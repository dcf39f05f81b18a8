#!/usr/bin/env node
/**
 * The door. Most of a small lint is V8 reading and compiling; so the build keeps what V8 made of the code that every start
 * runs, beside it, and this file hands it back. Another V8 finds no file of its version and compiles as usual.
 */
import { readFileSync } from "node:fs";
import { Module } from "node:module";
import { join } from "node:path";
import { constants, Script } from "node:vm";

const filename = join(__dirname, "start.cjs");

/** Where the compiled code lies for this V8. */
export const keptCode = `${filename}.${process.versions.v8}-${process.arch}`;

const script = new Script(Module.wrap(readFileSync(filename, "utf8")), {
  filename,
  cachedData: readKept(),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});

/** What V8 has compiled by now, for the build to keep. */
export const compiled = (): Buffer => script.createCachedData();

function readKept(): Buffer | undefined {
  try {
    return readFileSync(keptCode);
  } catch {
    return undefined;
  }
}

const start = new Module(filename, module);
start.filename = filename;
start.paths = module.paths;
require.cache[filename] = start;
script.runInThisContext()(start.exports, start.require.bind(start), start, filename, __dirname);
start.loaded = true;
module.require("./main.cjs").main();
