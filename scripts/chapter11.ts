/**
 * Trains the chapter's experiments one after the other and holds them against the book:
 * `npm run chapter11 -- --data-dir DIR [--only NAME,NAME] [--epochs-scale 0.2] [--seed N] [--again] [--json] [--markdown]`.
 * What was trained before is taken from runs/chapter11/; `--markdown` trains nothing and writes what is there into docs/chapter11.md.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nearest } from "../src/diagnostics/suggest.ts";
import type { EpochLine } from "../src/run/train.ts";
import { book, type Figures } from "./chapter11/book.ts";
import { differences, isWithin, orderings } from "./chapter11/compare.ts";
import { planOf, runExperiment, type Outcome, type Plan } from "./chapter11/experiment.ts";
import { save, saved } from "./chapter11/saved.ts";
import { experimentText, orderingText, writePage } from "./chapter11/table.ts";

const specs = join("examples", "chapter11");
const page = join("docs", "chapter11.md");

function stop(what: string, help: string): never {
  console.error(`chapter11: ${what}\n           ${help}`);
  process.exit(2);
}

const values = given();

function given() {
  try {
    return parseArgs({
      options: {
        "data-dir": { type: "string" },
        "epochs-scale": { type: "string", default: "1" },
        only: { type: "string", multiple: true },
        seed: { type: "string" },
        again: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        markdown: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return stop((error as Error).message.split(". ")[0]!, "docs/chapter11.md has the options");
  }
}

/** The experiments asked for, in the order of the chapter. */
function chosen(): readonly string[] {
  const names = Object.keys(book);
  const asked = values.only?.flatMap((one) => one.split(",").filter(Boolean));
  const stranger = asked?.find((one) => !names.includes(one));
  if (stranger !== undefined) {
    const near = nearest(stranger, names);
    stop(
      `there is no experiment \`${stranger}\``,
      near ? `did you mean \`${near}\`?` : `there are ${names.join(", ")}`,
    );
  }
  return asked === undefined ? names : names.filter((name) => asked.includes(name));
}

function scaleOf(text: string): number {
  const scale = Number(text);
  if (!(scale > 0 && scale <= 10))
    stop(`--epochs-scale ${text} is no number above 0 and up to 10`, "0.2 trains a fifth of the epochs");
  return scale;
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > 4_294_967_295)
    stop(`--seed ${text} is no whole number from 0 to 4294967295`, "each spec has its own where none is given");
  return seed;
}

/** The folder that the specs' data is below; it must be there before the first training begins. */
function dataFolder(): string {
  const help =
    "give the folder: npm run chapter11 -- --data-dir DIR, with the four Fashion-MNIST files in DIR/fashion-mnist";
  const folder = values["data-dir"];
  if (folder === undefined) stop("where is the data?", help);
  if (!existsSync(join(folder, "fashion-mnist", "train-images-idx3-ubyte.gz")))
    stop(`there is no ${join(folder, "fashion-mnist", "train-images-idx3-ubyte.gz")}`, help);
  return folder;
}

/** What is there already, or a training now. */
async function outcomeOf(name: string, plan: Plan): Promise<Outcome | undefined> {
  const before = values.again && !values.markdown ? undefined : saved(plan);
  if (before !== undefined || values.markdown) return before;
  const fresh = await runExperiment(plan, dataFolder(), (line) => progress(name, plan, line));
  save(plan, fresh);
  return fresh;
}

const progress = (name: string, { epochs }: Plan, line: EpochLine): void => {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${name}: epoch ${line.epoch} of ${epochs}, loss ${line.loss.toFixed(4)}`);
};
const clear = (): void => {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
};

const [scale, seed] = [scaleOf(values["epochs-scale"]), seedOf(values.seed)];
const outcomes = new Map<string, Outcome>();
const failed: string[] = [];
for (const name of chosen())
  try {
    const outcome = await outcomeOf(name, planOf(join(specs, `${name}.dnn`), seed, scale));
    clear();
    if (outcome === undefined) continue;
    outcomes.set(name, outcome);
    const { history, ...told } = outcome;
    const judged = {
      differences: differences(name, outcome.figures),
      within: isWithin(differences(name, outcome.figures)),
    };
    if (values.json)
      console.log(
        JSON.stringify({ event: "experiment", name, epochs: history.length, ...told, book: book[name], ...judged }),
      );
    else if (!values.markdown) console.log(`${experimentText(name, outcome)}\n`);
  } catch (error) {
    clear();
    failed.push(name);
    console.error(`${name}: ${(error as Error).message}\n`);
  }

const figures: ReadonlyMap<string, Figures> = new Map([...outcomes].map(([name, one]) => [name, one.figures]));
if (values.markdown) {
  await writePage(page, outcomes);
  console.log(`${page}: ${outcomes.size} of ${Object.keys(book).length} experiments`);
} else {
  const off = [...figures].filter(([name, one]) => !isWithin(differences(name, one))).map(([name]) => name);
  for (const ordering of orderings(figures))
    if (values.json) console.log(JSON.stringify({ event: "ordering", ...ordering }));
    else console.log(orderingText(ordering));
  if (!values.json && off.length > 0) console.log(`\noff by more than 0.015: ${off.join(", ")}`);
}
if (failed.length > 0) console.error(`failed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
