// Generated from grammar/parser.ts by scripts/generate.ts; not to be edited.
import type { CstNode, IToken } from "chevrotain";

export interface FileCstNode extends CstNode {
  name: "file";
  children: FileCstChildren;
}

export type FileCstChildren = {
  entry?: EntryCstNode[];
  declaration?: DeclarationCstNode[];
};

export interface PreludeCstNode extends CstNode {
  name: "prelude";
  children: PreludeCstChildren;
}

export type PreludeCstChildren = {
  entry?: EntryCstNode[];
  Comma?: IToken[];
  EOF: IToken[];
};

export interface DeclarationCstNode extends CstNode {
  name: "declaration";
  children: DeclarationCstChildren;
}

export type DeclarationCstChildren = {
  import?: ImportCstNode[];
  data?: DataCstNode[];
  network?: NetworkCstNode[];
  block?: BlockCstNode[];
  train?: TrainCstNode[];
  preset?: PresetCstNode[];
  word?: WordCstNode[];
};

export interface ImportCstNode extends CstNode {
  name: "import";
  children: ImportCstChildren;
}

export type ImportCstChildren = {
  Import: IToken[];
  StringLiteral: IToken[];
  As?: IToken[];
  Identifier?: IToken[];
};

export interface DataCstNode extends CstNode {
  name: "data";
  children: DataCstChildren;
}

export type DataCstChildren = {
  Data: IToken[];
  Identifier: IToken[];
  entries: EntriesCstNode[];
};

export interface PresetCstNode extends CstNode {
  name: "preset";
  children: PresetCstChildren;
}

export type PresetCstChildren = {
  Preset: IToken[];
  Identifier: IToken[];
  entries: EntriesCstNode[];
};

export interface NetworkCstNode extends CstNode {
  name: "network";
  children: NetworkCstChildren;
}

export type NetworkCstChildren = {
  Network: IToken[];
  Identifier: IToken[];
  items: ItemsCstNode[];
};

export interface BlockCstNode extends CstNode {
  name: "block";
  children: BlockCstChildren;
}

export type BlockCstChildren = {
  Block: IToken[];
  Identifier: IToken[];
  parameters?: ParametersCstNode[];
  items: ItemsCstNode[];
};

export interface TrainCstNode extends CstNode {
  name: "train";
  children: TrainCstChildren;
}

export type TrainCstChildren = {
  Train: IToken[];
  network: IToken[];
  On: IToken[];
  data: IToken[];
  As?: IToken[];
  name?: IToken[];
  plan?: PlanCstNode[];
};

export interface PlanCstNode extends CstNode {
  name: "plan";
  children: PlanCstChildren;
}

export type PlanCstChildren = {
  LeftBrace: IToken[];
  stage?: StageCstNode[];
  entry?: EntryCstNode[];
  Comma?: IToken[];
  RightBrace: IToken[];
};

export interface StageCstNode extends CstNode {
  name: "stage";
  children: StageCstChildren;
}

export type StageCstChildren = {
  Stage: IToken[];
  Identifier: IToken[];
  entries: EntriesCstNode[];
};

export interface WordCstNode extends CstNode {
  name: "word";
  children: WordCstChildren;
}

export type WordCstChildren = {
  KindOfWord: IToken[];
  Identifier: IToken[];
  parameters?: ParametersCstNode[];
  Assign?: IToken[];
  expression?: ExpressionCstNode[];
  body?: BodyCstNode[];
};

export interface StateCstNode extends CstNode {
  name: "state";
  children: StateCstChildren;
}

export type StateCstChildren = {
  State: IToken[];
  entries: EntriesCstNode[];
};

export interface BodyCstNode extends CstNode {
  name: "body";
  children: BodyCstChildren;
}

export type BodyCstChildren = {
  LeftBrace: IToken[];
  state?: StateCstNode[];
  line?: LineCstNode[];
  Comma?: IToken[];
  RightBrace: IToken[];
};

export interface LineCstNode extends CstNode {
  name: "line";
  children: LineCstChildren;
}

export type LineCstChildren = {
  Identifier: IToken[];
  Assign?: IToken[];
  Colon?: IToken[];
  expression: ExpressionCstNode[];
};

export interface EntriesCstNode extends CstNode {
  name: "entries";
  children: EntriesCstChildren;
}

export type EntriesCstChildren = {
  LeftBrace: IToken[];
  entry?: EntryCstNode[];
  Comma?: IToken[];
  RightBrace: IToken[];
};

export interface EntryCstNode extends CstNode {
  name: "entry";
  children: EntryCstChildren;
}

export type EntryCstChildren = {
  Identifier: IToken[];
  Colon?: IToken[];
  Assign?: IToken[];
  expression?: ExpressionCstNode[];
  entries?: EntriesCstNode[];
};

export interface ItemsCstNode extends CstNode {
  name: "items";
  children: ItemsCstChildren;
}

export type ItemsCstChildren = {
  LeftBrace: IToken[];
  repeat?: RepeatCstNode[];
  entry?: EntryCstNode[];
  flow?: FlowCstNode[];
  Comma?: IToken[];
  RightBrace: IToken[];
};

export interface RepeatCstNode extends CstNode {
  name: "repeat";
  children: RepeatCstChildren;
}

export type RepeatCstChildren = {
  Repeat: IToken[];
  expression: ExpressionCstNode[];
  items: ItemsCstNode[];
};

export interface FlowCstNode extends CstNode {
  name: "flow";
  children: FlowCstChildren;
}

export type FlowCstChildren = {
  Identifier?: IToken[];
  Assign?: IToken[];
  step: StepCstNode[];
  Arrow?: IToken[];
};

export interface StepCstNode extends CstNode {
  name: "step";
  children: StepCstChildren;
}

export type StepCstChildren = {
  In?: IToken[];
  named?: NamedCstNode[];
};

export interface NamedCstNode extends CstNode {
  name: "named";
  children: NamedCstChildren;
}

export type NamedCstChildren = {
  Identifier: IToken[];
  arguments?: ArgumentsCstNode[];
};

export interface ArgumentsCstNode extends CstNode {
  name: "arguments";
  children: ArgumentsCstChildren;
}

export type ArgumentsCstChildren = {
  LeftParenthesis: IToken[];
  argument?: ArgumentCstNode[];
  Comma?: IToken[];
  RightParenthesis: IToken[];
};

export interface ArgumentCstNode extends CstNode {
  name: "argument";
  children: ArgumentCstChildren;
}

export type ArgumentCstChildren = {
  Identifier?: IToken[];
  Colon?: IToken[];
  Assign?: IToken[];
  expression: ExpressionCstNode[];
};

export interface ParametersCstNode extends CstNode {
  name: "parameters";
  children: ParametersCstChildren;
}

export type ParametersCstChildren = {
  LeftParenthesis: IToken[];
  parameter?: ParameterCstNode[];
  Comma?: IToken[];
  RightParenthesis: IToken[];
};

export interface ParameterCstNode extends CstNode {
  name: "parameter";
  children: ParameterCstChildren;
}

export type ParameterCstChildren = {
  Identifier: IToken[];
  Assign?: IToken[];
  pattern?: ExpressionCstNode[];
  Colon?: IToken[];
  default?: ExpressionCstNode[];
  In?: IToken[];
  limits?: ExpressionCstNode[];
};

export interface ExpressionCstNode extends CstNode {
  name: "expression";
  children: ExpressionCstChildren;
}

export type ExpressionCstChildren = {
  branch?: BranchCstNode[];
  operand: OperandCstNode[];
  BinaryOperator?: IToken[];
};

export interface BranchCstNode extends CstNode {
  name: "branch";
  children: BranchCstChildren;
}

export type BranchCstChildren = {
  If: IToken[];
  condition: ExpressionCstNode[];
  Then: IToken[];
  then: ExpressionCstNode[];
  Else: IToken[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  prefix?: IToken[];
  literal?: IToken[];
  named?: NamedCstNode[];
  list?: ListCstNode[];
  LeftParenthesis?: IToken[];
  expression?: ExpressionCstNode[];
  further?: FurtherCstNode[];
  RightParenthesis?: IToken[];
};

export interface FurtherCstNode extends CstNode {
  name: "further";
  children: FurtherCstChildren;
}

export type FurtherCstChildren = {
  Comma: IToken[];
  expression?: ExpressionCstNode[];
};

export interface ListCstNode extends CstNode {
  name: "list";
  children: ListCstChildren;
}

export type ListCstChildren = {
  LeftBracket: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RightBracket: IToken[];
};
