/** What a rule is: a law of training theory, written once, judged on what a spec means. */
import type { Diagnostic, Fix, Place, Severity } from "../diagnostics/diagnostic.ts";
import type { Model } from "../network/resolve.ts";
import type { ResolvedData } from "../network/resolve-data.ts";
import type { Training } from "../network/resolve-train.ts";
import type { Span } from "../text/source.ts";
import type { NetworkView } from "./network-view.ts";
import type { Suppression } from "./suppress.ts";

/** What rules judge: every network (with its training, where there is one), every sound train block, every data set, and more. */
export interface Subjects {
  readonly network: readonly NetworkView[];
  readonly training: readonly TrainingView[];
  readonly data: readonly ResolvedData[];
  /** The file as a whole; none where it is damaged. */
  readonly model: readonly Model[];
  /** Every ignore comment, when all else is judged. */
  readonly suppression: readonly SuppressionView[];
}

/** An ignore comment, with what came of it. */
export interface SuppressionView {
  readonly suppression: Suppression;
  /** Whether its rule judged the file and found nothing there. */
  readonly idle: boolean;
  /** Every rule's name, to find what was meant. */
  readonly rules: readonly string[];
}

/** A run, with its network as rules look at it. */
export interface TrainingView {
  readonly training: Training;
  readonly network: NetworkView;
}

/** The names in braces: `"drawn by {init}"` has the hole `init`. */
export type HolesOf<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | HolesOf<Rest>
  : never;

export type Holes<Text extends string> = Readonly<Record<HolesOf<Text>, string | number>>;

export type Messages = Readonly<Record<string, string>>;

/** A finding but for what its rule says already. */
export interface Finding {
  /** The entry to blame: of the rules of one table only the first speaks of it. */
  readonly at: Span;
  /** What to say under the place. */
  readonly label?: string | undefined;
  readonly related?: readonly Place[];
  /** In place of the rule's own. */
  readonly help?: string;
  readonly severity?: Severity;
  readonly fix?: Fix | undefined;
}

/** Takes a finding: which of the rule's messages, what stands in its holes, and where. */
export type Find<M extends Messages> = <K extends keyof M & string>(
  message: K,
  holes: Holes<M[K]>,
  finding: Finding,
) => void;

export interface RuleText {
  /** The finding's name, kebab-case; the file and its page bear it too. */
  readonly name: string;
  readonly severity: Severity;
  /** `strict`: only where strictness is asked for; `off`: only where the rule itself is. */
  readonly default: "on" | "strict" | "off";
  /** How far its edit can be trusted, where it has one: a safe one changes nothing that was not at fault. */
  readonly fix?: "safe" | "unsafe";
  /** What is found, in one sentence: the first of its page. */
  readonly description: string;
  /** Why it matters, with the source. */
  readonly why: string;
  /** What to write instead. */
  readonly help: string;
  /** What is wrong, in one clause each, with holes in braces. */
  readonly messages: Messages;
}

export interface Rule extends RuleText {
  judge(subjects: Subjects, emit: (diagnostic: Diagnostic) => void): void;
}

interface Definition<On extends keyof Subjects, M extends Messages> extends RuleText {
  /** What it judges, one after the other. */
  readonly on: On;
  readonly messages: M;
  readonly check: (subject: Subjects[On][number], find: Find<M>) => void;
}

/** A rule of its texts and its check; a hole that is not filled does not compile. */
export function rule<On extends keyof Subjects, const M extends Messages>(definition: Definition<On, M>): Rule {
  const { on, check, ...text } = definition;
  return {
    ...text,
    judge(subjects, emit) {
      const find: Find<M> = (message, holes, { at, severity, help, ...rest }) =>
        emit({
          code: text.name,
          severity: severity ?? text.severity,
          message: fill(text.messages[message]!, holes),
          at,
          ...rest,
          why: text.why,
          help: help ?? text.help,
        });
      for (const subject of subjects[on]) check(subject, find);
    },
  };
}

const fill = (text: string, holes: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, hole: string) => String(holes[hole]));

/** When a rule speaks, as its page says it. */
export const speaks = ({ default: standing }: Pick<RuleText, "default">): string =>
  ({ on: "always", strict: "with `--strict`", off: "where it is asked for by its name" })[standing];
