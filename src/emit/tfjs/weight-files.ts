/** How an emitted program names its weights, and keeps them in safetensors files as `src/run/safetensors.ts` does. */

/** What every weight is made by. */
export const variableText = `
/** A weight that begins with these numbers; what is not trainable only follows the training. */
function variable(initial: Tensor, trainable = true): tf.Variable {
  const made = tf.variable(initial, trainable);
  initial.dispose();
  return made;
}

/** The weights of all layers by their names, as in a checkpoint: \`dense_1.kernel\`. */
function named(layers: Record<string, Record<string, tf.Variable>>): Record<string, tf.Variable> {
  return Object.fromEntries(
    Object.entries(layers).flatMap(([layer, own]) => Object.entries(own).map(([name, w]) => [\`\${layer}.\${name}\`, w])),
  );
}`.trim();

export const weightFiles = `
type SavedTensor = { dtype: string; shape: number[]; data_offsets: [number, number] };

/** The weights as a safetensors file: the length of a JSON header, the header, the numbers of all. */
export function saveWeights({ weights }: Model): Uint8Array<ArrayBuffer> {
  const header: Record<string, SavedTensor> = {};
  let end = 0;
  for (const [name, { shape, size }] of Object.entries(weights)) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + size * 4] };
    end += size * 4;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(32, 8, start); // blanks fill the header up
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  for (const [name, w] of Object.entries(weights))
    new Float32Array(bytes.buffer, start + header[name]!.data_offsets[0], w.size).set(w.dataSync());
  return bytes;
}

/** Puts the weights of a safetensors file in the place of the model's; one that does not fit changes none of them. */
export function loadWeights({ weights }: Model, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes.length < 8 ? Infinity : 8 + Number(view.getBigUint64(0, true));
  if (start > bytes.length) throw new Error("this is no safetensors file, or only the beginning of one");
  const saved = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, SavedTensor>;
  const values = Object.entries(weights).map(([name, { shape, size }]) => {
    const entry = saved[name];
    if (entry?.dtype !== "F32" || String(entry.shape) !== String(shape))
      throw new Error(\`the file has no \${name} of shape [\${shape.join(", ")}]\`);
    const from = start + entry.data_offsets[0];
    if (from + size * 4 > bytes.length) throw new Error(\`the file was cut short: it ends before \${name} does\`);
    // A copy: the slice of a Buffer is none, and floats begin at a multiple of 4.
    return new Float32Array(new Uint8Array(bytes.subarray(from, from + size * 4)).buffer);
  });
  Object.values(weights).forEach((w, i) => tf.tidy(() => w.assign(tf.tensor(values[i]!, w.shape))));
}`.trim();
