/**
 * Rows by a key of four words, such as a five-tuple, found by open addressing in typed arrays. Words are signed
 * (`address | 0`), so that V8 need not box them on the way here, and nothing else is allocated for a look-up. The keys of
 * the rows lie together: finding one reads two cache lines. Equal histories give equal rows, because the caller numbers
 * them, and the hash decides about time only.
 */
import { NONE } from './address-steps.ts'

const WIDTH = 4
const FIRST_ROWS = 16

export class TupleIndex {
  /** Row by hash, or `NONE`; at most half full. */
  #places: Int32Array = new Int32Array(2 * FIRST_ROWS).fill(NONE)
  /** How far a hash is shifted to give a place. */
  #shift = Math.clz32(2 * FIRST_ROWS) + 1
  #keys: Int32Array = new Int32Array(WIDTH * FIRST_ROWS)
  #count = 0

  /** The row of the key, or `NONE`. */
  find(a: number, b: number, c: number, d: number): number {
    const places = this.#places
    const keys = this.#keys
    const mask = places.length - 1
    for (let place = hashOf(a, b, c, d) >>> this.#shift; ; place = (place + 1) & mask) {
      const row = places[place]!
      if (row === NONE) return NONE
      const key = WIDTH * row
      if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) return row
    }
  }

  /** Neither the key nor the row may be there. */
  add(row: number, a: number, b: number, c: number, d: number): void {
    const key = WIDTH * row
    if (key >= this.#keys.length) this.#keys = longer(this.#keys, 2 * key)
    const keys = this.#keys
    keys[key] = a
    keys[key + 1] = b
    keys[key + 2] = c
    keys[key + 3] = d
    if (2 * ++this.#count > this.#places.length) this.#spread()
    this.#enter(row)
  }

  /** The row is to be there. Those behind it move up, so that no search stops too early. */
  remove(row: number): void {
    const places = this.#places
    const mask = places.length - 1
    let hole = this.#homeOf(row)
    while (places[hole] !== row) hole = (hole + 1) & mask
    for (let place = (hole + 1) & mask; places[place] !== NONE; place = (place + 1) & mask) {
      // It may fill the hole unless its home lies behind the hole.
      if (((place - this.#homeOf(places[place]!)) & mask) < ((place - hole) & mask)) continue
      places[hole] = places[place]!
      hole = place
    }
    places[hole] = NONE
    this.#count--
  }

  #homeOf(row: number): number {
    const keys = this.#keys
    const key = WIDTH * row
    return hashOf(keys[key]!, keys[key + 1]!, keys[key + 2]!, keys[key + 3]!) >>> this.#shift
  }

  #enter(row: number): void {
    const places = this.#places
    let place = this.#homeOf(row)
    while (places[place] !== NONE) place = (place + 1) & (places.length - 1)
    places[place] = row
  }

  /** Twice the places. */
  #spread(): void {
    const before = this.#places
    this.#places = new Int32Array(2 * before.length).fill(NONE)
    this.#shift--
    for (const row of before) if (row !== NONE) this.#enter(row)
  }
}

/** Products carry what differs to the upper bits, of which places are made. */
function hashOf(a: number, b: number, c: number, d: number): number {
  const half = Math.imul(a ^ Math.imul(c, 0x85eb_ca6b), 0x9e37_79b9)
  const whole = Math.imul(half ^ (half >>> 15) ^ b ^ (d << 24), 0xc2b2_ae35)
  return Math.imul(whole ^ (whole >>> 15), 0x9e37_79b9)
}

function longer(words: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length)
  copy.set(words)
  return copy
}
