/** Puts an emitted program together: one file, or a few, that a careful engineer could have written for this one network. */
import { evaluationBatch } from "../../graph/training-graph.ts";
import { streams as ownStreams } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import { headerLine, type Spec } from "../header.ts";
import { positionAt, type Span } from "../../text/source.ts";
import { clippingText } from "./clipping.ts";
import { dataNames, dataSection } from "./data.ts";
import { drawHelpers } from "./draw-helpers.ts";
import { mainText } from "./main.ts";
import { rowFunctions } from "./metrics.ts";
import { docComment, entryDocs, inComment, lineComments, makeNames } from "./names.ts";
import { networkText } from "./network.ts";
import { optimizerText } from "./optimizer.ts";
import { portableCode } from "./portable.ts";
import type { DrawHelper } from "./printing.ts";
import { headMetrics } from "./record.ts";
import { scheduleText } from "./schedule.ts";
import { predictText } from "./evaluating.ts";
import { trainingText } from "./training.ts";
import { variableText, weightFiles } from "./weight-files.ts";

/** The spec, for the header and for comments that say where something stands; and what is asked for. */
export interface ProgramOptions extends Spec {
  /** Whether the program trains when it is started by itself; so it does where nothing is said. */
  readonly main?: boolean;
}

/** A stretch of a program that could be a file of its own. */
export interface ProgramSection {
  /** `model`: the file is `model.ts` where a program is several. */
  readonly name: "random" | "model" | "training" | "data" | "main";
  readonly heading: string;
  readonly code: string;
}

export interface ProgramText {
  /** What the program is, and who wrote it. */
  readonly title: string;
  readonly sections: readonly ProgramSection[];
}

/** Names that every program may have at its top. */
const topLevel = (
  "tf Tensor Part Outputs columns differentiable differentiableKeeping drawn mask noise uniformNoise batch createModel Model named variable saveWeights loadWeights " +
  "Read loadData Data predict train evaluate Measures update schedule makeSchedule " +
  "learningRate rate seed batchSize stream largestAt rankAt Line Ending TrainOptions assertFinite main"
).split(" ");

/** Names inside of the functions that call the spec's own words, which may not be called so then. */
const inside = (
  "model data part outputs losses sums prediction rows features x target value grads loss total count sum order epoch epochs step stepsPerEpoch states " +
  "state reason best began seconds validation training constrain globalNorm onEpoch signal w i all first inputs forward weights trained statistics kernel " +
  "weightedLoss byClass weight turn measures layer name"
).split(" ");

/** The sections of a training's program as TypeScript, not yet laid out. */
export function programText(training: Training, { main = true, ...spec }: ProgramOptions): ProgramText {
  const { network, data, batchSize, seed } = training;
  const place = placeIn(training, spec.file);
  const placeOf = (entry: string): string => {
    const argument = training.arguments[entry];
    return argument?.from.kind === "written" ? place(argument.at) : "";
  };
  const inBrackets = (at: Span): string => ` (${place(at).replace(" // ", "")})`;
  const reading = dataSection(data.spec, "seed");
  const initializers = ["truncated", "uniform", "orthogonalMatrix", "identityMatrix", "normal"];
  const carried = portableCode([
    ...[...reading.portable, ...initializers],
    ...["shuffled", "orderedRows", "restored", "areaUnderRoc", "balancedWeights", "exampleWeights"],
  ]).code;
  const own = [...topLevel, ...dataNames, ...declaredIn(carried), ...declaredIn(reading.code)];
  const names = makeNames([...own, ...inside]);
  const outputs = data.outputs ?? training.heads[0]!.width;
  const title =
    training.declaration.doc ??
    network.declaration.doc ??
    data.declaration.doc ??
    `The network ${network.name} on ${data.spec.name}.`;
  const words = networkText(training, names, own, place, title);
  const schedule = scheduleText(training, names, placeOf);
  const clipping = clippingText(training, names, placeOf);
  const optimizer = optimizerText(training, schedule, words.trainable, names, clipping.gradient, placeOf);
  const metrics = headMetrics(training, names);
  const pieces = { training, words, schedule, clipping, optimizer, metrics, outputs, evaluationBatch, placeOf };
  const running = trainingText(pieces);
  const printed = [
    words.code,
    ...words.words,
    ...words.initials,
    ...schedule.code,
    ...optimizer.code,
    ...metrics.flatMap(({ code }) => code),
    ...running.code,
  ];
  const functions = printed.some((code) => callsErf(code)) ? ["erf"] : [];
  const numbers = portableCode([
    ...functions,
    ...words.portable,
    ...running.portable,
    ...metrics.flatMap((metric) => metric.portable),
  ]);
  const shared = new Set(declaredIn(numbers.code));
  const reads = portableCode(reading.portable, shared);
  const stream = [["shuffle", ownStreams.shuffle] as const, ...words.streams];
  const dataDoc = title === data.declaration.doc ? "" : (data.declaration.doc ?? "");
  const said = lineComments(`${dataDoc}\n${entryDocs(data.declaration.entries)}`);
  const sections: ProgramSection[] = [
    {
      name: "random",
      heading: "Random numbers",
      code: joined(
        `const seed = ${seed};${placeOf("seed")}`,
        `/** The streams of random numbers: each is drawn from ${"`seed`"} by itself. */`,
        `const stream = { ${stream.map(([name, value]) => `${name}: ${value}`).join(", ")} };`,
        "",
        numbers.code,
        "",
        words.initials.join("\n\n"),
        ...Object.entries(drawHelpers).flatMap(([name, text]) => (words.draws.has(name as DrawHelper) ? [text] : [])),
      ),
    },
    {
      name: "model",
      heading: `The words of the spec, each with its derivative beside it`,
      code: joined(
        words.words.join("\n\n"),
        "",
        heading(`The network: ${network.name}${inBrackets(network.declaration.name.span)}`),
        words.code,
        "",
        ...predictText(pieces),
        "",
        variableText,
        "",
        weightFiles,
      ),
    },
    {
      name: "training",
      heading: `Training${inBrackets(training.declaration.name.span)}`,
      code: joined(
        `const batchSize = ${batchSize};${placeOf("batch_size")}`,
        "",
        ...schedule.code,
        "",
        ...(clipping.code.length > 0 ? [...clipping.code, ""] : []),
        ...optimizer.code,
        "",
        ...metrics.flatMap(({ code }) => (code.length > 0 ? [...code, ""] : [])),
        ...rowFunctions(metrics),
        "",
        ...running.code,
      ),
    },
    {
      name: "data",
      heading: `The data: ${data.spec.name}${inBrackets(data.declaration.name.span)}`,
      code: joined(...(said.length > 0 ? [...said, ""] : []), reads.code, "", reading.code),
    },
  ];
  if (main) sections.push({ name: "main", heading: "Run by itself", code: joined(...mainText(pieces)) });
  return { title: `${title}\n\n${headerLine(spec)}`, sections };
}

/** A program of one file. */
export const inOneFile = ({ title, sections }: ProgramText): string =>
  joined(
    docComment(title),
    `import * as tf from "@tensorflow/tfjs-core";`,
    "",
    "type Tensor = tf.Tensor;",
    "",
    ...sections.flatMap(({ heading: text, code }) => [heading(text), code, ""]),
  );

const joined = (...lines: readonly string[]): string => lines.join("\n");

/** The names that a piece of a program has at its top. */
export const declaredIn = (code: string): readonly string[] =>
  [...code.matchAll(/^(?:export )?(?:async )?(?:function|const|let|interface|type) (\w+)/gm)].map((match) => match[1]!);

/** Whether a formula of plain numbers is printed with `erf`; what comments say does not count. */
const callsErf = (code: string): boolean => /(?<![\w$.])erf\(/.test(code.replace(/\/\*[^]*?\*\/|\/\/.*/g, ""));

export const heading = (text: string): string =>
  `// ── ${inComment(text)} ${"─".repeat(Math.max(3, 110 - text.length))}\n`;

/** Comments that say where in the spec something stands; nothing about what the standard library says. */
function placeIn({ declaration }: Training, file: string): (at: Span) => string {
  const { source } = declaration.name.span;
  const name = inComment(file).replace(/[\r\n]/g, " ");
  return (at) => (at.source === source ? ` // ${name}:${positionAt(source, at.start).line}` : "");
}
