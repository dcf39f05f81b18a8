import type { Command } from "commander";

/** One verb of the command line. Its file is loaded when it is asked for, so that `lint` never waits for TF.js. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Absent for a verb that is not built yet. */
  readonly load?: () => Promise<{ readonly define: Define }>;
}

/** Gives a verb its arguments, its options and its action, which sets `process.exitCode`. */
export type Define = (command: Command) => void;

export const verbs: readonly Verb[] = [
  { name: "lint", summary: "say what is wrong or unwise in specs", load: () => import("./lint.ts") },
  { name: "fmt", summary: "give specs the one layout", load: () => import("./fmt.ts") },
  { name: "compile", summary: "print a spec as TypeScript for TF.js", load: () => import("./compile.ts") },
  { name: "train", summary: "train a network", load: () => import("./train.ts") },
  { name: "evaluate", summary: "measure a trained network", load: () => import("./evaluate.ts") },
  { name: "predict", summary: "let a trained network predict", load: () => import("./predict.ts") },
  { name: "summary", summary: "show layers, shapes, parameters and cost", load: () => import("./summary.ts") },
  {
    name: "explain",
    summary: "show where every value of a spec comes from, or what a word or a rule means",
    load: () => import("./explain.ts"),
  },
  { name: "diagnose", summary: "show how signals go through a network" },
  { name: "export", summary: "write a trained network in another format" },
  { name: "init", summary: "write a spec to start from" },
  { name: "rules", summary: "list the rules of `lint`", load: () => import("./rules.ts") },
  { name: "lsp", summary: "serve editors" },
];
