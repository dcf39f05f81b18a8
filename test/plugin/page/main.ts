/** Trains the spec beside it in the page: `?backend=wasm&epochs=5`. The plane shows what the network takes each point for. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import threaded from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url";
import plain from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url";
import { createModel, loadData, predict, train, type Line, type Model } from "./spirals.dnn";

setWasmPaths({
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  "tfjs-backend-wasm-threaded-simd.wasm": threaded,
});

const asked = new URLSearchParams(location.search);
const plane = document.querySelector<HTMLCanvasElement>("#plane")!;
const history = document.querySelector("#history")!;
const colors = [
  [230, 120, 90],
  [90, 160, 220],
  [120, 190, 110],
] as const;

/** Colours each point of the square -2..2 by the class that the network gives it, the stronger the surer it is. */
function draw(model: Model): void {
  const { width: side } = plane;
  const at = (i: number): number => (4 * i) / (side - 1) - 2;
  const points = Array.from({ length: side * side }, (_, i) => [at(i % side), at(Math.floor(i / side))]);
  const picture = new ImageData(side, side);
  const probabilities = tf.tidy(() => predict(model, tf.tensor2d(points)).dataSync());
  for (let i = 0; i < side * side; i++)
    for (let channel = 0; channel < 3; channel++)
      picture.data[4 * i + channel] = colors.reduce(
        (sum, color, k) => sum + color[channel]! * probabilities[3 * i + k]!,
        0,
      );
  for (let i = 0; i < side * side; i++) picture.data[4 * i + 3] = 255;
  plane.getContext("2d")!.putImageData(picture, 0, 0);
}

/** Trains as the address asks, and gives what was told of each epoch. */
async function run(): Promise<readonly Line[]> {
  const backend = asked.get("backend") ?? "wasm";
  if (!(await tf.setBackend(backend))) throw new Error(`there is no backend ${backend}`);
  const lines: Line[] = [];
  const model = createModel();
  await train(model, loadData(), {
    epochs: Number(asked.get("epochs") ?? 40),
    onEpoch(line) {
      lines.push(line);
      const { epoch, loss, validation_accuracy: accuracy } = line;
      history.append(`epoch ${epoch}  loss ${loss.toFixed(4)}  validation accuracy ${accuracy.toFixed(4)}\n`);
      draw(model);
    },
  });
  return lines;
}

declare global {
  interface Window {
    finished?: Promise<readonly Line[]>;
  }
}

window.finished = run();
window.finished.catch((error: Error) => history.append(`${error.message}\n`));
