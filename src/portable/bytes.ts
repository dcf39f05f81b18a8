/** From the bytes of a file to the bytes or the text that it holds. */
import { fail } from "./fail.ts";

/** The bytes of a gzip file unpacked, of any other file as they are: what a server sends may be unpacked by the browser already. */
export async function unpacked(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  // A copy: a Blob takes no memory that threads may share.
  const plain = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(plain).arrayBuffer());
  } catch {
    fail(`${file} is a damaged gzip file`);
  }
}

/** Bytes as UTF-8 text, without a byte-order mark; other encodings are refused, not guessed. */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    fail(`${file} is not UTF-8 text`);
  }
}
