/** Which rows are in which part: the rows of the training source, divided as `split` says. */
import { partNames, type DataSpec, type PartName, type PartSize } from "../../data/spec.ts";
import { code, portable, type Piece } from "./code.ts";
import { numberLiteral } from "./data-literal.ts";
import { takesRows, type Reading } from "./data-reading.ts";
import type { Section } from "./section.ts";

/** Lines of `loadData`, and what `part` is called with for each part of the training source. */
export interface Division {
  readonly lines: readonly Section[];
  readonly rows: (part: PartName) => Piece;
}

/** The rows of a whole source: a list of them, or from where to where. */
export const allRows = (spec: DataSpec, count: number | string): Piece =>
  takesRows(spec) ? code`${portable("orderedRows")}(${pieceOf(count)})` : `0, ${pieceOf(count)}`;

const pieceOf = (count: number | string): string => (typeof count === "number" ? numberLiteral(count) : count);

/** The division of the training rows. Each part ends at the sum of the sizes so far, rounded to a whole row, as `divided` has it. */
export function division(spec: DataSpec, { count, labels }: Reading, seed: string): Division {
  const { split } = spec;
  if (split === undefined) {
    if (!takesRows(spec)) return { lines: [], rows: () => allRows(spec, count) };
    return { lines: [code`const train = ${allRows(spec, count)};`], rows: () => "train" };
  }
  const ends = endsOf(split, count);
  const parts = partNames.filter((part) => part === "train" || split[part] !== undefined);
  const check = checkText(split, count);
  if (!takesRows(spec)) {
    const named = parts.map((part, i) => (ends[i]!.isKnown || i === parts.length - 1 ? "" : `${part}End`));
    const end = (i: number) => (i < 0 ? "0" : named[i] || (ends[i]!.isAll ? pieceOf(count) : ends[i]!.text));
    const lines = named.flatMap((name, i) => (name === "" ? [] : [code`const ${name} = ${ends[i]!.text};`]));
    return {
      lines: [...lines, ...check],
      rows: (part) => `${end(parts.indexOf(part) - 1)}, ${end(parts.indexOf(part))}`,
    };
  }
  const order = {
    ordered: code`${portable("orderedRows")}(${pieceOf(count)})`,
    random: code`${portable("shuffled")}(${pieceOf(count)}, ${seed}, ${portable("splitStream")})`,
    stratified: code`${portable("stratifiedRows")}(${labels}, ${seed})`,
  };
  const stretches = parts.map((part, i) => {
    const before = i > 0 && !ends[i - 1]!.isKnown;
    const start = before
      ? parts
          .slice(0, i)
          .map((each) => `${each}.length`)
          .join(" + ")
      : i === 0
        ? "0"
        : ends[i - 1]!.text;
    return code`const ${part} = order.subarray(${start}${ends[i]!.isAll ? "" : `, ${ends[i]!.text}`});`;
  });
  return { lines: [code`const order = ${order[split.kind]};`, ...check, ...stretches], rows: (part) => part };
}

/** Where a part ends: how it is computed, whether it is a number already, and whether it is the end of all rows. */
interface End {
  readonly text: string;
  readonly isKnown: boolean;
  readonly isAll: boolean;
}

type Split = NonNullable<DataSpec["split"]>;

function endsOf(split: Split, count: number | string): readonly End[] {
  const sizes = partNames.filter((part) => part === "train" || split[part] !== undefined).map((part) => split[part]);
  const held = sizes.slice(1);
  const isShared = sizes.some((size) => size !== undefined && "share" in size);
  const share = sizes.reduce((sum, size) => sum + (size !== undefined && "share" in size ? size.share : NaN), 0);
  return sizes.map((_, i) => {
    const isLast = i === sizes.length - 1;
    if (typeof count === "number" || !(isShared || sizes[0] === undefined)) {
      const sum = sizes.slice(0, i + 1).reduce((total, size) => total + known(size, held, Number(count)), 0);
      return { text: numberLiteral(Math.round(sum)), isKnown: true, isAll: Math.round(sum) === count };
    }
    const isAll = isLast && (sizes[0] === undefined || Math.abs(share - 1) < 1e-12);
    if (!isShared) {
      const rest = sizes.slice(i + 1).reduce((sum, size) => sum + known(size, [], 0), 0);
      return { text: `${count} - ${numberLiteral(rest)}`, isKnown: false, isAll };
    }
    const rest = held.map((size) => sizeText(size, count)).join(" + ");
    const left = held.length > 1 ? `${count} - (${rest})` : `${count} - ${rest}`;
    const sum = sizes.slice(0, i + 1).map((size) => (size === undefined ? left : sizeText(size, count)));
    return { text: `Math.round(${sum.join(" + ")})`, isKnown: false, isAll };
  });
}

/** How many rows a size stands for; a training part without one takes what the others leave. */
function known(size: PartSize, held: readonly PartSize[], count: number): number {
  if (size === undefined) return Math.max(count - held.reduce((sum, each) => sum + known(each, [], count), 0), 0);
  return "share" in size ? size.share * count : size.count;
}

const sizeText = (size: PartSize, count: string): string =>
  size === undefined ? "0" : "share" in size ? `${numberLiteral(size.share)} * ${count}` : numberLiteral(size.count);

/** A split that counts rows may ask for more than a file has. */
function checkText(split: Split, count: number | string): readonly Section[] {
  const sizes = [split.train, split.validation, split.test].filter((size) => size !== undefined);
  if (typeof count === "number" || !sizes.some((size) => "count" in size)) return [];
  const wanted = sizes.some((size) => "share" in size)
    ? sizes.map((size) => sizeText(size, count)).join(" + ")
    : sizes.reduce((sum, size) => sum + known(size, [], 0), 0);
  const shown = typeof wanted === "number" ? wanted : `\${Math.round(${wanted})}`;
  const least = typeof wanted === "number" ? numberLiteral(wanted) : `Math.round(${wanted})`;
  return [
    code`if (${count} < ${least}) throw new Error(\`the split asks for ${shown} rows, and there are \${${count}}\`);`,
  ];
}
