import { describe, expect, test } from "vitest";
import { globMatcher } from "../../src/text/glob.ts";

describe("a pattern matches", () => {
  test.each<[pattern: string, yes: string[], no: string[]]>([
    ["*.dnn", ["a.dnn", ".dnn", "é😀.dnn"], ["a/b.dnn", "a.dnnx", "a.txt"]],
    ["**/*.dnn", ["a.dnn", "a/b/c.dnn"], ["a.txt"]],
    ["a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "ab"]],
    ["?.dnn", ["a.dnn", "😀.dnn"], ["ab.dnn", "/.dnn", ".dnn"]],
    ["[a-c]x", ["ax", "cx"], ["dx", "x"]],
    ["[!a-c]x", ["dx"], ["ax", "/x"]],
    ["[z-a]x", [], ["ax", "mx"]],
    ["{a,b/{c,d}}.dnn", ["a.dnn", "b/c.dnn", "b/d.dnn"], ["b.dnn", "c.dnn"]],
    ["{a,b", ["a", "b"], ["{a,b"]],
    ["a}", ["a}"], ["a"]],
    ["a,b", ["a,b"], ["a"]],
    ["./a//b", ["a/b"], ["a//b"]],
    ["a.b+c(d)|$^", ["a.b+c(d)|$^"], ["aab+c(d)|$^"]],
    ["", [""], ["a"]],
  ])("%s", (pattern, yes, no) => {
    const matches = globMatcher(pattern);
    expect(yes.filter((path) => !matches(path))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  test.each([
    ["stars", "*a".repeat(200)],
    ["folders", "**/".repeat(300)],
    ["choices", "{*a,*aa,*aaa}".repeat(60)],
    ["choices in choices", `${"{*b,".repeat(300)}b`],
  ])("%s without end take no time", (_, pattern) => {
    const begin = process.cpuUsage();
    expect(globMatcher(`${pattern}!`)("a".repeat(200))).toBe(false);
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(2);
  });
});
