/**
 * The grammar, whole in one file. Each rule stands under its production; names in quotation marks are written as they are.
 * What people write out of habit (`units=300`, a comma forgotten) is read as well and reported where the AST is built.
 * Recovery is by item: a damaged entry, line or flow is skipped to its end, as `skip` finds it, and reading goes on.
 */
import { CstParser, EOF, isRecognitionException } from "chevrotain";
import type { IParserErrorMessageProvider, IRecognitionException, IToken, TokenType } from "chevrotain";
import * as t from "./tokens.ts";

/** How many tokens to leave out where an item that began at `first` met an error. */
export type Skip = (first: IToken, error: IRecognitionException) => number;

/** An exception carries the token that was expected; the sentences are made in `src/syntax/`. */
const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => "end",
  buildNoViableAltMessage: () => "choice",
  buildEarlyExitMessage: () => "choice",
};

/** One token chooses between forms; two that begin alike are told apart by their gates. */
const gated = { IGNORE_AMBIGUITIES: true };

export class DnnParser extends CstParser {
  /** The text that is read; its line ends tell a forgotten comma from a forgotten bracket. */
  text = "";
  /** Without it the first error ends the reading. */
  skip: Skip | undefined;

  constructor(skipValidations = true) {
    super(t.tokens, {
      skipValidations,
      maxLookahead: 1,
      recoveryEnabled: false,
      nodeLocationTracking: "none",
      errorMessageProvider: expectations,
    });
    this.performSelfAnalysis();
  }

  /** file = { entry } { declaration } */
  file = this.RULE("file", () => {
    this.MANY({ GATE: () => this.#opensEntry(), DEF: () => this.SUBRULE(this.entry) });
    this.MANY2(() => this.SUBRULE(this.declaration));
  });

  /** prelude = { entry }; what stands above the declarations, where a file is read in pieces */
  prelude = this.RULE("prelude", () => {
    this.#close(() => this.MANY(() => this.#item(() => this.SUBRULE(this.entry))), EOF);
  });

  /** declaration = import | data | network | block | train | preset | word */
  declaration = this.RULE("declaration", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.import) },
      { ALT: () => this.SUBRULE(this.data) },
      { ALT: () => this.SUBRULE(this.network) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.train) },
      { ALT: () => this.SUBRULE(this.preset) },
      { ALT: () => this.SUBRULE(this.word) },
    ]);
  });

  /** import = "import" string [ "as" name ] */
  import = this.RULE("import", () => {
    this.CONSUME(t.Import);
    this.CONSUME(t.StringLiteral);
    this.OPTION(() => {
      this.CONSUME(t.As);
      this.CONSUME(t.Identifier);
    });
  });

  /** data = "data" name entries */
  data = this.RULE("data", () => {
    this.CONSUME(t.Data);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.entries);
  });

  /** preset = "preset" name entries */
  preset = this.RULE("preset", () => {
    this.CONSUME(t.Preset);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.entries);
  });

  /** network = "network" name items */
  network = this.RULE("network", () => {
    this.CONSUME(t.Network);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.items);
  });

  /** block = "block" name [ parameters ] items */
  block = this.RULE("block", () => {
    this.CONSUME(t.Block);
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.parameters));
    this.SUBRULE(this.items);
  });

  /** train = "train" name "on" name [ "as" name ] [ plan ] */
  train = this.RULE("train", () => {
    this.CONSUME(t.Train);
    this.CONSUME(t.Identifier, { LABEL: "network" });
    this.CONSUME(t.On);
    this.CONSUME2(t.Identifier, { LABEL: "data" });
    this.OPTION(() => {
      this.CONSUME(t.As);
      this.CONSUME3(t.Identifier, { LABEL: "name" });
    });
    this.OPTION2(() => this.SUBRULE(this.plan));
  });

  /** plan = "{" { stage | entry } "}" */
  plan = this.RULE("plan", () => {
    this.CONSUME(t.LeftBrace);
    this.#close(() =>
      this.MANY(() =>
        this.#item(() =>
          this.OR({
            ...gated,
            DEF: [
              { GATE: () => !this.#opensEntry(), ALT: () => this.SUBRULE(this.stage) },
              { ALT: () => this.SUBRULE(this.entry) },
            ],
          }),
        ),
      ),
    );
  });

  /** stage = "stage" name entries */
  stage = this.RULE("stage", () => {
    this.CONSUME(t.Stage);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.entries);
  });

  /** word = kind name [ parameters ] [ "=" expression | body ] */
  word = this.RULE("word", () => {
    this.CONSUME(t.KindOfWord);
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.parameters));
    this.OPTION2(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Assign);
            this.SUBRULE(this.expression);
          },
        },
        { ALT: () => this.SUBRULE(this.body) },
      ]),
    );
  });

  /** state = "state" entries */
  state = this.RULE("state", () => {
    this.CONSUME(t.State);
    this.SUBRULE(this.entries);
  });

  /** body = "{" { state | line } "}" */
  body = this.RULE("body", () => {
    this.CONSUME(t.LeftBrace);
    this.#close(() =>
      this.MANY(() =>
        this.#item(() =>
          this.OR({
            ...gated,
            DEF: [
              { GATE: () => this.#is(2, t.LeftBrace), ALT: () => this.SUBRULE(this.state) },
              { ALT: () => this.SUBRULE(this.line) },
            ],
          }),
        ),
      ),
    );
  });

  /** line = name "=" expression */
  line = this.RULE("line", () => {
    this.CONSUME(t.Identifier);
    this.OR([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(t.Colon) }]);
    this.SUBRULE(this.expression);
  });

  /** entries = "{" { entry } "}" */
  entries = this.RULE("entries", () => {
    this.CONSUME(t.LeftBrace);
    this.#close(() => this.MANY(() => this.#item(() => this.SUBRULE(this.entry))));
  });

  /** entry = name ( ":" expression | entries ) */
  entry = this.RULE("entry", () => {
    this.CONSUME(t.Identifier);
    this.OR([
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(t.Colon) }, { ALT: () => this.CONSUME(t.Assign) }]);
          this.OR3([
            { GATE: () => !this.#blockBelow(), ALT: () => this.SUBRULE(this.expression) },
            { ALT: () => this.SUBRULE(this.entries) },
          ]);
        },
      },
      { ALT: () => this.SUBRULE2(this.entries) },
    ]);
  });

  /** items = "{" { repeat | entry | flow } "}" */
  items = this.RULE("items", () => {
    this.CONSUME(t.LeftBrace);
    this.#close(() =>
      this.MANY(() =>
        this.#item(() =>
          this.OR({
            ...gated,
            DEF: [
              { GATE: () => this.#repeats(), ALT: () => this.SUBRULE(this.repeat) },
              { GATE: () => this.#opensEntry() && !this.#keeps(), ALT: () => this.SUBRULE(this.entry) },
              { ALT: () => this.SUBRULE(this.flow) },
            ],
          }),
        ),
      ),
    );
  });

  /** repeat = "repeat" expression items */
  repeat = this.RULE("repeat", () => {
    this.CONSUME(t.Repeat);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.items);
  });

  /** flow = [ name "=" ] step { "->" step } */
  flow = this.RULE("flow", () => {
    this.OPTION({
      GATE: () => this.#is(2, t.Assign),
      DEF: () => {
        this.CONSUME(t.Identifier);
        this.CONSUME(t.Assign);
      },
    });
    this.SUBRULE(this.step);
    this.MANY(() => {
      this.CONSUME(t.Arrow);
      this.SUBRULE2(this.step);
    });
  });

  /** step = "in" | name [ arguments ] */
  step = this.RULE("step", () => {
    this.OR([{ ALT: () => this.CONSUME(t.In) }, { GATE: () => this.#isValue(), ALT: () => this.SUBRULE(this.named) }]);
  });

  /** named = name [ arguments ] */
  named = this.RULE("named", () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.arguments));
  });

  /** arguments = "(" [ argument { "," argument } [ "," ] ] ")" */
  arguments = this.RULE("arguments", () => {
    this.CONSUME(t.LeftParenthesis);
    this.#separated(() => this.SUBRULE(this.argument));
    this.CONSUME(t.RightParenthesis);
  });

  /** argument = [ name ":" ] expression */
  argument = this.RULE("argument", () => {
    this.OPTION({
      GATE: () => this.#is(2, t.Colon, t.Assign),
      DEF: () => {
        this.CONSUME(t.Identifier);
        this.OR([{ ALT: () => this.CONSUME(t.Colon) }, { ALT: () => this.CONSUME(t.Assign) }]);
      },
    });
    this.SUBRULE(this.expression);
  });

  /** parameters = "(" [ parameter { "," parameter } [ "," ] ] ")" */
  parameters = this.RULE("parameters", () => {
    this.CONSUME(t.LeftParenthesis);
    this.#separated(() => this.SUBRULE(this.parameter));
    this.CONSUME(t.RightParenthesis);
  });

  /** parameter = name ( [ ":" expression ] [ "in" expression ] | "=" expression ) */
  parameter = this.RULE("parameter", () => {
    this.CONSUME(t.Identifier);
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Assign);
          this.SUBRULE(this.expression, { LABEL: "pattern" });
        },
      },
      {
        ALT: () => {
          this.OPTION(() => {
            this.CONSUME(t.Colon);
            this.SUBRULE2(this.expression, { LABEL: "default" });
          });
          this.OPTION2(() => {
            this.CONSUME(t.In);
            this.SUBRULE3(this.expression, { LABEL: "limits" });
          });
        },
      },
    ]);
  });

  /** expression = { branch } operand { operator operand }; the AST groups them by precedence */
  expression = this.RULE("expression", () => {
    this.MANY(() => this.SUBRULE(this.branch));
    this.SUBRULE(this.operand);
    this.MANY2(() => {
      this.CONSUME(t.BinaryOperator);
      this.SUBRULE2(this.operand);
    });
  });

  /** branch = "if" expression "then" expression "else" */
  branch = this.RULE("branch", () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.expression, { LABEL: "condition" });
    this.CONSUME(t.Then);
    this.SUBRULE2(this.expression, { LABEL: "then" });
    this.CONSUME(t.Else);
  });

  /** operand = { "-" | "not" } ( literal | "in" | named | list | "(" expression ")" ) */
  operand = this.RULE("operand", () => {
    this.MANY(() =>
      this.OR([
        { ALT: () => this.CONSUME(t.Minus, { LABEL: "prefix" }) },
        { ALT: () => this.CONSUME(t.Not, { LABEL: "prefix" }) },
      ]),
    );
    this.OR2([
      { ALT: () => this.CONSUME(t.NumberLiteral, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.Percentage, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.Count, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.StringLiteral, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.True, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.False, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.None, { LABEL: "literal" }) },
      { ALT: () => this.CONSUME(t.In, { LABEL: "literal" }) },
      { GATE: () => this.#isValue(), ALT: () => this.SUBRULE(this.named) },
      { ALT: () => this.SUBRULE(this.list) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParenthesis);
          this.SUBRULE(this.expression);
          this.MANY2({ GATE: () => !this.#is(3, t.Colon, t.Assign), DEF: () => this.SUBRULE(this.further) });
          this.CONSUME(t.RightParenthesis);
        },
      },
    ]);
  });

  /** further = "," [ expression ]; Python's `(28, 28)` and `(2,)`, read as a list and reported */
  further = this.RULE("further", () => {
    this.CONSUME(t.Comma);
    this.OPTION(() => this.SUBRULE(this.expression));
  });

  /** list = "[" [ expression { "," expression } [ "," ] ] "]" */
  list = this.RULE("list", () => {
    this.CONSUME(t.LeftBracket);
    this.#separated(() => this.SUBRULE(this.expression));
    this.CONSUME(t.RightBracket);
  });

  /** Commas may be forgotten on one line (reported later); across lines a forgotten one ends the list. */
  #separated(element: () => void): void {
    this.MANY({
      GATE: () => this.#is(0, t.Comma) || !this.#breaksLine() || this.#opens(),
      DEF: () => {
        element();
        this.OPTION(() => this.CONSUME(t.Comma));
      },
    });
  }

  /** One thing in a block, and the comma that JSON would have after it. */
  #item(read: () => void): void {
    const first = this.LA(1);
    this.#guarded(first, () => {
      read();
      this.OPTION(() => this.CONSUME(t.Comma));
    });
  }

  /** Items up to what closes the block; what is no item is skipped. */
  #close(items: () => void, end = t.RightBrace): void {
    for (;;) {
      items();
      const stray = this.LA(1);
      if (this.#guarded(stray, () => this.CONSUME(end))) return;
    }
  }

  /** Reads, or skips what is damaged; a damage that reaches the end of the input is left to the rule outside. */
  #guarded(first: IToken, read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      if (this.skip === undefined || !(error instanceof Error) || !isRecognitionException(error)) throw error;
      if (first.tokenType === EOF) throw error;
      for (let left = this.skip(first, error as unknown as IRecognitionException); left > 0; left--) this.SKIP_TOKEN();
      return false;
    }
  }

  #is(ahead: number, ...types: TokenType[]): boolean {
    return types.includes(this.LA(ahead).tokenType);
  }

  #opens(): boolean {
    return this.#is(0, t.LeftParenthesis, t.LeftBracket);
  }

  #breaksLine(): boolean {
    const before = this.LA(0);
    return this.text.slice(before.startOffset + before.image.length, this.LA(1).startOffset).includes("\n");
  }

  /** A name before `:` or `=` opens the next entry or line: `epochs:` above `batch_size: 32` has no value. */
  #isValue(): boolean {
    return !this.#is(2, t.Colon, t.Assign);
  }

  /** `epochs:` above `early_stopping { … }` has no value either. */
  #blockBelow(): boolean {
    return this.#is(2, t.LeftBrace) && this.#breaksLine();
  }

  #opensEntry(): boolean {
    return this.#is(2, t.Colon, t.Assign, t.LeftBrace);
  }

  /** `hidden = dense(100)`; in `outputs = [a, b]` the colon was meant, for no layer is a list. */
  #keeps(): boolean {
    return this.#is(2, t.Assign) && !this.#is(3, t.LeftBracket);
  }

  #repeats(): boolean {
    return !this.#is(2, t.Colon, t.Assign, t.Arrow, t.RightBrace, EOF);
  }
}

let parser: DnnParser | undefined;

/** The parser, made when it is first asked for. */
export const theParser = (): DnnParser => (parser ??= new DnnParser());
