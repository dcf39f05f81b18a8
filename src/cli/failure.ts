/** The user's mistake at the command line: told in one line or two on standard error, exit code 2. */
export class UsageError extends Error {
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** Named in the language of the command line, and not built yet: told, never silently accepted. */
export const unsupported = (what: string): UsageError => new UsageError(`${what} is not supported yet`);
