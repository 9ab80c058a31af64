/**
 * The outcome of reading text at the door of this room: a value, or a refusal that says why.
 * A refusal is data and not an exception, because a reader of files gathers all mistakes at once.
 */

/**
 * Why text was refused as an address, a block or a range. The names are stable: scenario problems and
 * tests refer to them.
 */
export type AddressFault =
  | 'empty'
  | 'too-long'
  | 'spaces'
  | 'list'
  | 'brackets'
  | 'with-port'
  | 'leading-zero'
  | 'short-form'
  | 'hex'
  | 'octet-out-of-range'
  | 'ipv4-mapped'
  | 'ipv4-compatible'
  | 'embedded-ipv4'
  | 'zone-id'
  | 'wrong-family'
  | 'unexpected-mask'
  | 'missing-mask'
  | 'bad-mask'
  | 'leading-zero-mask'
  | 'mask-out-of-range'
  | 'host-bits'
  | 'reversed-range'
  | 'not-an-address'

/** A refusal: a stable `reason`, and a `message` of full sentences with what to write instead. */
export interface Refused<Fault extends string = AddressFault> {
  readonly ok: false
  readonly reason: Fault
  readonly message: string
}

/** A value read from text. A `note` tells how the text was understood where it could surprise. */
export interface Accepted<T> {
  readonly ok: true
  readonly value: T
  readonly note?: string
}

/** What every parser of this room returns. None of them throws on text. */
export type Parsed<T, Fault extends string = AddressFault> = Accepted<T> | Refused<Fault>

/** Wraps a value that was read, with a `note` where the reading could surprise. */
export function accepted<T>(value: T, note?: string): Accepted<T> {
  return note === undefined ? { ok: true, value } : { ok: true, value, note }
}

/** Wraps a refusal. */
export function refused<Fault extends string>(reason: Fault, message: string): Refused<Fault> {
  return { ok: false, reason, message }
}

const LONGEST_QUOTE = 60

/** Text from a file as it may stand in a message: in quotes, cut to 60 characters, other than ASCII escaped. */
export function quoted(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
  return JSON.stringify(cut).replace(
    /[^\x20-\x7e…]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
