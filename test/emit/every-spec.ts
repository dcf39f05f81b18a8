/** Every spec of the repository, as it stands and on a few invented examples, so that it trains in a second wherever it is tested. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { normal, random } from "../../src/portable/random.ts";
import type { Source } from "../../src/text/source.ts";
import { idxBytes } from "../data/workshop.ts";

const specsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".dnn"))
    .map((file) => join(folder, file));

/** Their paths: `examples/spirals.dnn`. No two have the same name without the folder. */
export const everySpec: readonly string[] = [...specsIn("examples"), ...specsIn("examples/chapter11")];

export const specNameOf = (path: string): string => basename(path, ".dnn");

export const sourceOf = (path: string): Source => ({ path, text: readFileSync(path, "utf8") });

/** How long each trains here: moments in epochs come to pass within it. */
export const epochs = 3;

/** Two whole batches of 32 and a part of one, or one of 128 and a part of one. */
const counts = { train: 150, validation: 40, test: 40 };

/** A spec for the invented data, and with moments that are earlier. */
export function smallSourceOf(path: string): Source {
  const { text } = sourceOf(path);
  return {
    path,
    text: text
      .replace("train: 55_000, validation: 5_000", `train: ${counts.train}, validation: ${counts.validation}`)
      .replace("examples: 3000", "examples: 600")
      .replace("at: [5 epochs, 15 epochs]", "at: [1 epoch, 2 epochs]")
      .replace("at: [6 epochs, 9 epochs]", "at: [1 epoch, 2 epochs]")
      .replace(/patience: \d+/, "patience: 1"),
  };
}

/** Files like those that the specs name. */
export function writeInventedData(folder: string): void {
  mkdirSync(join(folder, "fashion-mnist"), { recursive: true });
  writeImages(join(folder, "fashion-mnist/train"), counts.train + counts.validation, 1);
  writeImages(join(folder, "fashion-mnist/t10k"), counts.test, 2);
  writeFileSync(join(folder, "california-housing.csv"), houses(230));
}

/** Images of noise, brighter in two rows of pixels that follow from the class. */
function writeImages(place: string, count: number, seed: number): void {
  const labels = Array.from({ length: count }, (_, i) => i % 10);
  const pixels = labels.flatMap((label, i) =>
    Array.from(
      { length: 784 },
      (_, at) => (Math.floor(at / 56) === label ? 200 : 0) + Math.floor(56 * random(seed, i, at)),
    ),
  );
  writeFileSync(`${place}-images-idx3-ubyte.gz`, gzipSync(idxBytes(8, [count, 28, 28], pixels)));
  writeFileSync(`${place}-labels-idx1-ubyte.gz`, gzipSync(idxBytes(8, [count], labels)));
}

/** Houses whose price rises with the income around them; of every ninth nobody has counted the bedrooms. */
function houses(count: number): string {
  const names =
    "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,median_house_value,ocean_proximity";
  const places = ["NEAR BAY", "INLAND", "<1H OCEAN", "NEAR OCEAN"];
  const rows = Array.from({ length: count }, (_, i) => {
    const drawn = (column: number): number => normal(7, column, i);
    const income = Math.exp(1.2 + 0.4 * drawn(1));
    const place = i % places.length;
    const rooms = 2000 + Math.round(300 * drawn(2));
    return [
      ...[(-120 + drawn(3)).toFixed(2), (36 + drawn(4)).toFixed(2), 20 + (i % 30), rooms],
      ...[i % 9 === 4 ? "" : Math.round(rooms / 5), 1000 + (i % 70), 300 + (i % 50), income.toFixed(4)],
      ...[Math.round(40_000 * income + 20_000 * place), places[place]],
    ].join(",");
  });
  return [names, ...rows, ""].join("\n");
}
