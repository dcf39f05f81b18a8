import { nearest } from "../diagnostics/suggest.ts";
import { summarize } from "../explain/summarize.ts";
import type { Model } from "../network/resolve.ts";
import { UsageError } from "./failure.ts";
import { readModel } from "./sources.ts";
import { print } from "./terminal.ts";
import type { Define } from "./verbs.ts";

export const define: Define = (command) => {
  command
    .argument("<file>", "a spec, or `-` for standard input")
    .argument("[name]", "a run or a network, where the file has several")
    .action(summary);
};

function summary(path: string, name: string | undefined): void {
  const model = readModel(path);
  if (model !== undefined) print(chosen(model, name).join("\n"));
}

/** The tables of the runs and networks that have the name; of all where none is asked for. */
function chosen({ trainings, networks }: Model, name: string | undefined): readonly string[] {
  const all = [
    ...trainings.map((one) => ({ names: [one.name, one.network.name], text: () => summarize(one.network, one) })),
    ...networks.map((one) => ({ names: [one.name], text: () => summarize(one) })),
  ];
  const found = all.filter(({ names }) => name === undefined || names.includes(name));
  if (found.length > 0) return found.map(({ text }) => text());
  const known = [...new Set(all.flatMap(({ names }) => names))];
  if (name === undefined) throw new UsageError("the file has no network");
  const near = nearest(name, known);
  const help = near === undefined ? `the file has ${known.join(", ")}` : `did you mean \`${near}\`?`;
  throw new UsageError(`the file has no run and no network \`${name}\``, help);
}
