/** The user's mistake at the command line: told in one line or two on standard error, exit code 2. */
export class UsageError extends Error {
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** The mistake, and under it what helps. */
export const mistakeText = ({ message, help }: UsageError): string =>
  help === undefined ? message : underneath([message, help]);

/** Lines of a message, those behind the first under it. */
export const underneath = (lines: readonly string[]): string => lines.join("\n").replace(/\n(?=[^\n])/g, "\n      ");

/** Named in the language of the command line, and not built yet: told, never silently accepted. */
export const unsupported = (what: string): UsageError => new UsageError(`${what} is not supported yet`);
