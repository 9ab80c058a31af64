/**
 * What the texts of both address families have in common: the checks that come before any library
 * sees the text, and the reading of the mask behind the slash.
 */
import { type Accepted, accepted, quoted, type Refused, refused } from './parsed.ts'

/** Longer than any address, block or range can be written; what is longer is not worth a closer look. */
const LONGEST_TEXT = 96

/** The first thing that is wrong with `text` whatever family it is of, or undefined. */
export function refuseText(text: string): Refused | undefined {
  if (text === '') return refused('empty', 'The text is empty; write an address, such as 10.0.0.1.')
  if (text.length > LONGEST_TEXT)
    return refused('too-long', `${quoted(text)} is longer than any address; write a single address.`)
  if (/\s/.test(text))
    return refused(
      'spaces',
      `${quoted(text)} contains white space; write it without${suggestion(text.replace(/\s+/g, ''))}.`,
    )
  if (/[,;]/.test(text))
    return refused('list', `${quoted(text)} is a list; write each address as an entry of its own.`)
  if (/[[\]]/.test(text))
    return refused(
      'brackets',
      `${quoted(text)} stands in brackets, which belong to URLs; write it without${suggestion(text.replace(/[[\]]/g, ''))}.`,
    )
  if (text.includes('%'))
    return refused(
      'zone-id',
      `${quoted(text)} carries a zone id, which has a meaning on one machine only; write it without${suggestion(text.replace(/%[^/]*/, ''))}.`,
    )
  return undefined
}

/** Parts of `address/mask`; `mask` is undefined where no slash was written. */
export interface AddressAndMask {
  readonly address: string
  readonly mask: string | undefined
}

/** Splits at the first slash, so that a second one stays in the mask and is refused there. */
export function splitMask(text: string): AddressAndMask {
  const slash = text.indexOf('/')
  return slash < 0
    ? { address: text, mask: undefined }
    : { address: text.slice(0, slash), mask: text.slice(slash + 1) }
}

/**
 * Reads the digits behind the slash of `text` as a prefix length of 0 to `bits` (32 or 128).
 * Refuses with `bad-mask`, `leading-zero-mask` or `mask-out-of-range`.
 */
export function parseMask(text: string, mask: string, bits: 32 | 128): Accepted<number> | Refused {
  if (!/^[0-9]+$/.test(mask)) {
    return refused(
      'bad-mask',
      `${quoted(text)} has no number of bits behind the slash; write a prefix length from 0 to ${bits}, such as /${bits === 32 ? 24 : 64}.`,
    )
  }
  if (mask.length > 1 && mask.startsWith('0')) {
    return refused(
      'leading-zero-mask',
      `${quoted(text)} has a leading zero behind the slash, which programs read differently; write /${mask.replace(/^0+(?=\d)/, '')}.`,
    )
  }
  if (mask.length > 3 || Number(mask) > bits) {
    return refused(
      'mask-out-of-range',
      `${quoted(text)} has a prefix length above ${bits}; write a number from 0 to ${bits}.`,
    )
  }
  return accepted(Number(mask))
}

/** `: "…"` where the mended text is short enough to be worth showing. */
function suggestion(mended: string): string {
  return mended !== '' && mended.length <= 50 ? `: ${quoted(mended)}` : ''
}
