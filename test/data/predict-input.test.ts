import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prepareRows, readRows, restoreTargets } from "../../src/data/predict-input.ts";
import type { Fitted } from "../../src/data/spec.ts";
import { categorical, folderWith, idxBytes, loaded, regression, rowsOf, spec, spoken } from "./workshop.ts";

const houses = "rooms,sea,price\n1,near,10\n3,far,30\n,near,20\n";
const wanted = spec({
  target: regression(["price"], { normalize: "standardize" }),
  categorical: [categorical("sea")],
  normalize: "standardize",
});

/** What is fitted on the houses, as it comes back from a saved run. */
const fittedOn = async (changes = {}): Promise<Fitted> =>
  JSON.parse(JSON.stringify((await loaded({ ...wanted, ...changes }, { "table.csv": houses })).fitted)) as Fitted;

const input = (text: string) => ({ file: "new.csv", format: "csv", bytes: new TextEncoder().encode(text) }) as const;

describe("new rows of a table", () => {
  test("of the training table come out as they were trained on", async () => {
    const data = await loaded(wanted, { "table.csv": houses });
    const { rows, count, diagnostics } = await prepareRows(input(houses), await fittedOn(), 3);
    expect([rows, count, diagnostics]).toEqual([data.train.features, 3, []]);
  });

  test("need no target, and find their columns by name in any order", async () => {
    const { rows } = await prepareRows(input("sea,extra,rooms\nfar,x,3\nunknown,x,?\n"), await fittedOn(), 3);
    const scale = Math.fround(1 / Math.sqrt(2 / 3));
    expect(rowsOf(rows!, 3)).toEqual([
      [scale, 1, 0],
      [0, 0, 0],
    ]);
  });

  test("are read from a file wherever it lies", async () => {
    const folder = folderWith({ "new.csv": "rooms,sea\n2,near\n" });
    const { rows, count } = await readRows(join(folder, "new.csv"), "csv", await fittedOn(), 3);
    expect([[...rows!], count]).toEqual([[0, 0, 1], 1]);
  });

  test.each([
    ["without a column", "rooms\n1\n", {}, "new.csv has no column sea → its columns are rooms"],
    ["with a misspelt column", "Rooms,sea\n1,far\n", {}, "new.csv has no column rooms → did you mean Rooms?"],
    ["with text for a number", "rooms,sea\nbig,far\n", {}, 'new.csv, line 2, column rooms: "big" is not a number'],
    [
      "with a category that was not declared",
      "rooms,sea\n1,by\n",
      { categorical: [categorical("sea", ["far", "near"])] },
      'new.csv, line 2, column sea: "by" is not one of the categories far, near',
    ],
    [
      "with a missing value where such rows were dropped",
      "rooms,sea\n?,far\n",
      { missing: "drop" },
      "new.csv, line 2, column rooms: the value is missing",
    ],
    ["that are ragged", "rooms,sea\n1\n", {}, "new.csv, line 2: 1 fields, where the header has 2"],
  ])("%s are refused", async (_, text, changes, message) => {
    const { rows, count, diagnostics } = await prepareRows(input(text), await fittedOn(changes), 3);
    expect([rows, count]).toEqual([undefined, 0]);
    expect(diagnostics.map(spoken)).toEqual([`: ${message}`]);
    expect(diagnostics[0]!.at.source.path).toBe("new.csv");
  });

  test("of data without names are taken in order", async () => {
    const fitted = {
      columns: [],
      features: [
        { shift: 1, scale: 2 },
        { shift: 0, scale: 1 },
      ],
      targets: [],
    };
    const { rows } = await prepareRows(input("x,y\n3,4\n"), fitted, 2);
    expect([...rows!]).toEqual([1, 4]);
    const { diagnostics } = await prepareRows(input("x\n3\n"), fitted, 2);
    expect(diagnostics[0]!.message).toBe("new.csv has 1 columns, where the network takes 2 numbers");
  });
});

describe("new images", () => {
  const fitted = { columns: [], features: Array(4).fill({ shift: 0, scale: 255 }) as Fitted["features"], targets: [] };
  const file = (bytes: Uint8Array) => ({ file: "new", format: "idx", bytes }) as const;

  test("go through the fitted scalings", async () => {
    const { rows, count } = await prepareRows(file(idxBytes(8, [2, 2, 2], [0, 255, 0, 51, 1, 2, 3, 4])), fitted, 4);
    expect([count, [...rows!].slice(0, 4)]).toEqual([2, [0, 1, 0, Math.fround(0.2)]]);
  });

  test.each([
    [
      "of another size",
      idxBytes(8, [1, 3, 1], [1, 2, 3]),
      fitted,
      "new has 3 × 1 numbers an example, where the network takes 4",
    ],
    [
      "that are labels",
      idxBytes(8, [2], [1, 2]),
      fitted,
      "new holds one number for each of 2 examples, as labels do, where images or rows are expected",
    ],
    [
      "with a NaN",
      idxBytes(0x0d, [1, 4], [0, 0, 0, 0, 0x7f, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      fitted,
      "new, example 1, feature 2: NaN is not a finite 32-bit number",
    ],
    [
      "for named columns",
      idxBytes(8, [1, 4], [1, 2, 3, 4]),
      { ...fitted, columns: [{ name: "a", missing: 0, categories: undefined }] },
      "new: the network was trained on named columns, so new rows come as a table",
    ],
  ])("%s are refused", async (_, bytes, known, message) => {
    const { diagnostics } = await prepareRows(file(bytes), known, 4);
    expect(diagnostics.map((each) => each.message)).toEqual([message]);
  });
});

test("a file that is not there is refused", async () => {
  const path = join(folderWith(), "absent.csv");
  const { diagnostics } = await readRows(path, "csv", await fittedOn(), 3);
  expect(diagnostics.map((each) => each.message)).toEqual([`${path} was not found`]);
});

test("outputs return to the target's own units", async () => {
  const fitted = await fittedOn();
  expect(fitted.targets).toEqual([{ shift: 20, scale: Math.sqrt(200 / 3) }]);
  expect([...restoreTargets([0, 1], fitted)]).toEqual([20, 20 + Math.sqrt(200 / 3)]);
  expect([...restoreTargets([0.5], { targets: [] })]).toEqual([0.5]);
});
