/** Broken specs: what is wrong between `«` and `»`, what is said there, and what the safe fix makes of it. */
export interface Broken {
  readonly title: string;
  readonly text: string;
  readonly says: readonly string[];
  readonly fixed?: string;
}

const broken = (title: string, text: string, says: string | readonly string[], fixed?: string): Broken => ({
  title,
  text,
  says: typeof says === "string" ? [says] : says,
  ...(fixed !== undefined && { fixed }),
});

export const brokenSpecs: readonly Broken[] = [
  broken("an entry without a value", "train a on b {\n  «epochs:»\n  batch_size: 32\n}", "`epochs` has no value"),
  broken(
    "a value missing before a block",
    "train a on b {\n  «epochs:»\n  loss { a: mse }\n}",
    "`epochs` has no value",
  ),
  broken("a value missing before the brace", "train a on b { «epochs:» }", "`epochs` has no value"),
  broken(
    "a value missing before an entry without its colon",
    "train a on b {\n  «epochs:»\n  batch_size 32\n}",
    "`epochs` has no value",
  ),
  broken("a value missing on one line", "train a on b { «epochs:»  seed: 1 }", "`epochs` has no value"),
  broken(
    "a value missing in a whole spec on one line",
    "data m { source: moons } network q { input dense(2) } train q on m { «epochs:» }",
    "`epochs` has no value",
  ),
  broken(
    "a block of entries in parentheses in a spec on one line",
    'data m { source: moons } network q { input } train q on m { metrics: ["accuracy"] «early_stopping»(patience: 3) }',
    "`early_stopping` is a layer's form, and entries stand here",
  ),
  broken(
    "a block of entries in parentheses behind a number",
    "train q on m { epochs: 3 «early_stopping»(patience: 3) }",
    "`early_stopping` is a layer's form, and entries stand here",
  ),
  broken("keywords with capitals on one line", "«Data» m { source: moons } «Network» q { input }", [
    "`Data` opens no declaration",
    "`Network` opens no declaration",
  ]),
  broken(
    "a path without its quotation marks",
    "data m { source: csv(«tables/moons.csv») } network q { input }",
    "a path stands in quotation marks",
    'data m { source: csv("tables/moons.csv") } network q { input }',
  ),
  broken(
    "an argument's text without its colon",
    'network a { dense(2, «activation "relu"») }',
    "a colon is missing between `activation` and its value",
    'network a { dense(2, activation: "relu") }',
  ),
  broken("a value missing in an argument", "network a { dense(«units:», bias: false) }", "`units` has no value"),
  broken(
    "an entry without its colon",
    "train a on b { «epochs 30» }",
    "a colon is missing between `epochs` and its value",
    "train a on b { epochs: 30 }",
  ),
  broken(
    "`=` for `:` in an entry",
    "train a on b { epochs «=» 30 }",
    "`epochs` takes its value behind a colon",
    "train a on b { epochs: 30 }",
  ),
  broken(
    "`=` for `:` in an argument",
    "network a { dense(units«=»300) }",
    "`units` takes its value behind a colon",
    "network a { dense(units: 300) }",
  ),
  broken(
    "`=` for `:` in a parameter",
    "activation f(x, alpha «=» 0.5) = x",
    "`alpha` takes its value behind a colon",
    "activation f(x, alpha: 0.5) = x",
  ),
  broken(
    "`:` for `=` in a line",
    "schedule s(step) { rate«:» step }",
    "a line of a formula is written with `=`",
    "schedule s(step) { rate = step }",
  ),
  broken(
    "a colon before a block",
    "train a on b { early_stopping«:» { patience: 3 } }",
    "a block of entries follows its name without a colon",
    "train a on b { early_stopping { patience: 3 } }",
  ),
  broken("a misspelt keyword", "«netwrok» a { input(3) }", "`netwrok` opens no declaration", "network a { input(3) }"),
  broken("a capital keyword", "«Network» a { input(3) }", "`Network` opens no declaration", "network a { input(3) }"),
  broken("a network without a name", "«network» { input(3) }", "this network has no name"),
  broken("a reserved word as a name", "network «then» { input(3) }", "`then` is a reserved word and has no place here"),
  broken(
    "a name in quotation marks",
    'data «"digits"» { a: 1 }',
    "a name stands without quotation marks",
    "data digits { a: 1 }",
  ),
  broken(
    "JSON's names",
    'train a on b {\n  «"epochs"»: 3\n}',
    "a name stands without quotation marks",
    "train a on b {\n  epochs: 3\n}",
  ),
  broken(
    "JSON's commas",
    "train a on b {\n  epochs: 3«,»\n  seed: 1\n}",
    "no comma stands between entries",
    "train a on b {\n  epochs: 3\n  seed: 1\n}",
  ),
  broken(
    "a semicolon",
    "train a on b { epochs: 3«;» seed: 1 }",
    "no semicolon ends a line here",
    "train a on b { epochs: 3 seed: 1 }",
  ),
  broken(
    "single quotes",
    "data a { source: csv(«'a.csv'») }",
    "a text stands in straight double quotes",
    'data a { source: csv("a.csv") }',
  ),
  broken(
    "curly quotes",
    "data a { source: csv(«“a.csv”») }",
    "a text stands in straight double quotes",
    'data a { source: csv("a.csv") }',
  ),
  broken(
    "a comment with `#`",
    "«#» a comment\ndata a { b: 1 }",
    "a comment begins with `//`",
    "// a comment\ndata a { b: 1 }",
  ),
  broken(
    "a comment with `/*`",
    "data a { b: 1 } «/*» a comment */",
    "a comment begins with `//` and ends with its line",
    "data a { b: 1 } // a comment",
  ),
  broken("`&&`", "metric m(a, b) = a «&&» b", "`&&` is written `and` here", "metric m(a, b) = a and b"),
  broken("`||`", "metric m(a, b) = a «||» b", "`||` is written `or` here", "metric m(a, b) = a or b"),
  broken("`!`", "metric m(a) = «!»a", "`!` is written `not` here", "metric m(a) = not a"),
  broken("`**`", "activation f(x) = x «**» 2", "`**` is written `^` here", "activation f(x) = x ^ 2"),
  broken("`≤`", "metric m(a, b) = a «≤» b", "`≤` is written `<=` here", "metric m(a, b) = a <= b"),
  broken(
    "a torn count",
    "train a on b { epochs: «10 epoch s» }",
    "`10 epoch s` is torn apart",
    "train a on b { epochs: 10 epochs }",
  ),
  broken(
    "a count without a blank",
    "train a on b { epochs: «10epochs» }",
    "`10epochs` is not a number",
    "train a on b { epochs: 10 epochs }",
  ),
  broken(
    "a misspelt unit",
    "train a on b { every: 10 «epcohs» }",
    "`epcohs` is no unit",
    "train a on b { every: 10 epochs }",
  ),
  broken(
    "a number without its zero",
    "network a { dropout(«.2») }",
    "`.2` is not a number",
    "network a { dropout(0.2) }",
  ),
  broken("a number beyond numbers", "train a on b { seed: «1e999» }", "`1e999` is out of range"),
  broken("an unknown character", "network a {\n  dense(3) «@» relu\n}", "`@` has no meaning here"),
  broken(
    "an unclosed text",
    'data a { source: csv(«"a.csv»)\n target: class(10) }',
    "this text has no closing quotation mark",
  ),
  broken(
    "an escape that is none",
    'data a { source: csv("data«\\d»igits.csv") }',
    "`\\d` is no escape",
    'data a { source: csv("data/digits.csv") }',
  ),
  broken(
    "a forgotten comma",
    "network a { dense(300« »activation: relu) }",
    "a comma is missing",
    "network a { dense(300, activation: relu) }",
  ),
  broken("a forgotten comma or colon", "network a { dense(300, «init he_normal») }", "a colon is missing"),
  broken(
    "a forgotten comma before one too many",
    "data a { b: [1« »2, 3,] }",
    "a comma is missing",
    "data a { b: [1, 2, 3,] }",
  ),
  broken(
    "a comma forgotten at a line's end",
    "network a {\n  dense(\n    «300»\n    activation: relu\n  )\n}",
    "a comma is missing",
    "network a {\n  dense(\n    300,\n    activation: relu\n  )\n}",
  ),
  broken(
    "a forgotten parenthesis",
    "network a {\n  dense(«300»\n  relu\n}",
    "a closing `)` is missing",
    "network a {\n  dense(300)\n  relu\n}",
  ),
  broken(
    "a forgotten bracket",
    "data a {\n  features: [x, «y»\n  target: z\n}",
    "a closing `]` is missing",
    "data a {\n  features: [x, y]\n  target: z\n}",
  ),
  broken(
    "a stray parenthesis",
    "network a {\n  dense(3)«)»\n  relu\n}",
    "`)` closes nothing",
    "network a {\n  dense(3)\n  relu\n}",
  ),
  broken("a comma too many", "data a { b: [1,«,» 2] }", "nothing stands before this comma"),
  broken("a forgotten brace", "network a {\n  input(3«)»\n", "a closing brace `}` is missing"),
  broken(
    "a brace forgotten inside",
    "network a {\n  defaults {\n    init: «he_normal»\n  input(3)\n}\n",
    "a closing brace `}` is missing",
  ),
  broken(
    "a brace too many",
    "data a { b: 1 }«}»\ndata c { d: 1 }",
    "this brace closes nothing",
    "data a { b: 1 }\ndata c { d: 1 }",
  ),
  broken(
    "a declaration that has ended",
    "network a {\n  input(3)\n}\n  «relu»\n}",
    "`relu` stands outside every declaration",
  ),
  broken("a train block without data", "train «a» { epochs: 3 }", "`train a` does not say on which data"),
  broken("an arrow to nothing", "network a {\n  input(3) «->»\n}", "nothing stands behind `->`"),
  broken("a name that keeps nothing", "network a {\n  b «=»\n  c = input(3)\n}", "nothing stands behind `=`"),
  broken("an operator without its right side", "activation f(x) = x «+»", "nothing stands on the right side of `+`"),
  broken("an operator without its left side", "activation f(x) = «*» x", "`*` needs a value on its left side"),
  broken("a chain of comparisons", "metric m(a) = 0 < a «<» 1", "comparisons cannot be chained"),
  broken("`not` behind a sum", "metric m(a) = 1 + «not» a", "`not` cannot stand behind `+`"),
  broken("a range with three ends", "data a { b: 0..1«..»2 }", "a range has two ends"),
  broken("`if` without `then`", "activation f(x) = if x > «0»\n", "`then` is missing"),
  broken("`if` without `else`", "activation f(x) = if x > 0 then «x»\n", "`else` is missing"),
  broken("Python's choice", "activation f(x) = x «if» x > 0 else 0", "a choice begins with its condition"),
  broken(
    "a formula without `=`",
    "activation f(x) «max»(0, x)",
    "`=` is missing between the signature and the formula",
    "activation f(x) = max(0, x)",
  ),
  broken(
    "a layer among entries",
    "data a {\n  «dense»(3)\n  target: class(2)\n}",
    "`dense` is a layer's form, and entries stand here",
  ),
  broken("a dash before a layer", "network a {\n  «-» input(3)\n}", "no dash stands before what a block holds"),
  broken("`repeat` without a number", "network a { «repeat» { relu } }", "`repeat` does not say how often"),
  broken(
    "a stage without its block",
    "train a on b {\n  stage «head»\n  epochs: 3\n}",
    "an opening brace `{` is missing",
  ),
  broken("an import without quotation marks", "«import words»", "no word of the language is brought in from a module"),
  broken(
    "an entry outside every declaration",
    "«epochs»: 3\ndata a { b: 1 }",
    "`epochs` stands outside every declaration",
  ),
  broken(
    "late defaults",
    "data a { b: 1 }\n«defaults»: modern",
    "`defaults` for the whole file stands above all declarations",
  ),
  broken(
    "a text that is no spec",
    "«Once» upon a time, there was a network.\nIt learned.",
    "`Once` opens no declaration",
  ),
  broken(
    "five mistakes in five declarations",
    `«dat» digits { source: csv("a.csv") }
network a {
  input(«3»
  relu
}
network b {
  dense(units«=»3)
}
train a on digits {
  «epochs:»
  batch_size: 32
}
activation f(x) = x «+»
activation g(x) = x
`,
    [
      "`dat` opens no declaration",
      "a closing `)` is missing",
      "`units` takes its value behind a colon",
      "`epochs` has no value",
      "nothing stands on the right side of `+`",
    ],
  ),
  broken(
    "five mistakes in one block",
    `train a on b {
  optimizer: adam(rate«=»0.1)
  «epochs:»
  seed: 42
  «batch_size 32»
  metrics: [accuracy, «loss»
  early_stopping { patience: 3«,» restore_best: true }
}
`,
    [
      "`rate` takes its value behind a colon",
      "`epochs` has no value",
      "a colon is missing between `batch_size` and its value",
      "a closing `]` is missing",
      "no comma stands between entries",
    ],
  ),
  broken(
    "a brace lost in the middle of a file",
    `data a {
  source: csv("a.csv"«)»

network b {
  input(3)
  dense(«+» 3)
}
`,
    ["a closing brace `}` is missing", "no plus stands before a number"],
  ),
];
