/** A raster of dots as text: Braille characters hold two columns and four rows of dots each. */

/** Dots count from the upper left corner; what lies outside is left out. */
export interface Canvas {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  dot(x: number, y: number): void;
  /** A dot of a thin line behind all others; in ASCII this character stands for it. */
  thin(x: number, y: number, ascii: string): void;
  /** A straight line of dots that touch. */
  line(fromX: number, fromY: number, toX: number, toY: number): void;
  /** One text a row of characters: Braille, or `.`, `'` and `:` for the lower half, the upper half and both. */
  rows(plain: boolean): readonly string[];
}

export const dotsAcross = 2;
export const dotsDown = 4;

/** The bit of a dot in its Braille character, by row and column. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const firstBraille = 0x2800;
const upperHalf = bits[0][0] | bits[0][1] | bits[1][0] | bits[1][1];

/** A canvas of so many characters. */
export function makeCanvas(columns: number, rows: number): Canvas {
  const [width, height] = [columns * dotsAcross, rows * dotsDown];
  const cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  const behind = cells.map(() => new Uint8Array(columns));
  const letters = cells.map(() => Array<string>(columns).fill(" "));
  const set = (raster: readonly Uint8Array[], x: number, y: number): void => {
    if (x < 0 || x >= width || y < 0 || y >= height) return;
    raster[Math.floor(y / dotsDown)]![Math.floor(x / dotsAcross)]! |= bits[y % dotsDown]![x % dotsAcross]!;
  };
  const dot = (x: number, y: number): void => set(cells, x, y);
  return {
    width,
    height,
    dot,
    thin(x, y, ascii) {
      set(behind, x, y);
      letters[Math.floor(y / dotsDown)]![Math.floor(x / dotsAcross)] = ascii;
    },
    line(fromX, fromY, toX, toY) {
      const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1);
      for (let i = 0; i <= steps; i++)
        dot(Math.round(fromX + ((toX - fromX) * i) / steps), Math.round(fromY + ((toY - fromY) * i) / steps));
    },
    rows: (plain) =>
      cells.map((row, y) =>
        Array.from(row, (cell, x) =>
          !plain ? brailleOf(cell | behind[y]![x]!) : cell === 0 ? letters[y]![x]! : asciiOf(cell),
        ).join(""),
      ),
  };
}

const brailleOf = (cell: number): string => String.fromCodePoint(firstBraille + cell);

const asciiOf = (cell: number): string =>
  (cell & upperHalf) === 0 ? "." : (cell & ~upperHalf & 0xff) === 0 ? "'" : ":";
