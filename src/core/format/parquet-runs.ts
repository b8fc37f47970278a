/** Where runs are looked at: the bytes, and how many values they may stand for. */
export interface Runs {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly bitWidth: number
  readonly values: number
}

/**
 * Whether runs of the RLE and bit-packing hybrid (Parquet's Encodings.md) claim no more than there is: values
 * for a repeated one, bytes for packed ones, which writers fill up with more than there are values.
 */
export const areRunsSound = ({ bytes, from, to, bitWidth, values }: Runs): boolean => {
  const byteWidth = (bitWidth + 7) >> 3
  let at = from
  let seen = 0
  while (seen < values && at < to) {
    let header = 0
    let scale = 1
    for (; ; scale *= 128) {
      const byte = bytes[at++] ?? 0
      header += (byte & 0x7f) * scale
      if (byte < 0x80) break
      if (scale > 2 ** 35 || at >= to) return false
    }
    const packed = header % 2 === 1
    const count = packed ? ((header - 1) / 2) * 8 : header / 2
    const length = packed ? (count / 8) * bitWidth : byteWidth
    if (packed ? length > to - at + bitWidth : count > values - seen) return false
    seen += count
    at += length
  }
  return true
}

/** Bits that levels from 0 to `most` take. */
export const bitsFor = (most: number): number => 32 - Math.clz32(most)
