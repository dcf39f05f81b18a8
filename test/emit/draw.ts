/** Drawing one thing after the other: what the generators of specs are written with. */
import fc from "fast-check";

export interface Draw {
  /** One of these. */
  of<T>(choices: readonly T[]): T;
  /** A whole number, both ends included. */
  int(low: number, high: number): number;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  /** A text in so many of a hundred cases, else none. */
  maybe(percent: number, text: () => string): readonly string[];
  /** Some of these, in their order. */
  some<T>(choices: readonly T[], least: number, most: number): T[];
}

/** What a function makes of draws. */
export const drawn = <T>(make: (draw: Draw) => T): fc.Arbitrary<T> =>
  fc.gen().map((g) => {
    const int = (low: number, high: number): number => g(fc.integer, { min: low, max: high });
    const chance = (percent: number): boolean => int(0, 99) >= 100 - percent;
    return make({
      int,
      chance,
      maybe: (percent, text) => (chance(percent) ? [text()] : []),
      of: (choices) => choices[int(0, choices.length - 1)]!,
      some: (choices, least, most) => [
        ...g(fc.subarray, choices as never[], { minLength: least, maxLength: Math.min(most, choices.length) }),
      ],
    });
  });
