/** CRC-32 (ISO 3309, as zlib and NGINX compute it), which consistent hashing is built on (facts/load-balancing 6.6). */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  return value
})

const encoder = new TextEncoder()

/** The CRC of nothing: `extendCrc32` goes on from it, `finishCrc32` ends it. */
export const START_CRC32 = 0xffff_ffff

/** An unfinished CRC, continued with more bytes. */
export function extendCrc32(crc: number, bytes: Uint8Array): number {
  let value = crc
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff]! ^ (value >>> 8)
  return value >>> 0
}

/** The value of an unfinished CRC: an unsigned 32-bit integer. */
export function finishCrc32(crc: number): number {
  return (crc ^ 0xffff_ffff) >>> 0
}

/** The CRC of a text, in UTF-8. */
export function crc32(text: string): number {
  return finishCrc32(extendCrc32(START_CRC32, encoder.encode(text)))
}
