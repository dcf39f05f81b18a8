/** The laws of the formatter over specs that nobody wrote. `DNNC_FORMAT_SPECS=5000` draws all of them, where 600 are drawn otherwise. */
import { expect, test } from "vitest";
import { anySpec } from "./any-spec.ts";
import { readSound, violation } from "./laws.ts";

const count = Number(process.env["DNNC_FORMAT_SPECS"] ?? 600);

test(`the laws hold over ${count} specs of any layout, with comments at all places`, { timeout: 120_000 }, async () => {
  let sound = 0;
  for (let seed = 0; sound < count; seed++) {
    const { text, options } = anySpec(seed);
    const file = readSound(text);
    if (file === undefined) continue;
    sound++;
    const found = await violation(file, options);
    if (found !== undefined) expect.fail(`${found}\n===== from seed ${seed}, ${JSON.stringify(options)}:\n${text}`);
  }
});
