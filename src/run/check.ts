/** Whether a number, or each of many, is neither NaN nor infinite. */
export const finite = (value: number | Float32Array): boolean =>
  typeof value === "number" ? Number.isFinite(value) : value.every((each) => Number.isFinite(each));
