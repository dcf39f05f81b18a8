/** Numbers that lie one behind the other and not by their names: read thousands of times, they are found at once. */
export interface Slots {
  readonly numbers: number[];
  /** Where a variable lies; a new one lies behind all others, and is no number until it is set. */
  slotOf(variable: string): number;
  /** For `compileReading`. */
  read(this: void, variable: string): (numbers: readonly number[]) => number;
}

export function makeSlots(): Slots {
  const numbers: number[] = [];
  const places = new Map<string, number>();
  const slotOf = (variable: string): number => {
    const known = places.get(variable);
    if (known !== undefined) return known;
    places.set(variable, numbers.length);
    return numbers.push(NaN) - 1;
  };
  const read = (variable: string) => {
    const slot = slotOf(variable);
    return (all: readonly number[]) => all[slot]!;
  };
  return { numbers, slotOf, read };
}
