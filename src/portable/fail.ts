/** Refuses the data that was read; the code tells what is wrong with data from what is wrong with the program. */
export function fail(message: string): never {
  throw Object.assign(new Error(message), { code: "DATA" });
}
