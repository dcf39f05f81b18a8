/** Pages that Vite builds with the plugin train in a browser to the figures that Node gives. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { build, preview } from "vite";
import plugin from "../../src/plugin/index.ts";
import { files } from "../emit/data-cases.ts";
import { linesOf, programsOf, type Line, type Programs } from "../emit/running.ts";
import { makeFolder, makeProject } from "./project.ts";

const chromiumPath = ["chromium", "chromium-browser", "google-chrome"]
  .map((name) => join("/usr/bin", name))
  .find((path) => existsSync(path));

/** Where the tests decide what is let in, a browser is asked for. */
const isSkipped = chromiumPath === undefined && process.env["CI"] === undefined;
const pages = isSkipped ? "pages (there is no Chromium in /usr/bin)" : "pages";

/** Specs that read the files of `test/emit/data-cases.ts`. */
const onFiles: Readonly<Record<string, string>> = {
  "images that are packed": `data pictures {
  source: idx("images.gz", labels: "labels.gz")  features: image(4, 3, range: 0..255)  target: class(4)
  normalize: standardize  split: random(train: 80%, validation: 20%)
}
network small { input  flatten  dense(8, activation: elu)  dense(4, activation: softmax) }
train small on pictures { optimizer: adam  batch_size: 4  epochs: 3  seed: 3 }
`,
  "rows of a table whose width only the data tells": `data rows {
  source: csv("table.csv")  features: [a, b, kind]  categorical: [kind]  missing: mean
  target: regression(column: price, normalize: standardize)
  normalize: standardize  split: random(train: 80%, validation: 20%)
}
network small { input  dense(8, activation: elu)  dense(1) }
train small on rows { optimizer: adam  batch_size: 8  epochs: 3  seed: 3 }
`,
};

const spirals = readFileSync("examples/spirals.dnn", "utf8");

/** What was told of each epoch, by who was asked: the page, or Node. */
type Trained = Promise<readonly Line[]>;

const withoutSeconds = (lines: readonly Line[]): readonly Line[] => lines.map(({ seconds: _, ...line }) => line);

/** How far the numbers of two lines may be apart, as a share of the larger. */
function distance(one: Line, other: Line): number {
  const apart = Object.keys(one).map((name) => {
    const [a, b] = [one[name], other[name]];
    if (typeof a !== "number" || typeof b !== "number") return a === b ? 0 : Infinity;
    return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  });
  return Math.max(...apart);
}

/** Builds a project's page and serves it. */
async function serve(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  await build({ root: folder, configFile: false, logLevel: "silent", plugins: [plugin.vite()] });
  const server = await preview({ root: folder, configFile: false, logLevel: "silent", preview: { port: 0 } });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

describe.skipIf(isSkipped)(pages, { timeout: 240_000 }, () => {
  let browser: Browser;
  let programs: Programs;

  beforeAll(async () => {
    programs = await programsOf(Object.entries({ spirals, ...onFiles }).map(([path, text]) => ({ path, text })));
    // As root, and in a container, Chromium has no sandbox of its own; WebGL is drawn by its software renderer.
    const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
    browser = await chromium.launch({ executablePath: chromiumPath ?? "/usr/bin/chromium", args });
  }, 120_000);

  afterAll(() => browser?.close());

  /** What the page promises as `finished`. */
  const finished = async (url: string): Trained => {
    const page = await browser.newPage();
    await page.goto(url);
    const lines = await page.evaluate(() => (globalThis as unknown as { finished: Trained }).finished);
    await page.close();
    return withoutSeconds(lines);
  };

  /** A spec's program as it is emitted, run by Node. */
  const inNode = async (path: string, options: readonly string[]): Trained =>
    withoutSeconds(linesOf(await programs.run(path, options)).filter(({ event }) => event === "epoch"));

  describe("the spirals", () => {
    let site: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      const folder = makeFolder();
      cpSync("test/plugin/page", folder, { recursive: true });
      writeFileSync(join(folder, "spirals.dnn"), spirals);
      site = await serve(folder);
    }, 120_000);

    afterAll(() => site?.close());

    const inPage = (backend: string, epochs: number): Trained =>
      finished(`${site.url}?backend=${backend}&epochs=${epochs}`);
    const asInNode = (backend: string, epochs: number): Trained =>
      inNode("spirals", ["--backend", backend, "--epochs", String(epochs)]);

    test.each([
      ["wasm", 5],
      ["cpu", 2],
    ])("train on the backend %s as in Node, bit by bit", async (backend, epochs) => {
      const lines = await inPage(backend, epochs);
      expect(lines).toHaveLength(epochs);
      expect(lines).toEqual(await asInNode(backend, epochs));
    });

    test("train on WebGL to figures that differ from the CPU's by rounding alone", async () => {
      const [first, second] = await inPage("webgl", 2);
      const [one, two] = await asInNode("cpu", 2);
      // Sums of 128 products in another order, in 32 bits, over 75 steps: 1e-6; what they do to the next 75 steps: ten times that.
      expect(distance(first!, one!)).toBeLessThan(1e-5);
      expect(distance(second!, two!)).toBeLessThan(1e-4);
    });
  });

  /** A page that gives `loadData` what it fetches. */
  const fetching = `
    import * as tf from "@tensorflow/tfjs-core";
    import "@tensorflow/tfjs-backend-cpu";
    import { createModel, loadData, train } from "./spec.dnn";
    async function read(path) {
      const response = await fetch(new URL(path, document.baseURI));
      if (!response.ok) throw new Error(path + ": " + response.status);
      return new Uint8Array(await response.arrayBuffer());
    }
    async function run() {
      await tf.setBackend("cpu");
      const lines = [];
      const data = await loadData(read);
      await train(createModel(data.inputs), data, { onEpoch: (line) => lines.push(line) });
      return lines;
    }
    window.finished = run();`;

  test.each(Object.entries(onFiles))("%s are fetched and trained on as in Node, bit by bit", async (name, text) => {
    const html = '<!doctype html><script type="module" src="/main.js"></script>';
    const folder = makeProject({ "index.html": html, "main.js": fetching, "spec.dnn": text });
    const given = join(folder, "public");
    mkdirSync(given);
    for (const file of ["images.gz", "labels.gz", "table.csv"]) writeFileSync(join(given, file), files[file]!);
    const site = await serve(folder);
    onTestFinished(site.close);
    const lines = await finished(site.url);
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(await inNode(name, ["--backend", "cpu", "--data-dir", given]));
  });
});
