/** A run's folder: the spec as trained, what it resolved to, the history, and the checkpoints. */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Fitted } from "../data/spec.ts";
import type { KernelMode } from "../run/kernels/assembled.ts";
import type { NumberStates } from "../run/numbers.ts";
import { decodeSafetensors, encodeSafetensors, type SavedTensor } from "../run/safetensors.ts";
import { UsageError } from "./failure.ts";
import { writing as tried } from "./unwritable.ts";

/** What a run must remember to be evaluated and to predict: plain JSON. */
export interface Resolved {
  readonly version: 1;
  /** The run's name among the spec's train blocks. */
  readonly train: string;
  /** Where the spec was, and where its data was looked for. */
  readonly spec: string;
  readonly folders: readonly string[];
  readonly seed: number;
  readonly backend: string;
  /** `exact`: every machine computes the same bits; `fast`: with what this one has. */
  readonly arithmetic: KernelMode;
  /** The shape of an example, and how many numbers a target has. */
  readonly shape: readonly number[];
  readonly outputs: number;
  readonly fitted: Fitted;
  /** The checkpoint that counts: `best` where early stopping went back to it. */
  readonly checkpoint: CheckpointName;
  /** Every entry of the train block as it was filled in. */
  readonly entries: Readonly<Record<string, string>>;
}

export type CheckpointName = "last" | "best";

export interface CheckpointState {
  /** Whole epochs done. */
  readonly epoch: number;
  /** Steps done since the run began; those of a broken epoch too. */
  readonly step: number;
  readonly seed: number;
  /** The best epoch so far; 0 before the first. */
  readonly best_epoch: number;
  /** States of the schedule and of the optimizer that are plain numbers. */
  readonly numbers: NumberStates;
}

export interface Checkpoint {
  readonly weights: ReadonlyMap<string, SavedTensor>;
  readonly optimizer: ReadonlyMap<string, SavedTensor>;
  readonly state: CheckpointState;
}

/** What the disk refuses is the user's to mend, and everything written before is still there. */
const writing = <T>(path: string, action: () => T): T =>
  tried(path, "what was written before is still there; make room, or train from another folder", action);

/**
 * Keeps a run's folder for this process, so that two runs do not write there at once; what is returned gives it back. The
 * file of a process that is no more is taken over.
 */
export function lockRun(folder: string): () => void {
  const place = join(folder, "lock");
  writing(folder, () => mkdirSync(folder, { recursive: true }));
  const take = (): boolean => {
    try {
      writeFileSync(place, `${process.pid}\n`, { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  };
  writing(place, () => {
    if (take()) return;
    const holder = Number(readFileSync(place, "utf8"));
    if (isRunning(holder)) throw inUse(folder, holder);
    rmSync(place, { force: true });
    if (!take()) throw inUse(folder, undefined);
  });
  const release = (): void => {
    process.off("exit", release);
    rmSync(place, { force: true });
  };
  process.on("exit", release);
  return release;
}

const inUse = (folder: string, holder: number | undefined): UsageError =>
  new UsageError(
    `another \`dnnc train\`${holder === undefined ? "" : ` (process ${holder})`} is at work in ${folder}`,
    "wait for its end, or train from another folder",
  );

/** Whether a process of that number is there; our own number in a file is that of one before us. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The spec of the run that a folder holds, if it holds one. */
export function specBefore(folder: string): string | undefined {
  try {
    const { spec } = JSON.parse(readFileSync(join(folder, "resolved.json"), "utf8")) as Partial<Resolved>;
    return typeof spec === "string" ? spec : undefined;
  } catch {
    return undefined;
  }
}

/** Begins a run's folder; what an earlier run of the name left there is replaced. */
export function beginRun(folder: string, spec: string, resolved: Resolved): void {
  writing(folder, () => {
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, "checkpoints"), { recursive: true, force: true });
    writeFileSync(join(folder, "spec.dnn"), spec);
    writeResolved(folder, resolved);
    writeFileSync(join(folder, "history.jsonl"), "");
  });
}

/** Writes beside the old one, then puts it in its place. */
function writeResolved(folder: string, resolved: Resolved): void {
  const place = join(folder, "resolved.json");
  writeSynced(`${place}.new`, new TextEncoder().encode(`${JSON.stringify(resolved, null, 2)}\n`));
  renameSync(`${place}.new`, place);
}

/** Says which checkpoint counts. */
export const chooseCheckpoint = (folder: string, resolved: Resolved, checkpoint: CheckpointName): void =>
  writing(folder, () => writeResolved(folder, { ...resolved, checkpoint }));

export const appendHistory = (folder: string, line: object): void =>
  writing(folder, () => appendFileSync(join(folder, "history.jsonl"), `${JSON.stringify(line)}\n`));

/** Writes a checkpoint under each name beside the old one, synced, then puts it in its place: a kill leaves a whole one. */
export function writeCheckpoint(
  folder: string,
  names: readonly CheckpointName[],
  { weights, optimizer, state }: Checkpoint,
): void {
  const files = {
    "weights.safetensors": encodeSafetensors(weights),
    "optimizer.safetensors": encodeSafetensors(optimizer),
    "state.json": new TextEncoder().encode(`${JSON.stringify(state, finiteOrText, 2)}\n`),
  };
  for (const name of names) {
    const place = join(folder, "checkpoints", name);
    writing(place, () => {
      const fresh = `${place}.new`;
      const old = `${place}.old`;
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
      for (const [file, bytes] of Object.entries(files)) writeSynced(join(fresh, file), bytes);
      rmSync(old, { recursive: true, force: true });
      if (existsSync(place)) renameSync(place, old);
      renameSync(fresh, place);
      rmSync(old, { recursive: true, force: true });
    });
  }
}

/** JSON has no infinity; it is written as text. */
const finiteOrText = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;

function writeSynced(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "w");
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What a run's folder holds; one that is none, or damaged, is said. */
export function readRun(folder: string): {
  spec: string;
  resolved: Resolved;
  weights: ReadonlyMap<string, SavedTensor>;
  state: CheckpointState;
} {
  if (!existsSync(join(folder, "resolved.json")))
    throw new UsageError(`${folder} is not the folder of a run`, "`dnnc train` writes one, such as `runs/NAME`");
  const read = <T>(path: string, decode: (bytes: Buffer) => T): T => {
    try {
      return decode(readFileSync(path));
    } catch (error) {
      throw new UsageError(`cannot read ${path}: ${(error as Error).message}`, "train again, or restore the file");
    }
  };
  const resolved = read(join(folder, "resolved.json"), (bytes) => JSON.parse(bytes.toString("utf8")) as Resolved);
  // A run of an earlier version says nothing of it: the last one counts there.
  const name = resolved.checkpoint === "best" ? "best" : "last";
  const checkpoints = [name, `${name}.old`].map((one) => join(folder, "checkpoints", one));
  const place = checkpoints.find((path) => existsSync(join(path, "weights.safetensors")));
  if (place === undefined)
    throw new UsageError(`${folder} has no checkpoint`, "training was stopped before its first epoch; train again");
  return {
    spec: read(join(folder, "spec.dnn"), (bytes) => bytes.toString("utf8")),
    resolved,
    weights: read(join(place, "weights.safetensors"), decodeSafetensors),
    state: read(join(place, "state.json"), (bytes) => JSON.parse(bytes.toString("utf8")) as CheckpointState),
  };
}
