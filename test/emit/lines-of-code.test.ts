import { expect, test } from "vitest";
import { linesOfCode } from "./lines-of-code.ts";

test("lines of code are those that hold a token", () => {
  const text = `/**
 * A comment.
 */

// another
const a = 1; // behind
function f() {
  /* between */
  return \`two
lines\`;
}
`;
  expect(linesOfCode(text)).toBe(5);
});
