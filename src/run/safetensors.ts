/** The safetensors format: a little-endian length, a JSON header, then the numbers (https://github.com/huggingface/safetensors). */

export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Numbers as they lie in memory: little-endian wherever WebAssembly and typed arrays agree, which is wherever this runs. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Tensors by name as the bytes of a file; all are float32. */
export function encodeSafetensors(tensors: ReadonlyMap<string, SavedTensor>): Uint8Array {
  const header: Record<string, Entry> = {};
  let end = 0;
  for (const [name, { shape, values }] of tensors)
    header[name] = { dtype: "F32", shape, data_offsets: [end, (end += values.length * 4)] };
  // The numbers begin at a multiple of 8, as the format asks.
  const text = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(" ".charCodeAt(0));
  head.set(text);
  const bytes = new Uint8Array(8 + head.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let at = 8 + head.length;
  for (const { values } of tensors.values()) {
    bytes.set(bytesOf(values), at);
    at += values.byteLength;
  }
  return bytes;
}

/** The tensors of a file; throws an `Error` that says what is wrong with it. */
export function decodeSafetensors(bytes: Uint8Array): Map<string, SavedTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (8 + length > bytes.length) throw new Error("it is cut short");
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const tensors = new Map<string, SavedTensor>();
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(header)) {
    const count = shape.reduce((size, side) => size * side, 1);
    if (dtype !== "F32" || to - from !== count * 4) throw new Error(`the tensor ${name} is not float32 of its shape`);
    if (8 + length + to > bytes.length) throw new Error("it is cut short");
    const values = new Float32Array(count);
    bytesOf(values).set(bytes.subarray(8 + length + from, 8 + length + to));
    tensors.set(name, { shape, values });
  }
  return tensors;
}

function parseHeader(text: string): Record<string, Entry> {
  try {
    const { __metadata__: _, ...header } = JSON.parse(text) as Record<string, Entry>;
    for (const { shape, data_offsets: offsets } of Object.values(header))
      if (!Array.isArray(shape) || offsets.length !== 2) throw new Error();
    return header;
  } catch {
    throw new Error("its header is damaged");
  }
}
