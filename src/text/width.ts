/** How wide a text is on a terminal, in columns. */

const asciiOnly = /^[\x20-\x7e]*$/;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;
const zeroWidth = /^[\p{M}\p{Cf}]+$/u;

/** The blocks of East Asian Width W and F (Unicode 15): Hangul, kana, ideographs, full-width forms. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The characters of a text as a reader counts them. */
export const graphemes = (text: string): string[] =>
  asciiOnly.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);

function widthOfGrapheme(grapheme: string): number {
  const point = grapheme.codePointAt(0)!;
  if (point < 0x7f) return 1;
  if (zeroWidth.test(grapheme)) return 0;
  return emoji.test(grapheme) || wide.some(([low, high]) => point >= low && point <= high) ? 2 : 1;
}

export const widthOf = (text: string): number =>
  asciiOnly.test(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + widthOfGrapheme(grapheme), 0);
