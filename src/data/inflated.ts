import { gunzipSync } from "node:zlib";
import { fail } from "../portable/fail.ts";

/**
 * The bytes of a gzip file unpacked, of any other file as they are; told by the first two bytes (RFC 1952), not by the name.
 * At most `limit` bytes (2 GiB) come out, so that a small file cannot fill the memory.
 */
export function inflated(bytes: Uint8Array, file: string, limit = 2 ** 31): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") fail(`${file} unpacks to more than ${limit} bytes`);
    fail(`${file} is a damaged gzip file: ${message}`);
  }
}
