/** The drawing of docs/architecture.md as a law: imports go down it, and what lints never loads what trains. */
import { expect, test } from "vitest";
import { readImports, type Import } from "./imports.ts";

/** What a room may import: other rooms, single files, packages, `node:` for all of Node. */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

const room = (rooms: string, packages = ""): Room => ({
  rooms: rooms.split(" ").filter(Boolean),
  packages: packages.split(" ").filter(Boolean),
});

const meaning = "text diagnostics syntax formula vocabulary network graph data/spec.ts";

/** `src/` and `grammar/`, from what knows least to what knows all. */
const drawing: Readonly<Record<string, Room>> = {
  text: room("", "node:"),
  diagnostics: room("text", "picocolors fastest-levenshtein node:crypto"),
  grammar: room("syntax/ast.ts", "chevrotain"),
  syntax: room("grammar text diagnostics", "chevrotain"),
  formula: room("text diagnostics syntax"),
  vocabulary: room(`${meaning} grammar/standard.ts`),
  network: room(meaning),
  graph: room(meaning),
  rules: room(meaning),
  "one-mistake.ts": room(meaning),
  "echoes.ts": room(`${meaning} one-mistake.ts`),
  "check.ts": room(`${meaning} rules echoes.ts one-mistake.ts`),
  "index.ts": room(`${meaning} rules check.ts`),
  mistakes: room(""),
  explain: room(`${meaning} rules`),
  lint: room(`${meaning} rules check.ts explain`),
  portable: room("", "node:"),
  data: room("text diagnostics portable", "node: fastest-levenshtein"),
  emit: room(`${meaning} package.json`, "node:crypto prettier"),
  plugin: room(`${meaning} rules check.ts emit`, "node: rolldown unplugin @tensorflow"),
  run: room(`${meaning} data portable`, "@tensorflow node:module node:v8 node:worker_threads node:os"),
  format: room("grammar text diagnostics syntax", "prettier"),
  service: room(`${meaning} rules check.ts explain format`),
  cli: room(
    `${meaning} rules mistakes check.ts index.ts explain lint data portable emit run format service package.json`,
    "node: commander picocolors csv-stringify",
  ),
};

const imports = readImports(["src", "grammar"]);

const placeOf = (file: string): string => file.replace(/^src\//, "");
const roomOf = (file: string): string => placeOf(file).split("/")[0]!;

const isAllowed = (from: string, { to, isPackage }: Import): boolean => {
  const { rooms, packages } = drawing[roomOf(from)]!;
  if (isPackage) return packages.some((name) => to === name || to.startsWith(name.endsWith(":") ? name : `${name}/`));
  return [roomOf(from), ...rooms].some((name) => name === roomOf(to) || name === placeOf(to));
};

test("every file stands in a room of the drawing", () => {
  expect([...imports.keys()].filter((file) => drawing[roomOf(file)] === undefined)).toEqual([]);
});

test.each(Object.keys(drawing))("%s imports only what the drawing allows", (name) => {
  const ofRoom = [...imports].filter(([file]) => roomOf(file) === name);
  const against = ofRoom.flatMap(([file, found]) =>
    found.filter((one) => !isAllowed(file, one)).map(({ to }) => `${file} imports ${to}`),
  );
  expect(against).toEqual([]);
});

/** Everything that is loaded with a file, through imports that are there when the program runs and are not lazy. */
function loadedWith(file: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (next: string): void => {
    if (loaded.has(next)) return;
    loaded.add(next);
    for (const { to, isType, isLazy } of imports.get(next) ?? []) if (!isType && !isLazy) load(to);
  };
  load(file);
  return loaded;
}

const light = [
  "src/cli/main.ts",
  "src/cli/lint.ts",
  "src/cli/summary.ts",
  "src/cli/explain.ts",
  "src/check.ts",
  "src/index.ts",
];

test.each(light)("%s loads nothing that runs, reads data, or prints programs", (file) => {
  const heavy = [...loadedWith(file)].filter((one) =>
    /^(@tensorflow|prettier|csv-)|^src\/(run|emit|portable)\//.test(one),
  );
  expect(heavy).toEqual([]);
});

test("the plugin loads neither TF.js nor prettier", () => {
  const heavy = [...loadedWith("src/plugin/index.ts")].filter((one) => /^(@tensorflow|prettier)/.test(one));
  expect(heavy).toEqual([]);
});

test("a verb is loaded when it is asked for", () => {
  const eager = [...loadedWith("src/cli/main.ts")].filter((file) => imports.get(file)?.some(({ isLazy }) => isLazy));
  expect(eager).toEqual(["src/cli/verbs.ts"]);
});
