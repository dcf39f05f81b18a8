/** The instructions in use, by their names in WebAssembly's text format, with their numbers in its binary format. */

export const valueTypes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** One byte each. */
const plain = {
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  "i32.load": 0x28,
  "f32.load": 0x2a,
  "f64.load": 0x2b,
  "i32.store": 0x36,
  "f32.store": 0x38,
  "f64.store": 0x39,
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.ne": 0x47,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.gt_s": 0x4a,
  "i32.gt_u": 0x4b,
  "i32.ge_u": 0x4f,
  "f32.eq": 0x5b,
  "f32.ne": 0x5c,
  "f32.lt": 0x5d,
  "f32.gt": 0x5e,
  "f32.ge": 0x60,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.and": 0x71,
  "i32.or": 0x72,
  "i32.shl": 0x74,
  "i32.shr_u": 0x76,
  "f32.add": 0x92,
  "f32.sub": 0x93,
  "f32.mul": 0x94,
  "f32.div": 0x95,
  "f64.add": 0xa0,
  "f64.mul": 0xa2,
} as const;

/** After the byte 0xfd, as a number of variable length: SIMD, and from 0x100 on relaxed SIMD. */
const simd = {
  "v128.load": 0x00,
  "v128.load32_splat": 0x09,
  "v128.load64_splat": 0x0a,
  "v128.store": 0x0b,
  "i32x4.splat": 0x11,
  "f32x4.splat": 0x13,
  "i32x4.extract_lane": 0x1b,
  "f32x4.extract_lane": 0x1f,
  "f32x4.replace_lane": 0x20,
  "i32x4.eq": 0x37,
  "i32x4.lt_s": 0x39,
  "i32x4.lt_u": 0x3a,
  "i32x4.gt_s": 0x3b,
  "i32x4.ge_u": 0x40,
  "f32x4.eq": 0x41,
  "f32x4.ne": 0x42,
  "f32x4.lt": 0x43,
  "f32x4.gt": 0x44,
  "f32x4.le": 0x45,
  "f32x4.ge": 0x46,
  "v128.not": 0x4d,
  "v128.and": 0x4e,
  "v128.andnot": 0x4f,
  "v128.or": 0x50,
  "v128.xor": 0x51,
  "v128.bitselect": 0x52,
  "v128.any_true": 0x53,
  "v128.load32_lane": 0x56,
  "v128.load64_lane": 0x57,
  "v128.store32_lane": 0x5a,
  "v128.store64_lane": 0x5b,
  "v128.load32_zero": 0x5c,
  "v128.load64_zero": 0x5d,
  "f32x4.demote_f64x2_zero": 0x5e,
  "f64x2.promote_low_f32x4": 0x5f,
  "f32x4.floor": 0x68,
  "f32x4.nearest": 0x6a,
  "i32x4.all_true": 0xa3,
  "i32x4.shl": 0xab,
  "i32x4.shr_s": 0xac,
  "i32x4.shr_u": 0xad,
  "i32x4.add": 0xae,
  "i32x4.sub": 0xb1,
  "i64x2.shl": 0xcb,
  "i64x2.add": 0xce,
  "f32x4.abs": 0xe0,
  "f32x4.neg": 0xe1,
  "f32x4.sqrt": 0xe3,
  "f32x4.add": 0xe4,
  "f32x4.sub": 0xe5,
  "f32x4.mul": 0xe6,
  "f32x4.div": 0xe7,
  "f32x4.min": 0xe8,
  "f32x4.max": 0xe9,
  "f32x4.pmin": 0xea,
  "f32x4.pmax": 0xeb,
  "f64x2.add": 0xf0,
  "f64x2.sub": 0xf1,
  "f64x2.mul": 0xf2,
  "i32x4.trunc_sat_f32x4_s": 0xf8,
  "f32x4.convert_i32x4_s": 0xfa,
  "f64x2.convert_low_i32x4_s": 0xfe,
  "f32x4.relaxed_madd": 0x105,
  "f32x4.relaxed_nmadd": 0x106,
  "i32x4.relaxed_laneselect": 0x10b,
} as const;

export type Instruction = keyof typeof plain | keyof typeof simd;
/** Reads or writes memory: takes a constant offset, and those of one lane the lane as well. */
export type MemoryInstruction = Extract<Instruction, `${string}.load${string}` | `${string}.store${string}`>;
/** Takes a lane. */
export type LaneInstruction = Extract<Instruction, `${string}_lane`>;
/** Nothing stands in the code but itself. */
export type PureInstruction = Exclude<Instruction, MemoryInstruction | LaneInstruction>;

const simdPrefix = 0xfd;

/** The bytes of a whole number of variable length (LEB128), seven bits in each, the low ones first. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

const encoded = new Map<string, readonly number[]>([
  ...Object.entries(plain).map(([name, byte]): [string, number[]] => [name, [byte]]),
  ...Object.entries(simd).map(([name, number]): [string, number[]] => [name, [simdPrefix, ...unsigned(number)]]),
]);

export const bytesOf = (instruction: Instruction): readonly number[] => encoded.get(instruction)!;
