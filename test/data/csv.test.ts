import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  binary,
  categorical,
  classes,
  csv,
  findings,
  loaded,
  named,
  noTarget,
  regression,
  rowsOf,
  spec,
} from "./workshop.ts";

const houses = 'rooms,sea,price\n1,near,10\n,far,20\n3,"near",30\n5,,40\n';
const bySea = { target: regression(["price"]), categorical: [categorical("sea")] };

test("all columns but the target's are features, in the order of the file, categories expanded in place", async () => {
  const data = await loaded(spec(bySea), { "table.csv": houses });
  expect(data.shape).toEqual([3]);
  expect(rowsOf(data.train.features, 3)).toEqual([
    [1, 0, 1],
    [3, 1, 0],
    [3, 0, 1],
    [5, 0, 0],
  ]);
  expect([...data.train.targets]).toEqual([10, 20, 30, 40]);
  expect(data.outputs).toBe(1);
});

test("named columns are features in the order of their names", async () => {
  const data = await loaded(spec({ ...bySea, features: named("sea", "rooms") }), { "table.csv": houses });
  expect(rowsOf(data.train.features, 3)[0]).toEqual([0, 1, 1]);
  expect(data.fitted.columns).toEqual([
    { name: "sea", missing: 0, categories: ["far", "near"], declared: false },
    { name: "rooms", missing: 3, categories: undefined },
  ]);
});

test("a gzipped table is read like a plain one, CRLF and a byte-order mark like none", async () => {
  const plain = await loaded(spec(bySea), { "table.csv": houses });
  const windows = "\ufeff" + houses.replaceAll("\n", "\r\n");
  expect(await loaded(spec(bySea), { "table.csv": gzipSync(houses) })).toEqual(plain);
  expect(await loaded(spec(bySea), { "table.csv": windows })).toEqual(plain);
});

describe("a table is refused", () => {
  test.each([
    ["that is blank", "\n\n", "source: table.csv is empty"],
    ["that is a byte-order mark alone", "\ufeff", "source: table.csv is empty"],
    ["with a header alone", "a,y\n", "source: table.csv has a header and no row"],
    ["with a short row", "a,b,y\n1,2,3\n4,5\n", "source: table.csv, line 3: 2 fields, where the header has 3"],
    ["with a long row", "a,y\n1,2,3\n", "source: table.csv, line 2: 3 fields, where the header has 2"],
    [
      "with an open quote",
      'a,y\n1,2\n"3,4\n',
      "source: table.csv, line 3: a quote is not closed, or stands inside a field",
    ],
    ["with two columns of one name", "a,b,a\n1,2,3\n", 'source: table.csv: columns 1 and 3 are both named "a"'],
    ["without a header", "1,2\n3,4\n", "source: table.csv: the first line must name the columns, and it holds numbers"],
    ["in another encoding", Uint8Array.of(0x61, 0xe9, 0x0a), "source: table.csv is not UTF-8 text"],
    [
      "that is a damaged gzip file",
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      "source: table.csv is a damaged gzip file: unexpected end of file",
    ],
  ])("%s", async (_, text, message) => {
    expect(await findings(spec(), { "table.csv": text })).toEqual([message]);
  });

  test("larger than 128 MiB", async () => {
    const large = gzipSync(new Uint8Array(2 ** 27 + 1).fill(0x61), { level: 1 });
    expect(await findings(spec(), { "table.csv": large })).toEqual([
      "source: table.csv unpacks to more than 134217728 bytes",
    ]);
    expect(await findings(spec(), { "table.csv": new Uint8Array(2 ** 27 + 1).fill(0x61) })).toEqual([
      "source: table.csv has 134217729 bytes; the most that a table may have is 134217728",
    ]);
  });
});

describe("column names", () => {
  test.each([
    [
      "a misspelt feature gets the nearest name",
      { features: named("room") },
      ["features: table.csv has no column room → did you mean rooms?"],
    ],
    [
      "an unknown feature gets all names",
      { features: named("garden") },
      ["features: table.csv has no column garden → its columns are rooms, sea, price"],
    ],
    [
      "all that is wrong with names is said at once, each at its place",
      { features: named("Rooms", "sea", "sea"), target: regression(["prise"]), categorical: [categorical("see")] },
      [
        "features: table.csv has no column Rooms → did you mean rooms?",
        "features: the column sea is named twice",
        "target: table.csv has no column prise → did you mean price?",
        "categorical: table.csv has no column see → did you mean sea?",
      ],
    ],
    [
      "a target is no feature",
      { features: named("rooms", "price") },
      [
        "features: the column price is a feature and the target → take it out of `features`, or name the column of the target",
      ],
    ],
    [
      "a part of the features is no target either",
      { features: named("rooms", "price", "sea"), target: regression(["price", "rooms"]) },
      [
        "features: the column price is a feature and the target → take it out of `features`, or name the column of the target",
        "features: the column rooms is a feature and the target → take it out of `features`, or name the column of the target",
      ],
    ],
    [
      "a categorical column is a feature",
      { features: named("rooms"), categorical: [categorical("sea")] },
      ["categorical: the categorical column sea is not among the features"],
    ],
    [
      "a category is named once, and is no mark of a missing value",
      { categorical: [categorical("sea", ["near", "near", "NA"])] },
      ['categorical: the category "near" is named twice', 'categorical: the category "NA" stands for a missing value'],
    ],
  ])("%s", async (_, changes, messages) => {
    expect(await findings(spec(changes), { "table.csv": houses })).toEqual(messages);
  });

  test("a table with semicolons is recognized", async () => {
    expect(await findings(spec({ features: named("a") }), { "table.csv": "a;b;y\n1;2;3\n" })).toEqual([
      'features: table.csv has no column a → its header has no comma: fields are separated by commas, not by ";"',
    ]);
  });

  test("a column without a name is no feature", async () => {
    expect(await findings(spec(), { "table.csv": ",a,y\n0,1,2\n" })).toEqual([
      "features: table.csv has a feature column without a name → it may number the rows: name the features, `features: [a, b]`",
    ]);
  });

  test("a table of the target alone has no feature", async () => {
    expect(await findings(spec(), { "table.csv": "y\n1\n" })).toEqual([
      "features: table.csv has no column besides the target",
    ]);
  });

  test("a declared number of columns is held against the table", async () => {
    const features = { kind: "columns", count: 3, range: undefined, at: spec().features.at } as const;
    expect(await findings(spec({ features }), { "table.csv": "a,b,y\n1,2,3\n" })).toEqual([
      "features: 3 feature columns are declared, and table.csv has 2",
    ]);
  });
});

describe("text in a column of numbers", () => {
  test("of mostly text hints at categorical, with all such columns", async () => {
    const titanic = "Sex,Age,Port,y\nmale,3,S,0\nfemale,4,C,1\n";
    expect(await findings(spec({ categorical: [categorical("Port")] }), { "table.csv": titanic })).toEqual([
      'features: table.csv, line 2, column Sex: "male" is not a number → write `categorical: [Sex, Port]`, or name the features that are numbers: `features: [a, b]`',
    ]);
  });

  test("of mostly numbers hints at how a missing value is written", async () => {
    expect(await findings(spec(), { "table.csv": "a,y\n1,1\n2,2\n-,3\n4,4\n" })).toEqual([
      'features: table.csv, line 4, column a: "-" is not a number → a missing value is an empty cell, NA, N/A, NaN, null or ?',
    ]);
  });

  test("counts the lines that a quoted field spans", async () => {
    expect(
      await findings(spec({ features: named("a") }), { "table.csv": 'n,a,y\n"x\ny",1,1\nz,bad,2\nz,2,2\nz,2,2\n' }),
    ).toEqual([
      'features: table.csv, line 4, column a: "bad" is not a number → a missing value is an empty cell, NA, N/A, NaN, null or ?',
    ]);
  });

  test.each(["Infinity", "-inf"])("%s is refused among the features", async (value) => {
    expect((await findings(spec(), { "table.csv": `a,y\n1,1\n1,1\n${value},3\n` }))[0]).toContain(
      `features: table.csv, line 4, column a: "${value}" is not a number`,
    );
  });

  test("1e39 is refused among the features: no 32-bit float holds it", async () => {
    expect(await findings(spec(), { "table.csv": "a,y\n1e39,1\n" })).toEqual([
      "features: table.csv, line 2, column a: 1e39 is more than a 32-bit float can hold → a missing value is an empty cell, NA, N/A, NaN, null or ?",
    ]);
  });
});

describe("missing values", () => {
  const gaps = "a,y\n1,1\nNA,2\n2,3\nnull,4\n9,5\n";
  test.each([
    ["median", [1, 2, 2, 2, 9], [1, 2, 3, 4, 5]],
    ["mean", [1, 4, 2, 4, 9], [1, 2, 3, 4, 5]],
    ["drop", [1, 2, 9], [1, 3, 5]],
  ] as const)("%s", async (missing, features, targets) => {
    const { train } = await loaded(spec({ missing }), { "table.csv": gaps });
    expect([[...train.features], [...train.targets]]).toEqual([features, targets]);
  });

  test("the statistic is of the training rows alone", async () => {
    const sources = { train: csv("table.csv"), validation: csv("other.csv", "validation") };
    const data = await loaded(spec({ sources }), { "table.csv": gaps, "other.csv": "a,y\n100,1\n?,1\n" });
    expect([...data.validation!.features]).toEqual([100, 2]);
  });

  test("fail names the first", async () => {
    expect(await findings(spec({ missing: "fail" }), { "table.csv": gaps })).toEqual([
      "features: table.csv, line 3, column a: the value is missing → write `missing: median`, or `missing: drop` to leave such rows out",
    ]);
  });

  test("fail names a missing category at the categorical entry", async () => {
    expect(
      await findings(spec({ ...bySea, features: named("sea"), missing: "fail" }), { "table.csv": houses }),
    ).toEqual([
      "categorical: table.csv, line 5, column sea: the value is missing → write `missing: median`, or `missing: drop` to leave such rows out",
    ]);
  });

  test("drop leaves out rows without a category too", async () => {
    const data = await loaded(spec({ ...bySea, missing: "drop" }), { "table.csv": houses });
    expect([...data.train.targets]).toEqual([10, 30]);
  });

  test("a column of missing values is refused", async () => {
    expect(await findings(spec(), { "table.csv": "a,y\nNA,1\n,2\n" })).toEqual([
      "features: table.csv, column a: every value is missing in the training rows → a missing value is an empty cell, NA, N/A, NaN, null or ?",
    ]);
    expect(await findings(spec({ missing: "drop" }), { "table.csv": "a,y\nNA,1\n,2\n" })).toEqual([
      "features: table.csv: a value is missing in every row",
    ]);
  });

  test("a missing target is always refused, at its line", async () => {
    expect(await findings(spec({ missing: "drop" }), { "table.csv": "a,y\n1,1\n2,\n" })).toEqual([
      "target: table.csv, line 3, column y: the value is missing → take the rows out of the table: `missing` fills in features, and no targets",
    ]);
  });
});

describe("categories", () => {
  const files = { "table.csv": "c,y\nb,1\na,2\n", "other.csv": "c,y\nc,1\nb,2\n" };
  const sources = { train: csv("table.csv"), validation: csv("other.csv", "validation") };

  test("that were not seen in training are all zeros", async () => {
    const data = await loaded(spec({ sources, categorical: [categorical("c")] }), files);
    expect(rowsOf(data.validation!.features, 2)).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  test("that were not declared are refused at their line", async () => {
    expect(await findings(spec({ sources, categorical: [categorical("c", ["b", "a"])] }), files)).toEqual([
      'categorical: other.csv, line 2, column c: "c" is not one of the categories b, a',
    ]);
  });

  test("stay 0 and 1 whatever the normalization", async () => {
    for (const normalize of ["standardize", "min_max"] as const) {
      const data = await loaded(spec({ categorical: [categorical("c")], normalize }), files);
      expect([...data.train.features]).toEqual([0, 1, 1, 0]);
    }
  });

  test("beyond what fits into memory are refused", async () => {
    const many = "c,y\n" + Array.from({ length: 17_000 }, (_, i) => `name ${i},1`).join("\n");
    expect(await findings(spec({ categorical: [categorical("c")] }), { "table.csv": many })).toEqual([
      "categorical: the column c has 17000 categories, which do not fit into memory as one number each → leave the column out of `features`",
    ]);
  });
});

describe("parts given apart", () => {
  test("find their columns by name, in any order", async () => {
    const sources = { train: csv("table.csv"), test: csv("other.csv", "test") };
    const data = await loaded(spec({ sources }), {
      "table.csv": "a,b,y\n1,2,3\n",
      "other.csv": "y,extra,b,a\n6,0,5,4\n",
    });
    expect([...data.test!.features, ...data.test!.targets]).toEqual([4, 5, 6]);
    expect(data.validation).toBeUndefined();
  });

  test("are refused without the training part's columns", async () => {
    const sources = { train: csv("table.csv"), test: csv("other.csv", "test") };
    const files = { "table.csv": "age,fare,y\n1,2,3\n", "other.csv": "Age,y\n6,0\n" };
    expect(await findings(spec({ sources }), files)).toEqual([
      "test: other.csv has no column age → did you mean Age?",
      "test: other.csv has no column fare → its columns are Age, y",
    ]);
  });
});

describe("targets in columns", () => {
  const text = "a,kind,good,y\n1,cat,yes,0\n2,dog,no,1\n3,cat,no,2\n";
  const read = (target: Parameters<typeof spec>[0]) =>
    loaded(spec({ features: named("a"), ...target }), { "table.csv": text });

  test("labels from 0 become one number for each class", async () => {
    const data = await read({ target: classes(3, "y") });
    expect([data.outputs, rowsOf(data.train.targets, 3)]).toEqual([
      3,
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    ]);
    expect(data.fitted.classes).toBeUndefined();
  });

  test("names of classes keep their order", async () => {
    const data = await read({ target: classes(["dog", "cat"], "kind") });
    expect(rowsOf(data.train.targets, 2)).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    expect(data.fitted.classes).toEqual(["dog", "cat"]);
  });

  test("a binary column becomes 0 and 1", async () => {
    const data = await read({ target: binary("good") });
    expect([data.outputs, [...data.train.targets], data.fitted.classes]).toEqual([1, [1, 0, 0], ["no", "yes"]]);
    expect((await read({ target: binary("kind") })).fitted.classes).toEqual(["cat", "dog"]);
  });

  test("a column is the last one where it is not named", async () => {
    expect([...(await read({ target: regression() })).train.targets]).toEqual([0, 1, 2]);
  });

  test("several regression columns stand side by side", async () => {
    const target = regression(["y", "a"]);
    const data = await loaded(spec({ features: named("good"), categorical: [categorical("good")], target }), {
      "table.csv": text,
    });
    expect([data.outputs, [...data.train.targets]]).toEqual([2, [0, 1, 1, 2, 2, 3]]);
  });

  test("several labels are each 0 or 1", async () => {
    const target = { kind: "multi_label", count: 2, columns: undefined, at: spec().target.at } as const;
    const data = await loaded(spec({ target }), {
      "table.csv": "a,red,blue\n1,0,no\n2,1,yes\n",
    });
    expect([data.outputs, [...data.train.targets], data.fitted.classes]).toEqual([2, [0, 0, 1, 1], ["red", "blue"]]);
  });

  test.each([
    ["a text", "maybe", "table.csv, column blue: a label is 0 or 1, false or true, no or yes, not maybe"],
    ["a mixture", "1", "table.csv, column blue: a label is 0 or 1, false or true, no or yes, not 1, no"],
  ])("several labels are refused where %s stands", async (_, cell, message) => {
    const target = { kind: "multi_label", count: 2, columns: ["red", "blue"], at: spec().target.at } as const;
    const text = `a,red,blue\n1,0,no\n2,1,${cell}\n`;
    expect(await findings(spec({ target }), { "table.csv": text })).toEqual([`target: ${message}`]);
  });

  test("none leaves every column to the features", async () => {
    const data = await loaded(spec({ target: noTarget }), { "table.csv": "a,b\n1,2\n" });
    expect([data.outputs, [...data.train.features], data.train.targets.length]).toEqual([0, [1, 2], 0]);
  });

  test("a regression target may be standardized or brought to 0..1, and its scaling is kept", async () => {
    const files = { "table.csv": "a,y\n1,10\n2,30\n" };
    const standard = await loaded(spec({ target: regression(["y"], { normalize: "standardize" }) }), files);
    expect([...standard.train.targets, ...standard.fitted.targets]).toEqual([-1, 1, { shift: 20, scale: 10 }]);
    const range = { low: 0, high: 40 };
    const unit = await loaded(spec({ target: regression(["y"], { normalize: "min_max", range }) }), files);
    expect([...unit.train.targets]).toEqual([0.25, 0.75]);
  });

  test.each([
    [
      "text for numbered classes hints at their names",
      classes(2, "kind"),
      'target: table.csv, line 2, column kind: "cat" is not a label from 0 to 1 → name the classes: `class(["cat", "dog"], column: kind)`',
    ],
    [
      "labels that count from 1 hint at names",
      classes(3, "a"),
      'target: table.csv, line 4, column a: "3" is not a label from 0 to 2 → name the classes: `class(["1", "2", "3"], column: a)`',
    ],
    [
      "another class",
      classes(["cat", "bird"], "kind"),
      'target: table.csv, line 3, column kind: "dog" is not one of the classes cat, bird',
    ],
    [
      "three values are not binary",
      binary("y"),
      "target: table.csv, column y: a binary target has two values, and here 3 occur: 0, 1, 2 → write `target: class(3, column: y)`, or `regression(column: y)` for numbers",
    ],
    ["text is not a number", regression(["kind"]), 'target: table.csv, line 2, column kind: "cat" is not a number'],
    [
      "a number outside the declared range",
      regression(["y"], { range: { low: 0, high: 1 } }),
      "target: table.csv, line 4, column y: 2 lies outside the declared range 0..1 → the values lie in 0..2: change the range or the data",
    ],
  ])("%s", async (_, target, message) => {
    expect(
      await findings(spec({ features: named("good"), categorical: [categorical("good")], target }), {
        "table.csv": text,
      }),
    ).toEqual([message]);
  });
});

test("a declared range is held against the numbers, not against categories", async () => {
  const features = { kind: "columns", count: 2, range: { low: 2, high: 4 }, at: spec().features.at } as const;
  const changes = { features, categorical: [categorical("c")], normalize: "min_max" as const };
  const data = await loaded(spec(changes), { "table.csv": "a,c,y\n2,x,0\n3,y,0\n" });
  expect(rowsOf(data.train.features, 3)).toEqual([
    [0, 1, 0],
    [0.5, 0, 1],
  ]);
  expect(await findings(spec(changes), { "table.csv": "a,c,y\n2,x,0\n5,y,0\n" })).toEqual([
    "features: table.csv, line 3, column a: 5 lies outside the declared range 2..4 → the values lie in 2..5: change the range or the data",
  ]);
});

test("pixels in columns become an image", async () => {
  const features = {
    kind: "image",
    height: 1,
    width: 2,
    channels: 1,
    range: undefined,
    at: spec().features.at,
  } as const;
  const data = await loaded(spec({ features, target: classes(2, "label") }), {
    "table.csv": "label,p0,p1\n1,0,255\n0,8,9\n",
  });
  expect([data.shape, [...data.train.features]]).toEqual([
    [1, 2],
    [0, 255, 8, 9],
  ]);
});
