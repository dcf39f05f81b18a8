/** What can be wrong with a spec before any rule is asked, by its code, with the sentence that its page beside this file begins with. */
export const mistakes: Readonly<Record<string, string>> = {
  syntax: "The text is not written as the language has it: a mark is missing, or stands where it has no place.",
  "unknown-name": "A name stands for nothing that can be named there.",
  argument: "A value is of another kind than its place takes.",
  arguments: "A word is given more arguments than it has, or arguments without their names where they need them.",
  "missing-argument": "A word lacks an argument that has no default.",
  "duplicate-entry": "Something is given twice in one place.",
  "duplicate-name": "Two things have one name, or a name hides a word.",
  "value-out-of-range": "A number is outside what its argument can be.",
  "duration-unit": "A length of time has no unit.",
  "share-unit": "A share is written as a fraction and per cent at once.",
  formula: "A formula cannot be computed: a part of it has no place there, or nothing comes of it.",
  "not-supported": "What is written has a meaning in the language and is not built yet.",
  "missing-input": "A network does not begin with an `input`.",
  "misplaced-input": "An `input` stands behind another layer.",
  "cyclic-block": "A block uses itself.",
  "nothing-declared": "The file declares nothing.",
  "nothing-to-learn": "A network that is trained has no weights, or none that may move.",
  "too-large": "A network, a formula or a list is larger than the compiler takes.",
  "merge-shape-mismatch": "Values of different shapes are merged.",
  "reshape-element-count": "A `reshape` asks for another number of values than there are.",
  "slice-out-of-range": "A `slice` goes past the last place of its axis.",
  "split-not-whole": "The parts of a split are not the whole, or one of them is nothing.",
  data: "What a `data` block declares cannot be, or is not what the data has.",
  "target-missing": "A network is trained on data whose target nothing tells.",
  "param-budget": "A network has more weights than the project's configuration allows.",
  "multiply-add-budget":
    "A network takes more multiplications for one example than the project's configuration allows.",
  "memory-budget": "A training step holds more bytes than the project's configuration allows.",
};

export const isMistake = (code: string): boolean => Object.hasOwn(mistakes, code);
