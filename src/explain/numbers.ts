/** Numbers for people. */

/** `1,234,567` */
export const grouped = (value: number): string => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** `12 bytes`, `1.5 MB`; a kB is 1000 bytes. */
export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

const scales = ["", " k", " M", " G", " T"] as const;

/** `950`, `1.5 M`. */
export function scaled(count: number): string {
  const power = count < 1000 ? 0 : Math.min(scales.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${scales[power]}`;
}
