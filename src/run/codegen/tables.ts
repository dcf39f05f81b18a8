/**
 * The tables behind the exact `exp` and `log`, which lie in memory. Numbers of ARM's optimized routines (MIT licence), which musl,
 * and with it TF.js's WASM backend, computes `expf` and `logf` with.
 */

/** 2^(i / 32) */
const powers = [
  1, 1.0218971486541166, 1.0442737824274138, 1.0671404006768237, 1.0905077326652577, 1.1143867425958924,
  1.1387886347566916, 1.1637248587775775, 1.189207115002721, 1.215247359980469, 1.241857812073484, 1.2690509571917332,
  1.2968395546510096, 1.3252366431597413, 1.3542555469368927, 1.383909881963832, 1.4142135623730951, 1.4451808069770467,
  1.4768261459394993, 1.5091644275934228, 1.5422108254079407, 1.5759808451078865, 1.6104903319492543, 1.645755478153965,
  1.681792830507429, 1.718619298122478, 1.7562521603732995, 1.7947090750031072, 1.8340080864093424, 1.8741676341103,
  1.9152065613971474, 1.9571441241754002,
];

/** 1 / c and log(c) for a c near the middle of each sixteenth of the numbers from 0.7 to 1.4. */
const logarithms = [
  [1.398907162146528, -0.33569133332882284],
  [1.3403141896637998, -0.2929040563774074],
  [1.286432210124115, -0.2518726580937369],
  [1.2367150214269895, -0.21245868807117255],
  [1.1906977166711752, -0.17453945183745634],
  [1.1479821020556429, -0.1380057072319758],
  [1.1082251448272158, -0.10275976698545139],
  [1.0711297413057381, -0.06871392447020525],
  [1.036437278977283, -0.0357891387398228],
  [1, 0],
  [0.9492859795739057, 0.05204517742929496],
  [0.8951049428609004, 0.11081431298787942],
  [0.8476821620351103, 0.1652495223695143],
  [0.8050314851692001, 0.21687389031699977],
  [0.7664671008843108, 0.2659635028121397],
  [0.731428603316328, 0.3127556664073557],
];

/** Where the numbers of each table start, in bytes from the tables' address on. */
export const tableOffset = { powers: 0, logarithms: powers.length * 8 } as const;
export const tableBytes = tableOffset.logarithms + logarithms.length * 16;

/**
 * Writes the tables to `address`, which is a multiple of 8, for `expf` and `logf` of exact kernels. The bits of 2^(i / 32) have
 * i · 2^47 taken off, so that adding k · 2^47 to the entry of k mod 32 gives 2^(k / 32) for every whole k.
 */
export function writeTables(memory: ArrayBuffer, address: number): void {
  const scales = new BigInt64Array(memory, address + tableOffset.powers, powers.length);
  const bits = new BigInt64Array(Float64Array.from(powers).buffer);
  for (const [i, whole] of bits.entries()) scales[i] = whole - (BigInt(i) << 47n);
  new Float64Array(memory, address + tableOffset.logarithms, logarithms.length * 2).set(logarithms.flat());
}
