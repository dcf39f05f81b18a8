/** What layers say of their training that this run does not do. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Network } from "./network.ts";
import { isWritten, type Argument, type WordUse } from "./value.ts";

/** `none`, and a rate times 1, ask for nothing. */
const isIdle = ({ value }: Argument): boolean =>
  value.kind === "none" || (value.kind === "number" && value.value === 1);

/** Arguments of layers that act on an update, where none is made or none reads a rate. */
export function idleArguments({ layers }: Network, readsRate: boolean, { word }: WordUse): readonly Diagnostic[] {
  return layers.flatMap(({ frozen, arguments: args }) =>
    (["constraint", "learning_rate_multiplier", "regularization"] as const).flatMap((name): readonly Diagnostic[] => {
      const argument = args[name];
      if (argument === undefined || !isWritten(argument) || isIdle(argument)) return [];
      const noRate = name === "learning_rate_multiplier" && !readsRate;
      if (!frozen && !noRate) return [];
      return [
        {
          code: "entry-without-effect",
          severity: "warning",
          message: frozen
            ? `the layer is frozen, and its \`${name}\` acts on updates alone`
            : `\`${word.name}\` reads no rate, and \`${name}\` multiplies it`,
          at: argument.at,
          help: `take \`${name}\` out`,
        },
      ];
    }),
  );
}
