/** The command: finds the verb, loads its file, and turns whatever happens into an exit code. */
import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { nearest } from "../diagnostics/suggest.ts";
import { exitCodes } from "./exit-codes.ts";
import { mistakeText, unsupported, UsageError } from "./failure.ts";
import { tell } from "./terminal.ts";
import { verbs, type Verb } from "./verbs.ts";

const { version } = manifest;

/** The program with the verb's options; the other verbs are there by name, for the help. */
async function program(asked: Verb | undefined): Promise<Command> {
  const dnnc = new Command("dnnc")
    .description("A declarative language for deep neural networks and its compiler.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .usage("<command> [options]")
    .exitOverride();
  for (const verb of verbs) {
    const command = dnnc
      .command(verb.name)
      .description(verb.load === undefined ? `${verb.summary} (not supported yet)` : verb.summary);
    if (verb !== asked) continue;
    if (verb.load === undefined) throw unsupported(`\`dnnc ${verb.name}\``);
    (await verb.load()).define(command);
  }
  return dnnc;
}

async function run(args: readonly string[]): Promise<void> {
  const name = args[0] === "help" ? args[1] : args.find((arg) => !arg.startsWith("-"));
  const asked = verbs.find((verb) => verb.name === name);
  if (asked === undefined && name !== undefined) {
    const near = nearest(
      name,
      verbs.map((verb) => verb.name),
    );
    const help = near === undefined ? "`dnnc --help` lists the commands" : `did you mean \`dnnc ${near}\`?`;
    throw new UsageError(`there is no command \`${name}\``, help);
  }
  await (await program(asked)).parseAsync(args, { from: "user" });
}

/** Says what went wrong, and gives the exit code. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UsageError) {
    tell(mistakeText(error));
    return exitCodes.usage;
  }
  tell("this is a bug in dnnc, and not your mistake; please report it with what follows, and the spec if you can");
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { node } = process.versions;
  process.stderr.write(`\n${what}\n\ndnnc ${version}, Node ${node}, ${process.platform} ${process.arch}\n`);
  return exitCodes.bug;
}

const unwritten: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  EIO: "the device fails",
};

/** Runs the command; what it could not do is told here and nowhere else. */
export async function main(): Promise<void> {
  // Whoever reads our output may stop reading: `dnnc lint | head`.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      if (stream === process.stdout)
        tell(`cannot write to standard output: ${unwritten[error.code ?? ""] ?? error.message}`);
      process.exit(exitCodes.usage);
    });
  process.on("uncaughtException", (error) => process.exit(failed(error)));
  try {
    await run(process.argv.slice(2));
  } catch (error) {
    process.exitCode = failed(error);
  }
}
