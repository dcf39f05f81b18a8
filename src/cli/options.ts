/** What options take: each reader returns the value or says what is wrong with it. */
import { Option, type Command } from "commander";
import { nearest } from "../diagnostics/suggest.ts";
import { unsupported, UsageError } from "./failure.ts";

/** One of some names; `later` are those that are not built yet. */
export const choice =
  (what: string, names: readonly string[], later: readonly string[] = []) =>
  (value: string): string => {
    if (names.includes(value)) return value;
    if (later.includes(value)) throw unsupported(`the ${what} \`${value}\``);
    const near = nearest(value, [...names, ...later]);
    const help = near === undefined ? `it is one of ${names.join(", ")}` : `did you mean \`${near}\`?`;
    throw new UsageError(`there is no ${what} \`${value}\``, help);
  };

/** A whole number between two, both included. */
export const wholeNumber =
  (least: number, most = Infinity) =>
  (value: string): number => {
    const found = /^\d+$/.test(value) ? Number(value) : NaN;
    if (found >= least && found <= most) return found;
    throw new UsageError(`\`${value}\` is no whole number from ${least}${most === Infinity ? "" : ` to ${most}`}`);
  };

/** Options that are named and not built yet: left out of the help, and refused. */
export function planned(command: Command, options: readonly string[]): void {
  for (const flags of options) {
    const option = new Option(flags).hideHelp();
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw unsupported(`\`--${option.name()}\``);
    });
  }
}
