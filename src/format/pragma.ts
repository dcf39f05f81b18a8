/** `// @format` in the comments above everything, for those who format marked files only, and `// @noformat`. */

/** The line comments at the top of a file. */
const top = (text: string): string => /^(?:[ \t]*(?:\/\/[^\n]*)?\r?\n)*(?:[ \t]*\/\/[^\n]*)?/.exec(text)![0];

const isMarked = (text: string, words: string): boolean =>
  new RegExp(`^[ \\t]*//+[ \\t]*@(?:${words})[ \\t]*\\r?$`, "m").test(top(text));

export const hasPragma = (text: string): boolean => isMarked(text, "format|prettier");

export const hasIgnorePragma = (text: string): boolean => isMarked(text, "noformat|noprettier");

export const insertPragma = (text: string): string => `// @format\n\n${text}`;
