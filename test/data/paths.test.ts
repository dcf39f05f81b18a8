import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { at, csv, findings, folderWith, idx, regression, spec, spoken } from "./workshop.ts";

const table = "a,y\n1,2\n3,4\n";
const from = (path: string) => spec({ sources: { train: csv(path) } });

/** What is found wrong with a path, looked up in these folders. */
async function refused(path: string, ...folders: string[]): Promise<string[]> {
  const { diagnostics } = await loadData(from(path), { folders, seed: 1 });
  return diagnostics.map(spoken);
}

test("a path is looked up in each allowed folder in order", async () => {
  const [first, second] = [folderWith(), folderWith({ "data/table.csv": table })];
  const { data } = await loadData(from("data/table.csv"), { folders: [first, second], seed: 1 });
  expect(data?.train.count).toBe(2);
  const nearer = folderWith({ "data/table.csv": "a,y\n1,2\n" });
  const again = await loadData(from("data/table.csv"), { folders: [nearer, second], seed: 1 });
  expect(again.data?.train.count).toBe(1);
});

test("a path may go up inside the folder", async () => {
  expect(await refused("x/../table.csv", folderWith({ "table.csv": table }))).toEqual([]);
});

test.each([
  [
    "/etc/passwd",
    'source: /etc/passwd is an absolute path, where a path below the spec\'s folder is expected → allow its folder with `--data-dir /etc`, and name it "passwd"',
  ],
  [
    "C:\\data\\table.csv",
    'source: C:\\data\\table.csv is an absolute path, where a path below the spec\'s folder is expected → allow its folder with `--data-dir C:\\data`, and name it "table.csv"',
  ],
  [
    "../table.csv",
    'source: ../table.csv leaves the spec\'s folder → allow its folder with `--data-dir ..`, and name it "table.csv"',
  ],
  [
    "data/../../up/table.csv",
    'source: data/../../up/table.csv leaves the spec\'s folder → allow its folder with `--data-dir data/../../up`, and name it "table.csv"',
  ],
])("%s is refused", async (path, message) => {
  expect(await refused(path, folderWith())).toEqual([message]);
});

test("a link out of the folder is refused, whether of a file or of a folder", async () => {
  const outside = folderWith({ "secret.csv": table });
  const folder = folderWith();
  symlinkSync(join(outside, "secret.csv"), join(folder, "table.csv"));
  symlinkSync(outside, join(folder, "data"));
  const message = (path: string) =>
    `source: ${path} is a link that leaves the spec's folder: it leads to ${outside}/secret.csv → allow its folder with \`--data-dir ${outside}\`, and name it "secret.csv"`;
  expect(await refused("table.csv", folder)).toEqual([message("table.csv")]);
  expect(await refused("data/secret.csv", folder)).toEqual([message("data/secret.csv")]);
});

test("names of files outside are not told by way of a link", async () => {
  const folder = folderWith();
  symlinkSync(folderWith({ "secret.csv": table }), join(folder, "data"));
  expect((await refused("data/secrets.csv", folder))[0]).toContain("put it there, or name its folder");
});

test("a link is followed within the folder, and into another allowed one", async () => {
  const other = folderWith({ "table.csv": table });
  const folder = folderWith({ "real.csv": table });
  symlinkSync(join(folder, "real.csv"), join(folder, "inside.csv"));
  symlinkSync(join(other, "table.csv"), join(folder, "other.csv"));
  expect(await refused("inside.csv", folder)).toEqual([]);
  expect(await refused("other.csv", folder, other)).toEqual([]);
});

test("an allowed folder may itself be reached through a link", async () => {
  const link = join(folderWith(), "link");
  symlinkSync(folderWith({ "table.csv": table }), link);
  expect(await refused("table.csv", link)).toEqual([]);
});

test("a missing file says where it was looked for, and how to look elsewhere", async () => {
  const [first, second] = [folderWith(), folderWith()];
  expect(await refused("data/table.csv", first, second)).toEqual([
    `source: data/table.csv was not found (looked in ${first}, ${second}) → put it there, or name its folder with \`--data-dir FOLDER\``,
  ]);
});

test("a missing file with a near namesake gets its name", async () => {
  const folder = folderWith({ "data/housing.csv": table });
  expect(await refused("data/Housing.csv", folder)).toEqual([
    `source: data/Housing.csv was not found (looked in ${folder}) → did you mean data/housing.csv?`,
  ]);
});

test.each([
  ["a folder", "data", "source: data is a folder, not a file"],
  ["the folder itself", ".", "source: . is a folder, not a file"],
  ["an empty path", "", "source: the path is empty"],
  ["an empty file", "empty.csv", "source: empty.csv is empty"],
  ["a link to itself", "loop.csv", "source: loop.csv is a symbolic link that leads back to itself"],
  ["a pipe", "pipe.csv", "source: pipe.csv is not a regular file"],
  ["a name that is too long", "x".repeat(300), `source: ${"x".repeat(300)} has a name that is too long`],
])("%s is refused", async (_, path, message) => {
  const folder = folderWith({ "empty.csv": "" });
  mkdirSync(join(folder, "data"));
  symlinkSync("loop.csv", join(folder, "loop.csv"));
  execFileSync("mkfifo", [join(folder, "pipe.csv")]);
  expect(await refused(path, folder)).toEqual([message]);
});

test("a path with a zero byte is refused", async () => {
  expect((await refused("a\0b.csv", folderWith()))[0]).toContain("cannot be read");
});

test.skipIf(process.getuid?.() === 0)("a file without permission is refused (not seen by root)", async () => {
  const folder = folderWith();
  writeFileSync(join(folder, "table.csv"), table);
  chmodSync(join(folder, "table.csv"), 0);
  expect(await refused("table.csv", folder)).toEqual(["source: table.csv may not be read: permission denied"]);
});

test("all sources that cannot be read are said at once, each at its place", async () => {
  const sources = { train: csv("a.csv"), validation: csv("b.csv", "validation"), test: idx("c", undefined, "test") };
  expect((await findings(spec({ sources }), {})).map((line) => line.split(" (")[0])).toEqual([
    "source: a.csv was not found",
    "validation: b.csv was not found",
    "test: c was not found",
  ]);
});

test("made data reads no file", async () => {
  const train = { kind: "generator", name: "linear", examples: 5, noise: 0, seed: 1, at: at("source") } as const;
  const { data } = await loadData(spec({ sources: { train }, target: regression() }), { folders: [], seed: 1 });
  expect(data?.train.count).toBe(5);
});
