import type { LoadedModel } from "../model.ts";

/** A number that tells weights apart which differ in a bit: FNV-1a over their 32-bit words. */
export function digestOf({ weights, session }: Pick<LoadedModel, "weights" | "session">): number {
  let hash = 0x811c9dc5;
  for (const { path } of weights) {
    const words = new Uint32Array(session.read(path).buffer);
    for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193);
  }
  return hash;
}
