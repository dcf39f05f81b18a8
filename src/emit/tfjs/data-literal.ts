import { literal } from "./names.ts";

/** A list of texts as it is written in a program. */
export const textsLiteral = (texts: readonly string[]): string => `[${texts.map(literal).join(", ")}]`;

/** A number that is read back to the bit, -0 included; large whole ones with their thousands apart. */
export const numberLiteral = (value: number): string =>
  Object.is(value, -0)
    ? "-0"
    : Number.isSafeInteger(value) && Math.abs(value) >= 10_000
      ? String(value).replace(/\B(?=(\d{3})+$)/g, "_")
      : String(value);
