/** Specs made to hurt whoever lints them: each ends soon, in little memory, with a finding and no internal error. */
import { expect, test } from "vitest";
import { folderOf } from "./command.ts";
import { specs } from "./hostile-specs.ts";
import { metered } from "./metered.ts";

test.skipIf(process.platform !== "linux").each(Object.keys(specs))("%s", { timeout: 120_000 }, async (name) => {
  const { out, err } = await metered(["lint", "a.dnn"], folderOf({ "a.dnn": specs[name]! }));
  expect(`${out}${err}`).toMatch(/^(error|warning|info)\[|too large|^nothing to say/);
});
