import { anySpec } from "./any-spec.ts";
import { readSound, violation } from "./laws.ts";
const most = Number(process.argv[2] ?? 500),
  wanted = Number(process.argv[3] ?? 3);
let found = 0,
  sound = 0;
const t = performance.now();
const times: number[] = [];
const bad = async (text: string, options: object): Promise<string | undefined> => {
  const file = readSound(text);
  if (!file) return undefined;
  try {
    return await violation(file, options);
  } catch (e) {
    return "threw " + (e as Error).stack;
  }
};
const kindOf = (v: string) => v.split(/[:\n]/)[0]!;
for (let seed = 0; seed < most && found < wanted; seed++) {
  let { text, options } = anySpec(seed);
  if (!readSound(text)) continue;
  sound++;
  let v = await bad(text, options);
  if (v === undefined) continue;
  found++;
  const kind = kindOf(v);
  for (let size = Math.max(1, text.length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let at = 0; at < text.length;) {
      const shorter = text.slice(0, at) + text.slice(at + size);
      const w = await bad(shorter, options);
      if (w !== undefined && kindOf(w) === kind) {
        text = shorter;
        v = w;
      } else at += size;
    }
  }
  console.log(
    "#",
    seed,
    JSON.stringify(options),
    "\n" + JSON.stringify(text) + "\n" + text + "\n-----\n" + v + "\n==========",
  );
}
console.log(sound, "sound", found, "bad", (performance.now() - t).toFixed(0), "ms");
