/** A page that Vite builds with the plugin trains in a browser to the figures that Node gives. */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, preview, type PreviewServer } from "vite";
import plugin from "../../src/plugin/index.ts";
import { linesOf, programsOf, type Line, type Programs } from "../emit/running.ts";
import { makeFolder } from "./project.ts";

const chromiumPath = ["chromium", "chromium-browser", "google-chrome"]
  .map((name) => join("/usr/bin", name))
  .find((path) => existsSync(path));

/** Where the tests decide what is let in, a browser is asked for. */
const isSkipped = chromiumPath === undefined && process.env["CI"] === undefined;

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

describe.skipIf(isSkipped)(
  `a page${isSkipped ? " (there is no Chromium in /usr/bin)" : ""}`,
  { timeout: 240_000 },
  () => {
    let server: PreviewServer;
    let browser: Browser;
    let programs: Programs;

    beforeAll(async () => {
      const folder = makeFolder();
      cpSync("test/plugin/page", folder, { recursive: true });
      cpSync("examples/spirals.dnn", join(folder, "spirals.dnn"));
      programs = await programsOf([{ path: "spirals.dnn", text: readFileSync("examples/spirals.dnn", "utf8") }]);
      await build({ root: folder, configFile: false, logLevel: "silent", plugins: [plugin.vite()] });
      server = await preview({ root: folder, configFile: false, logLevel: "silent", preview: { port: 0 } });
      // As root, and in a container, Chromium has no sandbox of its own; WebGL is drawn by its software renderer.
      const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
      browser = await chromium.launch({ executablePath: chromiumPath ?? "/usr/bin/chromium", args });
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    const inPage = async (backend: string, epochs: number): Promise<readonly Line[]> => {
      const page = await browser.newPage();
      await page.goto(`${server.resolvedUrls!.local[0]}?backend=${backend}&epochs=${epochs}`);
      const lines = await page.evaluate(
        () => (globalThis as unknown as { finished: Promise<readonly Line[]> }).finished,
      );
      await page.close();
      return withoutSeconds(lines);
    };

    const inNode = async (backend: string, epochs: number): Promise<readonly Line[]> => {
      const printed = await programs.run("spirals.dnn", ["--backend", backend, "--epochs", String(epochs)]);
      return withoutSeconds(linesOf(printed).filter(({ event }) => event === "epoch"));
    };

    test.each([
      ["wasm", 5],
      ["cpu", 2],
    ])("trains on the backend %s as in Node, bit by bit", async (backend, epochs) => {
      const lines = await inPage(backend, epochs);
      expect(lines).toHaveLength(epochs);
      expect(lines).toEqual(await inNode(backend, epochs));
    });

    test("trains on WebGL to figures that differ from the CPU's by rounding alone", async () => {
      const [first, second] = await inPage("webgl", 2);
      const [one, two] = await inNode("cpu", 2);
      // Sums of 128 products in another order, in 32 bits, over 75 steps: 1e-6; what they do to the next 75 steps: ten times that.
      expect(distance(first!, one!)).toBeLessThan(1e-5);
      expect(distance(second!, two!)).toBeLessThan(1e-4);
    });
  },
);
