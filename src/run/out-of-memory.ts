/** What is computed on has no room for what is asked of it. */
export class OutOfMemory extends Error {}

/** Whether work ended because memory did: that of the WASM backend, or an array of ours that could not be made. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof OutOfMemory ||
  (error instanceof RangeError && /allocation failed|invalid (typed )?array (buffer )?length/i.test(error.message));
